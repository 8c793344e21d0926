package io.github.camellinkup.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Locale;

/**
 * A task as the stand-in held it at one moment.
 *
 * @param number position in the order of creation, from 0, over all tasks since the start or the last reset
 * @param id the id that the API answers with
 * @param type {@code search}, {@code fetch}, {@code research}, or any other for a task of another client
 * @param status the state at the time of the snapshot
 * @param createdAt when it was created, in whole milliseconds
 * @param updatedAt when its state last changed
 * @param input the input exactly as it was sent, not normalised
 * @param error the message it failed or will fail with; null for a task that completes
 * @param foreign whether another client of the organisation created it
 */
public record StandInTask(
        long number,
        String id,
        String type,
        Status status,
        Instant createdAt,
        Instant updatedAt,
        JsonNode input,
        String error,
        boolean foreign) {

    /** The state of a task. */
    public enum Status {
        /** Accepted, not begun. */
        PENDING,
        /** Under way. */
        PROCESSING,
        /** Final: there is an output. */
        COMPLETED,
        /** Final: there is an error message. */
        FAILED;

        /**
         * The word for it in the API.
         *
         * @return for example {@code pending}
         */
        public String apiName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * Whether the state can no longer change.
         *
         * @return true for {@link #COMPLETED} and {@link #FAILED}
         */
        public boolean isFinal() {
            return this == COMPLETED || this == FAILED;
        }
    }
}
