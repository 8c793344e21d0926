package io.github.camellinkup.engine;

import java.util.concurrent.CompletionException;

/** What a stage failed with, without the wrapping that stages put around it. */
final class Failures {

    private Failures() {}

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
