package io.github.camellinkup.engine.repository;

import java.time.Instant;

/**
 * The state of a request whose reference is an idempotency key.
 *
 * @param state the state of the request
 * @param taskId its task, null unless it is created
 * @param createdAt when Linkup created the task, or null if that is not known
 */
public record SentReference(State state, String taskId, Instant createdAt) {

    /** The state of a request. */
    public enum State {
        /** Its create call is in flight or is being reconciled. */
        UNDER_WAY,
        /** Its task is created: pending, or taken within the period. */
        CREATED,
        /** It is unknown whether its task was created, and it is not looked for any more. */
        UNCERTAIN
    }
}
