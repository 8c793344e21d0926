package io.github.camellinkup.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Limits the rate of calls. It is asked before every try, so that retries keep the limits too. */
@FunctionalInterface
public interface CallLimiter {

    /** Admits every call at once. */
    CallLimiter OPEN = (operation, again) -> CompletableFuture.completedFuture(Pass.FREE);

    /**
     * @param operation the operation of the call
     * @param again whether the call was refused before, so that it goes ahead of new calls
     * @return completes when the call may be sent; a failure refuses it. Cancelling it leaves the queue
     */
    CompletionStage<Pass> admit(ApiOperation operation, boolean again);

    /**
     * One admitted call. The methods report its progress. They are called on threads of the HTTP client, return at once and
     * throw nothing.
     */
    interface Pass {

        /** For calls that are not limited. */
        Pass FREE = new Pass() {};

        /** The request is being sent: a connection is available. */
        default void left() {}

        /**
         * The head of the answer has arrived.
         *
         * @param status the HTTP status
         */
        default void answered(int status) {}

        /**
         * Linkup has answered that there were too many calls.
         *
         * @param retryAfter how long it asks to wait, or null
         * @return whether the limiter delays the next try long enough, so that the call need not wait itself
         */
        default boolean refused(Duration retryAfter) {
            return false;
        }
    }
}
