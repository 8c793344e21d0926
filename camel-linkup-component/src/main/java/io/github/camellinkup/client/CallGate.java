package io.github.camellinkup.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Decides when a call may go out. Asked before every try of a call, so that repeated tries keep the pace too. */
@FunctionalInterface
public interface CallGate {

    /** Lets every call pass at once. */
    CallGate OPEN = operation -> CompletableFuture.completedFuture(null);

    /**
     * @param operation the call that wants to go out
     * @return completes when the call may go out; a failure refuses it
     */
    CompletionStage<Void> admit(ApiOperation operation);

    /**
     * Tells that the head of the answer to a call that was let out has come. Called for every try that is answered, on a
     * thread of the HTTP client; must return at once, and throws nothing.
     *
     * @param status the HTTP status
     */
    default void answered(ApiOperation operation, int status) {
        // Who only decides when calls go out need not know.
    }
}
