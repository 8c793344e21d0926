package io.github.camellinkup.client.exception;

/**
 * Linkup's answer is larger than the option {@code maxResponseSize} allows. What was asked for has happened; only with a
 * higher limit can its answer be read.
 */
public class LinkupResponseTooLargeException extends LinkupUnknownException {

    public LinkupResponseTooLargeException(String problem) {
        super(problem, ErrorAnswer.NONE, false, false, null);
    }
}
