package io.github.camellinkup.engine.exception;

import io.github.camellinkup.client.exception.LinkupException;
import java.util.concurrent.CompletionException;

/** What a stage failed with, without the wrapping that stages put around it. */
public final class Failures {

    private Failures() {}

    public static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Whether it is certain that a call that failed with this created nothing. */
    public static boolean isCertainlyNotCreated(Throwable cause) {
        return cause instanceof LinkupException e && e.isCertainlyNotProcessed();
    }
}
