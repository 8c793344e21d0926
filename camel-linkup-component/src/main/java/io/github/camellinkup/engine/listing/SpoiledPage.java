package io.github.camellinkup.engine.listing;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupResponseTooLargeException;

/** Tells a page that one of its tasks spoils, where a smaller page may do without it, from a list that cannot be read now. */
public final class SpoiledPage {

    private SpoiledPage() {}

    /** Whether the page could not be had because of what it holds: it is too large, cannot be read, or broke off. */
    public static boolean is(Throwable failure) {
        return failure instanceof LinkupResponseTooLargeException
                || failure instanceof LinkupException answered && isSuccess(answered.getStatusCode());
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }
}
