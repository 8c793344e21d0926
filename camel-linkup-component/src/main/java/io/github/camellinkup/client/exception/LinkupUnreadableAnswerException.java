package io.github.camellinkup.client.exception;

/**
 * Linkup answered, and the answer cannot be read: it is no JSON, broken off, nested too deep, not what was asked for, or
 * its head is not one that HTTP allows. What was asked for has happened. Asking again brings the same answer.
 */
public class LinkupUnreadableAnswerException extends LinkupUnknownException {

    /**
     * @param problem what cannot be read
     * @param answer what is known of the answer
     */
    public LinkupUnreadableAnswerException(String problem, ErrorAnswer answer) {
        super(problem, answer, false, false, null);
    }
}
