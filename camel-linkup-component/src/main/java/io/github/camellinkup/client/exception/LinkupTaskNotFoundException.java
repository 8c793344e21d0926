package io.github.camellinkup.client.exception;

/** There is no such task, or its result has expired (HTTP 404, {@code TASK_NOT_FOUND}). */
public class LinkupTaskNotFoundException extends LinkupException {

    public LinkupTaskNotFoundException(String problem, ErrorAnswer answer) {
        super(problem, answer, false, true, null);
    }
}
