package io.github.camellinkup.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Decides when a call may go out. Asked before every try of a call, so that repeated tries keep the limits too. */
@FunctionalInterface
public interface CallGate {

    /** Lets every call pass at once. */
    CallGate OPEN = (operation, again) -> CompletableFuture.completedFuture(Pass.FREE);

    /**
     * @param operation the call that wants to go out
     * @param again whether the call was refused before and goes ahead of those that were not
     * @return completes when the call may go out; a failure refuses it. Cancelling it gives the place up
     */
    CompletionStage<Pass> admit(ApiOperation operation, boolean again);

    /**
     * One call that was let out; told what becomes of it. The methods are called on threads of the HTTP client, return at
     * once and throw nothing.
     */
    interface Pass {

        /** For calls that are not limited. */
        Pass FREE = new Pass() {};

        /** The request is being sent: a connection has been found or made. */
        default void left() {}

        /**
         * The head of the answer has come.
         *
         * @param status the HTTP status
         */
        default void answered(int status) {}

        /**
         * Linkup has answered that the call came too soon.
         *
         * @param retryAfter how long it asks to wait, or null
         * @return whether the gate holds the next try back for long enough, so that the call need not wait by itself
         */
        default boolean refused(Duration retryAfter) {
            return false;
        }
    }
}
