package io.github.camellinkup.client.exception;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The content of an error answer.
 *
 * @param statusCode the HTTP status, 0 if there was no answer
 * @param code the API's error code
 * @param details what is wrong with which field
 * @param retryAfter how long to wait before the next try
 */
public record ErrorAnswer(
        int statusCode, Optional<String> code, List<ErrorDetail> details, Optional<Duration> retryAfter) {

    /** No answer: the request was not sent, or no answer arrived. */
    public static final ErrorAnswer NONE = new ErrorAnswer(0, Optional.empty(), List.of(), Optional.empty());

    /** An answer with only its HTTP status. */
    public static ErrorAnswer ofStatus(int statusCode) {
        return new ErrorAnswer(statusCode, Optional.empty(), List.of(), Optional.empty());
    }

    public ErrorAnswer {
        details = List.copyOf(details);
    }
}
