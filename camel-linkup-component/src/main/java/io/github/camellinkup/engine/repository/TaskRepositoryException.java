package io.github.camellinkup.engine.repository;

/**
 * A repository could not store or read. Nothing was changed, unless the connection broke during the commit. The message
 * says what failed and quotes the database; it holds no password.
 */
public class TaskRepositoryException extends RuntimeException {

    public TaskRepositoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
