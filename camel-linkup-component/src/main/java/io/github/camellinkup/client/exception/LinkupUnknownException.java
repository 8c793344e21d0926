package io.github.camellinkup.client.exception;

/**
 * Trouble that the API has no name for: a cut connection, an answer that cannot be read, a gateway's error page, a code
 * that is new.
 */
public class LinkupUnknownException extends LinkupException {

    public LinkupUnknownException(
            String problem, ErrorAnswer answer, boolean retryable, boolean certainlyNotProcessed, Throwable cause) {
        super(problem, answer, retryable, certainlyNotProcessed, cause);
    }
}
