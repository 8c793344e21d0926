package io.github.camellinkup.client;

import io.github.camellinkup.client.exception.LinkupException;
import java.time.Duration;
import java.util.List;

/**
 * Is told what happens to calls. The methods are called on threads of the HTTP client, of its timer or of the caller. They
 * return at once and throw nothing.
 */
public interface CallListener {

    /** Listens to nothing. */
    CallListener NONE = new CallListener() {};

    /**
     * A try goes out.
     *
     * @param waited how long it waited for the rate limit
     */
    default void sending(ApiOperation operation, Duration waited) {}

    /**
     * A try has ended.
     *
     * @param failure null if Linkup answered with a success
     */
    default void tried(ApiOperation operation, LinkupException failure) {}

    /**
     * A call has ended, with all its tries.
     *
     * @param duration from the moment it was asked for, so with the waits for the rate limit and between tries
     * @param failure null if it has an answer; not a {@link LinkupException} if the call was cancelled
     */
    default void ended(ApiOperation operation, Duration duration, Throwable failure) {}

    /** Tells all of them. */
    static CallListener all(List<CallListener> listeners) {
        return new CallListener() {
            @Override
            public void sending(ApiOperation operation, Duration waited) {
                listeners.forEach(listener -> listener.sending(operation, waited));
            }

            @Override
            public void tried(ApiOperation operation, LinkupException failure) {
                listeners.forEach(listener -> listener.tried(operation, failure));
            }

            @Override
            public void ended(ApiOperation operation, Duration duration, Throwable failure) {
                listeners.forEach(listener -> listener.ended(operation, duration, failure));
            }
        };
    }
}
