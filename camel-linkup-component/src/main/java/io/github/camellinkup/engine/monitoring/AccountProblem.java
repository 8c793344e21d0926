package io.github.camellinkup.engine.monitoring;

import java.time.Instant;

/**
 * Why calls of an account are held up at present.
 *
 * @param kind what it is
 * @param message what to do about it
 * @param since when it was met first, without a success in between
 */
public record AccountProblem(Kind kind, String message, Instant since) {

    /** What can hold up calls. */
    public enum Kind {
        /** Linkup refuses the key, or the address from which it is used. */
        KEY_REFUSED,
        /** The organisation's credits are spent. */
        CREDITS_SPENT,
        /** The budget of the key is reached. */
        BUDGET_REACHED,
        /** The option {@code spendLimit} is reached. */
        SPEND_LIMIT_REACHED,
        /** The organisation's queue of tasks is full. */
        QUEUE_FULL,
        /** Linkup asked not to call for a while. */
        RETRY_AFTER,
        /** Calls get no answer. */
        UNREACHABLE
    }
}
