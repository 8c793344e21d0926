package io.github.camellinkup.client.exception;

/** Too many calls in a short time (HTTP 429, {@code TOO_MANY_REQUESTS}); later calls can succeed. */
public class LinkupTooManyRequestsException extends LinkupException {

    public LinkupTooManyRequestsException(String problem, ErrorAnswer answer) {
        super(problem, answer, true, true, null);
    }
}
