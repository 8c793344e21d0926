package io.github.camellinkup.client;

import io.github.camellinkup.client.exception.LinkupException;

/** Says whether one call may be tried again. It is asked only for tries that the client would make. */
@FunctionalInterface
public interface RetryGuard {

    /** Lets the client try again as often as it wants to. */
    RetryGuard OPEN = failure -> true;

    /**
     * Called on threads of the HTTP client; returns at once and throws nothing.
     *
     * @param failure of the last try
     * @return false to end the call with this failure
     */
    boolean mayTryAgain(LinkupException failure);
}
