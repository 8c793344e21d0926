package io.github.camellinkup.client.exception;

import java.util.List;
import java.util.Optional;

/**
 * A structured answer does not fit the class that it is read into. Linkup has processed the request. The same answer never
 * fits: reading it again brings the same failure. The details name the field.
 */
public class LinkupMismatchedAnswerException extends LinkupUnknownException {

    /**
     * @param problem what does not fit what
     * @param detail the field, and what is wrong with it
     * @param cause the failure of the reader
     */
    public LinkupMismatchedAnswerException(String problem, ErrorDetail detail, Throwable cause) {
        super(problem, new ErrorAnswer(0, Optional.empty(), List.of(detail), Optional.empty()), false, false, cause);
    }

    /** Always: there was an answer. */
    @Override
    public boolean isPaid() {
        return true;
    }
}
