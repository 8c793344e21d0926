package io.github.camellinkup.client.exception;

/** The page is larger than Linkup fetches (HTTP 400, {@code FETCH_RESPONSE_TOO_LARGE}); the limit is 20 MB. */
public class LinkupFetchResponseTooLargeException extends LinkupFailedFetchException {

    public LinkupFetchResponseTooLargeException(String problem, ErrorAnswer answer) {
        super(problem, answer);
    }
}
