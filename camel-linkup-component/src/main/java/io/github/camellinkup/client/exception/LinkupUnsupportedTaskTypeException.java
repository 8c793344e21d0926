package io.github.camellinkup.client.exception;

/** The task type is not enabled for this organisation (HTTP 403, {@code TASK_TYPE_NOT_SUPPORTED}). */
public class LinkupUnsupportedTaskTypeException extends LinkupException {

    public LinkupUnsupportedTaskTypeException(String problem, ErrorAnswer answer) {
        super(problem, answer, false, true, null);
    }
}
