package io.github.camellinkup.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
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
import io.github.camellinkup.client.model.RawJson;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.hc.core5.http.HttpHeaders;

/** Creates exceptions for error answers: the class by HTTP status and API code, the message with what to do about it. */
final class ErrorAnswers {

    private static final int MAX_MESSAGE_LENGTH = 1000;

    private static final String NO_KEY =
            "No API key has arrived at Linkup, which therefore asks for a payment: check that the option authHeader names"
                    + " the header that Linkup, or the gateway at baseUrl, expects, and that gateways and proxies pass"
                    + " this header on";

    private static final String DEADLINE =
            "Linkup did not finish the call within its own time limit: send it as a task (linkup:tasks), which may take"
                    + " longer, or ask for less";

    /** Long enough to be refused, and short enough to be counted in nanoseconds. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(3650);

    private static final String IS_FILE = "The URL holds no page but a file of a type that Linkup does not read";

    private record Kind(BiFunction<String, ErrorAnswer, LinkupException> exception, String problem) {}

    /** By status and code. A status alone is for its other codes. */
    private static final Map<String, Kind> KINDS = Map.ofEntries(
            kind("400", LinkupInvalidRequestException::new, "Linkup refused the request as invalid"),
            kind(
                    "400 SEARCH_QUERY_NO_RESULT",
                    LinkupNoResultException::new,
                    "The search found nothing: try another question"),
            kind("400 FETCH_ERROR", LinkupFailedFetchException::new, "The page could not be fetched"),
            kind(
                    "400 FETCH_RESPONSE_TOO_LARGE",
                    LinkupFetchResponseTooLargeException::new,
                    "The page is larger than Linkup fetches"),
            kind(
                    "400 FETCH_TARGET_UNREACHABLE",
                    LinkupFetchTargetUnreachableException::new,
                    "The page could not be reached: check the URL, or try again later"),
            kind("400 FETCH_UNSUPPORTED_CONTENT_TYPE", LinkupFetchUnsupportedContentTypeException::new, IS_FILE),
            kind("400 FETCH_URL_IS_FILE", LinkupFetchUnsupportedContentTypeException::new, IS_FILE),
            kind(
                    "401",
                    LinkupAuthenticationException::new,
                    "Linkup does not accept the API key: check the option apiKey"),
            kind("402", LinkupPaymentRequiredException::new, "Linkup asks for a payment for this call"),
            kind(
                    "403",
                    LinkupAuthenticationException::new,
                    "Linkup does not allow this call: check what the API key may do"),
            kind(
                    "403 IP_NOT_WHITELISTED",
                    LinkupIpNotWhitelistedException::new,
                    "Linkup does not accept the API key from this network address: add the address to those allowed"
                            + " for the key"),
            kind(
                    "403 TASK_TYPE_NOT_SUPPORTED",
                    LinkupUnsupportedTaskTypeException::new,
                    "The task type is not enabled for this organisation: ask Linkup to enable it"),
            kind(
                    "407",
                    (problem, error) -> unknown(problem, error, false, true),
                    "The proxy does not accept its user: check the options proxyAuthMethod, proxyAuthUsername and"
                            + " proxyAuthPassword"),
            // Servers send this also when their own work takes too long. They may finish the work afterwards.
            kind("408", ErrorAnswers::unclear, "Linkup, or a gateway before it, waited too long"),
            // The conflict is with another request for the same thing, which may have been an earlier try of this one.
            kind("409", ErrorAnswers::unclear, "Linkup reports a conflict"),
            kind(
                    "429",
                    LinkupTooManyRequestsException::new,
                    "Too many calls to Linkup in a short time: slow down, or try again later"),
            kind(
                    "429 TASKS_QUEUE_LIMIT_EXCEEDED",
                    LinkupTasksQueueLimitExceededException::new,
                    "The organisation's task queue is full: try again when tasks have finished"),
            kind(
                    "429 INSUFFICIENT_FUNDS_CREDITS",
                    LinkupInsufficientCreditException::new,
                    "The organisation's credits are spent: buy more at Linkup"),
            kind(
                    "429 EXCEED_BUDGET_LIMIT",
                    LinkupBudgetLimitExceededException::new,
                    "The budget of the API key is reached: raise it at Linkup"));

    private final Duration maxRetryDelay;
    private final boolean isPaidByCall;
    private final Clock clock;

    /**
     * @param isPaidByCall whether a signer pays, and no key is sent
     * @param clock the current time, for the date in a {@code Retry-After}
     */
    ErrorAnswers(Duration maxRetryDelay, boolean isPaidByCall, Clock clock) {
        this.maxRetryDelay = maxRetryDelay;
        this.isPaidByCall = isPaidByCall;
        this.clock = clock;
    }

    private static Map.Entry<String, Kind> kind(
            String key, BiFunction<String, ErrorAnswer, LinkupException> exception, String problem) {
        return Map.entry(key, new Kind(exception, problem));
    }

    /**
     * @param request the request that failed
     * @param answer an answer that is not a success
     * @param mask hides secrets that the answer repeats
     */
    LinkupException exception(ApiRequest request, HttpAnswer answer, Mask mask) {
        JsonNode body = body(answer);
        List<ErrorDetail> details = new ArrayList<>();
        for (JsonNode detail : body.path("details")) {
            details.add(new ErrorDetail(
                    text(detail, "field").map(mask::hide).orElse(null),
                    text(detail, "message").map(mask::hide).orElse("")));
        }
        Optional<String> code = text(body, "code");
        ErrorAnswer error = new ErrorAnswer(
                answer.status(), code.map(mask::hide), details, retryAfter(answer.header(HttpHeaders.RETRY_AFTER)));
        String said = said(answer, text(body, "message"), code, mask)
                + error.retryAfter().map(this::wait).orElse("");
        if (answer.status() == 404) {
            return notFound(request, code.orElse(""), said, error);
        }
        if (answer.status() == 402 && request.operation().isDirect() && !isPaidByCall) {
            return new LinkupPaymentRequiredException(NO_KEY + said, error);
        }
        if (answer.status() == 504 && request.operation().isDirect()) {
            return unclear(DEADLINE + said, error);
        }
        String status = String.valueOf(answer.status());
        Kind kind = KINDS.getOrDefault(status + " " + code.orElse(""), KINDS.get(status));
        return kind == null
                ? other(answer, said, error, mask)
                : kind.exception().apply(kind.problem() + said, error);
    }

    /** The error in a body, which need not be JSON or an error of the API. */
    private static JsonNode body(HttpAnswer answer) {
        try {
            return RawJson.wrap(answer.utf8()).toTree().path("error");
        } catch (UncheckedIOException e) {
            return MissingNode.getInstance();
        }
    }

    private static Optional<String> text(JsonNode object, String field) {
        return Optional.ofNullable(object.path(field).textValue()).filter(text -> !text.isBlank());
    }

    /**
     * A task counts as gone only if the API itself says so. A 404 of another server, as with a wrong address, must not make
     * every pending task look expired.
     */
    private static LinkupException notFound(ApiRequest request, String code, String said, ErrorAnswer error) {
        if (code.equals("TASK_NOT_FOUND") || request.operation().readsOneTask() && code.endsWith("NOT_FOUND")) {
            return new LinkupTaskNotFoundException("There is no such task, or its result has expired" + said, error);
        }
        return unknown("There is nothing at " + request + ": check the option baseUrl" + said, error, false, true);
    }

    private static LinkupException other(HttpAnswer answer, String said, ErrorAnswer error, Mask mask) {
        int status = answer.status();
        if (status < 400) {
            String location = answer.header(HttpHeaders.LOCATION);
            String target = location == null ? "" : " to " + mask.excerpt(location);
            String problem = "Linkup's address redirects" + target
                    + ", which is not followed because it would send the API key there: check the option baseUrl";
            // "See other" can be the answer to a request that was processed.
            return unknown(problem + said, error, false, status != 303);
        }
        if (status == 503) {
            String problem = "Linkup is not available at the moment: try again later";
            return unknown(problem + said, error, true, isTurnedAway(error));
        }
        return status >= 500
                ? unclear("Linkup, or a gateway before it, failed: try again later" + said, error)
                : unknown("Linkup refused the request" + said, error, false, true);
    }

    private static LinkupException unknown(
            String problem, ErrorAnswer error, boolean retryable, boolean certainlyNotProcessed) {
        return new LinkupUnknownException(problem, error, retryable, certainlyNotProcessed, null);
    }

    private static LinkupException unclear(String problem, ErrorAnswer error) {
        return unknown(problem, error, true, false);
    }

    /**
     * Whether a 503 was sent before the request was processed: it has an error code of the API, or a {@code Retry-After}. A
     * gateway also answers a bare 503 when the connection to the service breaks after the request was forwarded.
     */
    private static boolean isTurnedAway(ErrorAnswer error) {
        return error.code().isPresent() || error.retryAfter().isPresent();
    }

    /** The API's message, or the beginning of a body that is not from the API. */
    private static String said(HttpAnswer answer, Optional<String> message, Optional<String> code, Mask mask) {
        if (message.isPresent()) {
            return ". Linkup says: " + mask.excerpt(message.get(), MAX_MESSAGE_LENGTH);
        }
        if (code.isPresent() || answer.body().length == 0) {
            return "";
        }
        return ". The answer is not one of the API but " + mask.describe(answer);
    }

    private String wait(Duration wait) {
        String asked = ". Linkup asks to wait " + wait.toSeconds() + " s before the next try";
        return wait.compareTo(maxRetryDelay) <= 0
                ? asked
                : asked + ", which is longer than the option maxRetryDelay allows (" + maxRetryDelay.toMillis()
                        + " ms)";
    }

    /**
     * Reads {@code Retry-After}: seconds or an HTTP date.
     *
     * @return empty for a header that is missing, negative or unreadable; zero for a date in the past; ten years for more
     */
    private Optional<Duration> retryAfter(String header) {
        if (header == null) {
            return Optional.empty();
        }
        String text = header.strip();
        try {
            Duration wait = text.matches("[0-9]+")
                    ? Duration.ofSeconds(new BigInteger(text)
                            .min(BigInteger.valueOf(LONGEST_WAIT.toSeconds()))
                            .longValue())
                    : Duration.between(clock.instant(), Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
            return Optional.of(
                    wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
