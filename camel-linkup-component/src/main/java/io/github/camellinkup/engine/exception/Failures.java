package io.github.camellinkup.engine.exception;

import java.util.concurrent.CompletionException;

/** What a stage failed with, without the wrapping that stages put around it. */
public final class Failures {

    private Failures() {}

    public static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
