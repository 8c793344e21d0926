package io.github.camellinkup.client.exception;

/** The page could not be fetched (HTTP 400, {@code FETCH_ERROR}). The subclasses say why, where Linkup knows. */
public class LinkupFailedFetchException extends LinkupException {

    public LinkupFailedFetchException(String problem, ErrorAnswer answer) {
        this(problem, answer, false);
    }

    LinkupFailedFetchException(String problem, ErrorAnswer answer, boolean retryable) {
        super(problem, answer, retryable, true, null);
    }
}
