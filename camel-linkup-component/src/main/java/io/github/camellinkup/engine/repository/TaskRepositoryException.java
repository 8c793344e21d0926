package io.github.camellinkup.engine.repository;

/**
 * A repository could not store or read. Nothing of the step has happened, unless the connection broke while it was being
 * confirmed. The message says what was to be done and what the database said; it holds no password.
 */
public class TaskRepositoryException extends RuntimeException {

    public TaskRepositoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
