package io.github.camellinkup.client.exception;

import io.github.camellinkup.client.model.TaskIdentity;
import java.util.Optional;

/**
 * Linkup answered, and the answer cannot be read: it is no JSON, broken off, nested too deep, not what was asked for, or
 * its head is not one that HTTP allows. What was asked for has happened. Asking again brings the same answer.
 */
public class LinkupUnreadableAnswerException extends LinkupUnknownException {

    /** Not serializable. */
    private final transient TaskIdentity firstTask;

    /**
     * @param problem what cannot be read
     * @param answer what is known of the answer
     */
    public LinkupUnreadableAnswerException(String problem, ErrorAnswer answer) {
        this(problem, answer, null);
    }

    /** @param firstTask the first task of the page that cannot be read, or null if it is none, or not known */
    public LinkupUnreadableAnswerException(String problem, ErrorAnswer answer, TaskIdentity firstTask) {
        super(problem, answer, false, false, null);
        this.firstTask = firstTask;
    }

    /** Of a page of tasks, the first task on it; empty if it is not known. */
    public Optional<TaskIdentity> getFirstTask() {
        return Optional.ofNullable(firstTask);
    }
}
