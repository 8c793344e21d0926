package io.github.camellinkup.engine.exception;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskStatus;

/** A task has no result: it has failed at Linkup, which costs nothing, or it is completed without an output. */
public class LinkupTaskFailedException extends LinkupException {

    private final transient Task task;

    public LinkupTaskFailedException(Task task) {
        super("Linkup task " + task.id() + " " + problem(task), ErrorAnswer.NONE, false, false, null);
        this.task = task;
    }

    private static String problem(Task task) {
        if (task.status() == TaskStatus.COMPLETED && task.error() == null) {
            return "is completed, but Linkup returned no output";
        }
        return "has failed: " + (task.error() == null ? "Linkup gave no reason" : task.error());
    }

    /** The task, whose error says why if it has failed. */
    public Task getTask() {
        return task;
    }
}
