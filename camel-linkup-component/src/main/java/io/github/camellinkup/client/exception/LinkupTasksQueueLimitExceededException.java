package io.github.camellinkup.client.exception;

/** The organisation's task queue is full (HTTP 429, {@code TASKS_QUEUE_LIMIT_EXCEEDED}); it accepts tasks again when others have finished. */
public class LinkupTasksQueueLimitExceededException extends LinkupException {

    public LinkupTasksQueueLimitExceededException(String problem, ErrorAnswer answer) {
        super(problem, answer, true, true, null);
    }
}
