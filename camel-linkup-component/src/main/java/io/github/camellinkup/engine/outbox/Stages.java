package io.github.camellinkup.engine.outbox;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Begins calls whose outcome is looked for in their stage only. */
public final class Stages {

    private Stages() {}

    /** The stage of a call; a failed one if the call could not begin. */
    public static <T> CompletionStage<T> of(Supplier<? extends CompletionStage<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
