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
}
