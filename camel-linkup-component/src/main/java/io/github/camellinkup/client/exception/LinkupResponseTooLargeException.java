package io.github.camellinkup.client.exception;

import io.github.camellinkup.client.model.TaskIdentity;
import java.util.Optional;

/**
 * Linkup's answer is larger than the option {@code maxResponseSize}, or the limit of a single read, allows. Linkup has
 * processed the request; only with a higher limit can its answer be read.
 */
public class LinkupResponseTooLargeException extends LinkupUnknownException {

    /** Not serializable. */
    private final transient TaskIdentity firstTask;

    public LinkupResponseTooLargeException(String problem) {
        this(problem, null);
    }

    /** @param firstTask the first task of a page that is too large, or null if it is not known */
    public LinkupResponseTooLargeException(String problem, TaskIdentity firstTask) {
        super(problem, ErrorAnswer.NONE, false, false, null);
        this.firstTask = firstTask;
    }

    /** Of a page of tasks, the first task on it; empty if it is not known. */
    public Optional<TaskIdentity> getFirstTask() {
        return Optional.ofNullable(firstTask);
    }
}
