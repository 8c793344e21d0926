package io.github.camellinkup.client.exception;

/** The call requires a payment, or the payment was refused (HTTP 402). */
public class LinkupPaymentRequiredException extends LinkupException {

    public LinkupPaymentRequiredException(String problem, ErrorAnswer answer) {
        super(problem, answer, false, true, null);
    }
}
