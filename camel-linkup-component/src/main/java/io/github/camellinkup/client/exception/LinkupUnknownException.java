package io.github.camellinkup.client.exception;

/**
 * A failure without an error code of the API that this client knows: a cut connection, an unreadable answer, the error
 * page of a gateway, a new code.
 */
public class LinkupUnknownException extends LinkupException {

    public LinkupUnknownException(
            String problem, ErrorAnswer answer, boolean retryable, boolean certainlyNotProcessed, Throwable cause) {
        super(problem, answer, retryable, certainlyNotProcessed, cause);
    }

    /** A failure without an answer. */
    public LinkupUnknownException(String problem, boolean retryable, boolean certainlyNotProcessed, Throwable cause) {
        this(problem, ErrorAnswer.NONE, retryable, certainlyNotProcessed, cause);
    }
}
