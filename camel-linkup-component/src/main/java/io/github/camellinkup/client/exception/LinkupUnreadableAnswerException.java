package io.github.camellinkup.client.exception;

import io.github.camellinkup.client.model.TaskIdentity;
import java.util.Optional;

/**
 * Linkup's answer cannot be read: it is not JSON, truncated, nested too deep, of an unexpected kind, or its head is not
 * valid HTTP. Linkup has processed the request. Another try brings the same answer.
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

    /** @param firstTask the first task of a page, or the task of a single read; null if it is not known */
    public LinkupUnreadableAnswerException(String problem, ErrorAnswer answer, TaskIdentity firstTask) {
        super(problem, answer, false, false, null);
        this.firstTask = firstTask;
    }

    /** The first task of a page, or the task of a single read; empty if it is not known. */
    public Optional<TaskIdentity> getFirstTask() {
        return Optional.ofNullable(firstTask);
    }
}
