package io.github.camellinkup.client;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.ErrorDetail;
import io.github.camellinkup.client.exception.LinkupAuthenticationException;
import io.github.camellinkup.client.exception.LinkupBudgetLimitExceededException;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupFailedFetchException;
import io.github.camellinkup.client.exception.LinkupFetchResponseTooLargeException;
import io.github.camellinkup.client.exception.LinkupFetchTargetUnreachableException;
import io.github.camellinkup.client.exception.LinkupFetchUnsupportedContentTypeException;
import io.github.camellinkup.client.exception.LinkupInsufficientCreditException;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.exception.LinkupIpNotWhitelistedException;
import io.github.camellinkup.client.exception.LinkupNoResultException;
import io.github.camellinkup.client.exception.LinkupPaymentRequiredException;
import io.github.camellinkup.client.exception.LinkupTaskNotFoundException;
import io.github.camellinkup.client.exception.LinkupTasksQueueLimitExceededException;
import io.github.camellinkup.client.exception.LinkupTooManyRequestsException;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.exception.LinkupUnsupportedTaskTypeException;
import io.github.camellinkup.client.model.ErrorBody;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** Creates exceptions for error answers: the class by HTTP status and API code, the message with what to do about it. */
final class ErrorAnswers {

    private static final int MAX_MESSAGE_LENGTH = 1000;

    private final Duration maxRetryDelay;
    private final Clock clock;

    /** @param clock the current time, for the date in a {@code Retry-After} */
    ErrorAnswers(Duration maxRetryDelay, Clock clock) {
        this.maxRetryDelay = maxRetryDelay;
        this.clock = clock;
    }

    /**
     * @param request the request that failed
     * @param answer an answer that is not a success
     * @param mask hides secrets that the answer repeats
     */
    LinkupException exception(ApiRequest request, HttpAnswer answer, Mask mask) {
        ErrorBody body = ErrorBody.read(answer.body());
        List<ErrorDetail> details = body.details().stream()
                .map(detail -> new ErrorDetail(
                        detail.field() == null ? null : mask.hide(detail.field()), mask.hide(detail.message())))
                .toList();
        ErrorAnswer error =
                new ErrorAnswer(answer.status(), body.code().map(mask::hide), details, retryAfter(answer.retryAfter()));
        String said = said(answer, body, mask) + wait(error.retryAfter());
        String code = body.code().orElse("");
        return switch (answer.status()) {
            case 400 -> badRequest(code, said, error);
            case 401 ->
                new LinkupAuthenticationException(
                        "Linkup does not accept the API key: check the option apiKey" + said, error);
            case 402 -> new LinkupPaymentRequiredException("Linkup asks for a payment for this call" + said, error);
            case 403 -> forbidden(code, said, error);
            case 404 -> notFound(request, body, said, error);
            case 429 -> tooMany(code, said, error);
            default -> other(answer, said, error, mask);
        };
    }

    private static LinkupException badRequest(String code, String said, ErrorAnswer error) {
        return switch (code) {
            case "SEARCH_QUERY_NO_RESULT" ->
                new LinkupNoResultException("The search found nothing: try another question" + said, error);
            case "FETCH_ERROR" -> new LinkupFailedFetchException("The page could not be fetched" + said, error);
            case "FETCH_RESPONSE_TOO_LARGE" ->
                new LinkupFetchResponseTooLargeException("The page is larger than Linkup fetches" + said, error);
            case "FETCH_TARGET_UNREACHABLE" ->
                new LinkupFetchTargetUnreachableException(
                        "The page could not be reached: check the URL, or try again later" + said, error);
            case "FETCH_UNSUPPORTED_CONTENT_TYPE", "FETCH_URL_IS_FILE" ->
                new LinkupFetchUnsupportedContentTypeException(
                        "The URL holds no page but a file of a type that Linkup does not read" + said, error);
            default -> new LinkupInvalidRequestException("Linkup refused the request as invalid" + said, error);
        };
    }

    private static LinkupException forbidden(String code, String said, ErrorAnswer error) {
        return switch (code) {
            case "IP_NOT_WHITELISTED" ->
                new LinkupIpNotWhitelistedException(
                        "Linkup does not accept the API key from this network address: add the address to those allowed"
                                + " for the key"
                                + said,
                        error);
            case "TASK_TYPE_NOT_SUPPORTED" ->
                new LinkupUnsupportedTaskTypeException(
                        "The task type is not enabled for this organisation: ask Linkup to enable it" + said, error);
            default ->
                new LinkupAuthenticationException(
                        "Linkup does not allow this call: check what the API key may do" + said, error);
        };
    }

    /**
     * A task counts as gone only if the API itself says so. A 404 of another server, as with a wrong address, must not make
     * every pending task look expired.
     */
    private static LinkupException notFound(ApiRequest request, ErrorBody body, String said, ErrorAnswer error) {
        boolean oneTask =
                request.operation() == ApiOperation.GET_TASK || request.operation() == ApiOperation.GET_RESEARCH;
        boolean taskNotFound = body.code().map("TASK_NOT_FOUND"::equals).orElse(false);
        boolean somethingNotFound =
                body.code().map(code -> code.endsWith("NOT_FOUND")).orElse(false);
        if (taskNotFound || oneTask && somethingNotFound) {
            return new LinkupTaskNotFoundException("There is no such task, or its result has expired" + said, error);
        }
        return unknown("There is nothing at " + request + ": check the option baseUrl" + said, error, false, true);
    }

    private static LinkupException tooMany(String code, String said, ErrorAnswer error) {
        return switch (code) {
            case "TASKS_QUEUE_LIMIT_EXCEEDED" ->
                new LinkupTasksQueueLimitExceededException(
                        "The organisation's task queue is full: try again when tasks have finished" + said, error);
            case "INSUFFICIENT_FUNDS_CREDITS" ->
                new LinkupInsufficientCreditException(
                        "The organisation's credits are spent: buy more at Linkup" + said, error);
            case "EXCEED_BUDGET_LIMIT" ->
                new LinkupBudgetLimitExceededException(
                        "The budget of the API key is reached: raise it at Linkup" + said, error);
            default ->
                new LinkupTooManyRequestsException(
                        "Too many calls to Linkup in a short time: slow down, or try again later" + said, error);
        };
    }

    private static LinkupException other(HttpAnswer answer, String said, ErrorAnswer error, Mask mask) {
        int status = answer.status();
        if (status < 400) {
            String location = answer.location() == null ? "" : " to " + Excerpt.of(mask.hide(answer.location()));
            String problem = "Linkup's address redirects" + location
                    + ", which is not followed because it would send the API key there: check the option baseUrl";
            // "See other" can be the answer to a request that was processed.
            return unknown(problem + said, error, false, status != 303);
        }
        return switch (status) {
            case 407 ->
                unknown(
                        "The proxy does not accept its user: check the options proxyAuthMethod, proxyAuthUsername and"
                                + " proxyAuthPassword" + said,
                        error,
                        false,
                        true);
            // Servers send this also when their own work takes too long. They may finish the work afterwards.
            case 408 -> unknown("Linkup, or a gateway before it, waited too long" + said, error, true, false);
            // The conflict is with another request for the same thing, which may have been an earlier try of this one.
            case 409 -> unknown("Linkup reports a conflict" + said, error, true, false);
            case 503 ->
                unknown(
                        "Linkup is not available at the moment: try again later" + said,
                        error,
                        true,
                        isTurnedAway(error));
            default ->
                status >= 500
                        ? unknown("Linkup, or a gateway before it, failed: try again later" + said, error, true, false)
                        : unknown("Linkup refused the request" + said, error, false, true);
        };
    }

    private static LinkupException unknown(
            String problem, ErrorAnswer error, boolean retryable, boolean certainlyNotProcessed) {
        return new LinkupUnknownException(problem, error, retryable, certainlyNotProcessed, null);
    }

    /**
     * Whether a 503 was sent before the request was processed: it has an error code of the API, or a {@code Retry-After}. A
     * gateway also answers a bare 503 when the connection to the service breaks after the request was forwarded.
     */
    private static boolean isTurnedAway(ErrorAnswer error) {
        return error.code().isPresent() || error.retryAfter().isPresent();
    }

    /** The API's message, or the beginning of a body that is not from the API. */
    private static String said(HttpAnswer answer, ErrorBody body, Mask mask) {
        if (body.message().isPresent()) {
            String message = mask.hide(body.message().get());
            return ". Linkup says: " + Excerpt.of(message, MAX_MESSAGE_LENGTH);
        }
        if (body.code().isPresent() || answer.body().length == 0) {
            return "";
        }
        return ". The answer is not one of the API but " + Excerpt.describe(answer, mask);
    }

    private String wait(Optional<Duration> retryAfter) {
        if (retryAfter.isEmpty()) {
            return "";
        }
        Duration wait = retryAfter.get();
        String asked = ". Linkup asks to wait " + wait.toSeconds() + " s before the next try";
        return wait.compareTo(maxRetryDelay) <= 0
                ? asked
                : asked + ", which is longer than the option maxRetryDelay allows (" + maxRetryDelay.toMillis()
                        + " ms)";
    }

    /**
     * Reads {@code Retry-After}: seconds or an HTTP date.
     *
     * @return empty for a header that is missing, negative or unreadable; zero for a date in the past
     */
    private Optional<Duration> retryAfter(String header) {
        if (header == null) {
            return Optional.empty();
        }
        String text = header.strip();
        try {
            if (text.matches("[0-9]+")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
            }
            Instant until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
            Duration wait = Duration.between(clock.instant(), until);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
