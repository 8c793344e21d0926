package io.github.camellinkup.client.exception;

/** The page could not be reached (HTTP 400, {@code FETCH_TARGET_UNREACHABLE}); perhaps later. */
public class LinkupFetchTargetUnreachableException extends LinkupFailedFetchException {

    public LinkupFetchTargetUnreachableException(String problem, ErrorAnswer answer) {
        super(problem, answer, true);
    }
}
