package io.github.camellinkup.engine.exception;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.engine.repository.PendingTask;

/** The result of a task was not taken as long as Linkup held it: Linkup does not know the task any more. */
public class LinkupTaskExpiredException extends LinkupException {

    private final transient PendingTask task;

    public LinkupTaskExpiredException(PendingTask task) {
        super(
                "Linkup does not know task " + task.id() + " any more: its result has expired",
                ErrorAnswer.NONE,
                false,
                false,
                null);
        this.task = task;
    }

    /** What is remembered of the task. */
    public PendingTask getTask() {
        return task;
    }
}
