package io.github.camellinkup.engine.repository;

import java.util.Objects;

/**
 * Says that a request is sent in the place of a task that failed.
 *
 * @param failedTaskId the task that failed
 * @param number how often the request was sent again by then: 1 for the first time
 */
public record Resubmission(String failedTaskId, int number) {

    public Resubmission {
        Objects.requireNonNull(failedTaskId, "failedTaskId");
    }
}
