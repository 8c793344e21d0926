package io.github.camellinkup.engine.exception;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.Task;

/** A task has failed at Linkup. A failed task costs nothing. */
public class LinkupTaskFailedException extends LinkupException {

    private final transient Task task;

    public LinkupTaskFailedException(Task task) {
        super("Linkup task " + task.id() + " has failed: " + task.error(), ErrorAnswer.NONE, false, false, null);
        this.task = task;
    }

    /** The task, whose error says why. */
    public Task getTask() {
        return task;
    }
}
