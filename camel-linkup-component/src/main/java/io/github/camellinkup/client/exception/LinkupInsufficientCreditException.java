package io.github.camellinkup.client.exception;

/** The organisation's credits are spent (HTTP 429, {@code INSUFFICIENT_FUNDS_CREDITS}). */
public class LinkupInsufficientCreditException extends LinkupException {

    public LinkupInsufficientCreditException(String problem, ErrorAnswer answer) {
        super(problem, answer, false, true, null);
    }
}
