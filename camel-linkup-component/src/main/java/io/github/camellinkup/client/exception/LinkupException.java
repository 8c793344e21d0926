package io.github.camellinkup.client.exception;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.spi.HttpResponseAware;

/**
 * A failed call to Linkup. The message says what to do about it and never contains the API key. The subclass is chosen by
 * HTTP status and API code.
 */
public class LinkupException extends RuntimeException implements HttpResponseAware {

    /** Not serializable: a deserialized exception keeps only its message and its flags. */
    private final transient ErrorAnswer answer;

    private final boolean retryable;
    private final boolean certainlyNotProcessed;
    private int tries = 1;
    private boolean paid;
    private int httpResponseCode;
    private String httpResponseStatus;

    /**
     * @param problem what happened, without field details
     * @param answer what Linkup answered, {@link ErrorAnswer#NONE} if nothing
     * @param retryable whether trying again later can help
     * @param certainlyNotProcessed whether it is certain that Linkup did not act on the request
     * @param cause the cause, or null
     */
    public LinkupException(
            String problem, ErrorAnswer answer, boolean retryable, boolean certainlyNotProcessed, Throwable cause) {
        super(message(problem, answer), cause);
        this.answer = Objects.requireNonNull(answer);
        this.retryable = retryable;
        this.certainlyNotProcessed = certainlyNotProcessed;
        this.httpResponseCode = answer.statusCode();
    }

    private static String message(String problem, ErrorAnswer answer) {
        StringBuilder message = new StringBuilder(problem);
        if (!answer.details().isEmpty()) {
            message.append(
                    answer.details().stream().map(ErrorDetail::toString).collect(Collectors.joining("; ", " [", "]")));
        }
        if (answer.statusCode() > 0) {
            message.append(" (HTTP ").append(answer.statusCode());
            answer.code().ifPresent(code -> message.append(", ").append(code));
            message.append(')');
        }
        return message.toString();
    }

    /** The HTTP status that Linkup answered with, 0 if there was no answer. */
    public int getStatusCode() {
        return answer().statusCode();
    }

    /** The API's error code, such as {@code VALIDATION_ERROR}. */
    public Optional<String> getCode() {
        return answer().code();
    }

    /** What is wrong with which field; empty if the answer did not say. */
    public List<ErrorDetail> getDetails() {
        return answer().details();
    }

    /** How long Linkup asked to wait before the next try. */
    public Optional<Duration> getRetryAfter() {
        return answer().retryAfter();
    }

    /** Whether trying the same call again, later, can help. */
    public boolean isRetryable() {
        return retryable;
    }

    /**
     * Whether it is certain that Linkup did not act on the request, so that repeating it cannot create or bill
     * anything twice.
     */
    public boolean isCertainlyNotProcessed() {
        return certainlyNotProcessed;
    }

    private ErrorAnswer answer() {
        return answer == null ? ErrorAnswer.NONE : answer;
    }

    /**
     * Whether the request is paid for although its answer cannot be used: the answer to a search or a fetch is too large or
     * unreadable, a structured answer does not fit its class, or a payment (x402) was sent with the request. Sending it
     * again is paid once more.
     */
    public boolean isPaid() {
        return paid;
    }

    /** Set by the client when it gives up. */
    public void setPaid(boolean paid) {
        this.paid = paid;
    }

    /** How often the call was tried; this is the failure of the last try. */
    public int getTries() {
        return tries;
    }

    /** Set by the client when it gives up; shown in the message. */
    public void setTries(int tries) {
        this.tries = tries;
    }

    @Override
    public String getMessage() {
        return tries > 1 ? super.getMessage() + " (tried " + tries + " times)" : super.getMessage();
    }

    @Override
    public int getHttpResponseCode() {
        return httpResponseCode;
    }

    @Override
    public void setHttpResponseCode(int code) {
        this.httpResponseCode = code;
    }

    @Override
    public String getHttpResponseStatus() {
        return httpResponseStatus;
    }

    @Override
    public void setHttpResponseStatus(String status) {
        this.httpResponseStatus = status;
    }
}
