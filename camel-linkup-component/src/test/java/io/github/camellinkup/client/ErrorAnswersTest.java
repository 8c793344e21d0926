package io.github.camellinkup.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static io.github.camellinkup.client.ClientExtension.KEY;
import static io.github.camellinkup.client.ClientExtension.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
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
import io.github.camellinkup.client.model.SearchRequest;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorAnswersTest {

    private static final boolean RETRYABLE = true;
    private static final boolean FINAL = false;
    private static final boolean CERTAIN = true;
    private static final boolean UNCERTAIN = false;

    @RegisterExtension
    final ClientExtension api = new ClientExtension();

    static Stream<Arguments> errors() {
        return Stream.of(
                arguments(400, "VALIDATION_ERROR", LinkupInvalidRequestException.class, FINAL, CERTAIN),
                arguments(400, "BRAND_NEW", LinkupInvalidRequestException.class, FINAL, CERTAIN),
                arguments(400, "SEARCH_QUERY_NO_RESULT", LinkupNoResultException.class, FINAL, CERTAIN),
                arguments(400, "FETCH_ERROR", LinkupFailedFetchException.class, FINAL, CERTAIN),
                arguments(400, "FETCH_RESPONSE_TOO_LARGE", LinkupFetchResponseTooLargeException.class, FINAL, CERTAIN),
                arguments(
                        400,
                        "FETCH_TARGET_UNREACHABLE",
                        LinkupFetchTargetUnreachableException.class,
                        RETRYABLE,
                        CERTAIN),
                arguments(
                        400,
                        "FETCH_UNSUPPORTED_CONTENT_TYPE",
                        LinkupFetchUnsupportedContentTypeException.class,
                        FINAL,
                        CERTAIN),
                arguments(400, "FETCH_URL_IS_FILE", LinkupFetchUnsupportedContentTypeException.class, FINAL, CERTAIN),
                arguments(401, "UNAUTHORIZED", LinkupAuthenticationException.class, FINAL, CERTAIN),
                arguments(402, "PAYMENT_REQUIRED", LinkupPaymentRequiredException.class, FINAL, CERTAIN),
                arguments(403, "IP_NOT_WHITELISTED", LinkupIpNotWhitelistedException.class, FINAL, CERTAIN),
                arguments(403, "TASK_TYPE_NOT_SUPPORTED", LinkupUnsupportedTaskTypeException.class, FINAL, CERTAIN),
                arguments(403, "FORBIDDEN", LinkupAuthenticationException.class, FINAL, CERTAIN),
                arguments(404, "TASK_NOT_FOUND", LinkupTaskNotFoundException.class, FINAL, CERTAIN),
                arguments(404, "BRAND_NEW", LinkupUnknownException.class, FINAL, CERTAIN),
                arguments(408, "BRAND_NEW", LinkupUnknownException.class, RETRYABLE, UNCERTAIN),
                arguments(409, "BRAND_NEW", LinkupUnknownException.class, RETRYABLE, UNCERTAIN),
                arguments(418, "BRAND_NEW", LinkupUnknownException.class, FINAL, CERTAIN),
                arguments(429, "TOO_MANY_REQUESTS", LinkupTooManyRequestsException.class, RETRYABLE, CERTAIN),
                arguments(429, "BRAND_NEW", LinkupTooManyRequestsException.class, RETRYABLE, CERTAIN),
                arguments(
                        429,
                        "TASKS_QUEUE_LIMIT_EXCEEDED",
                        LinkupTasksQueueLimitExceededException.class,
                        RETRYABLE,
                        CERTAIN),
                arguments(429, "INSUFFICIENT_FUNDS_CREDITS", LinkupInsufficientCreditException.class, FINAL, CERTAIN),
                arguments(429, "EXCEED_BUDGET_LIMIT", LinkupBudgetLimitExceededException.class, FINAL, CERTAIN),
                arguments(302, "BRAND_NEW", LinkupUnknownException.class, FINAL, CERTAIN),
                arguments(303, "BRAND_NEW", LinkupUnknownException.class, FINAL, UNCERTAIN),
                arguments(500, "BRAND_NEW", LinkupUnknownException.class, RETRYABLE, UNCERTAIN),
                arguments(502, "BRAND_NEW", LinkupUnknownException.class, RETRYABLE, UNCERTAIN),
                arguments(503, "BRAND_NEW", LinkupUnknownException.class, RETRYABLE, CERTAIN),
                arguments(504, "BRAND_NEW", LinkupUnknownException.class, RETRYABLE, UNCERTAIN));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void statusAndCodeDecideTheException(
            int status,
            String code,
            Class<? extends LinkupException> type,
            boolean retryable,
            boolean certainlyNotProcessed) {
        answer(
                status,
                "{\"statusCode\":" + status + ",\"error\":{\"code\":\"" + code
                        + "\",\"message\":\"Something is off\",\"details\":[{\"field\":\"outputType\",\"message\":\"is wrong\"}]}}");

        LinkupException failure = search();

        assertThat(failure).isExactlyInstanceOf(type);
        assertThat(failure)
                .hasMessageContaining("Something is off")
                .hasMessageContaining("outputType: is wrong")
                .hasMessageContaining("HTTP " + status + ", " + code);
        assertThat(failure.getStatusCode()).isEqualTo(status);
        assertThat(failure.getHttpResponseCode()).isEqualTo(status);
        assertThat(failure.getCode()).contains(code);
        assertThat(failure.getDetails()).containsExactly(new ErrorDetail("outputType", "is wrong"));
        assertThat(failure.isRetryable()).isEqualTo(retryable);
        assertThat(failure.isCertainlyNotProcessed()).isEqualTo(certainlyNotProcessed);
    }

    static Stream<Arguments> statuses() {
        return Stream.of(
                arguments(400, LinkupInvalidRequestException.class),
                arguments(401, LinkupAuthenticationException.class),
                arguments(402, LinkupPaymentRequiredException.class),
                arguments(403, LinkupAuthenticationException.class),
                arguments(404, LinkupUnknownException.class),
                arguments(429, LinkupTooManyRequestsException.class),
                arguments(500, LinkupUnknownException.class));
    }

    @ParameterizedTest
    @MethodSource("statuses")
    void statusAloneDecidesWhereTheBodyIsNotTheApis(int status, Class<? extends LinkupException> type) {
        for (String body :
                new String[] {"", "<html><b>Gateway</b></html>", "{}", "[]", "{\"error\":", "{\"error\":7}"}) {
            answer(status, body);

            LinkupException failure = search();

            assertThat(failure).as(body).isExactlyInstanceOf(type);
            assertThat(failure.getCode()).as(body).isEmpty();
            assertThat(failure.getDetails()).as(body).isEmpty();
        }
    }

    @Test
    void bodyMayLackStatusCodeAndDetails() {
        answer(429, "{\"error\":{\"code\":\"EXCEED_BUDGET_LIMIT\",\"message\":\"No more\"}}");

        assertThat(search())
                .isInstanceOf(LinkupBudgetLimitExceededException.class)
                .hasMessage("The budget of the API key is reached: raise it at Linkup. Linkup says: No more"
                        + " (HTTP 429, EXCEED_BUDGET_LIMIT)");
    }

    @Test
    void messageSaysWhatToDo() {
        answer(401, "");

        assertThat(search()).hasMessage("Linkup does not accept the API key: check the option apiKey (HTTP 401)");
    }

    @Test
    void aPaymentThatIsAskedForWithoutASignerMeansThatNoKeyArrived() {
        answer(402, "{\"error\":{\"code\":\"PAYMENT_REQUIRED\",\"message\":\"Payment required\"}}");

        assertThat(search())
                .isInstanceOf(LinkupPaymentRequiredException.class)
                .hasMessageStartingWith("No API key has arrived at Linkup")
                .hasMessageContaining("option authHeader")
                .hasMessageContaining("baseUrl")
                .hasMessageContaining("Linkup says: Payment required");
    }

    @Test
    void aSearchThatTakesTooLongIsBetterSentAsATask() {
        answer(504, "");

        assertThat(search())
                .hasMessageStartingWith("Linkup did not finish the call within its own time limit")
                .hasMessageContaining("send it as a task (linkup:tasks)");
        assertThat(failure(api.client().creditBalance())).hasMessageNotContaining("task");
    }

    @Test
    void gatewaysPageIsQuotedShortAndPrintable() {
        server(aResponse()
                .withStatus(502)
                .withHeader("Content-Type", "text/html")
                .withBody("<html>\n\u0007<h1>Bad gateway</h1>" + "x".repeat(300)));

        assertThat(search())
                .hasMessageContaining("text/html: <html> <h1>Bad gateway</h1>xxx")
                .hasMessageNotContaining("\n")
                .hasMessageNotContaining("\u0007")
                .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(300));
    }

    @Test
    void keyThatTheAnswerRepeatsIsMasked() {
        answer(
                400,
                "{\"error\":{\"code\":\"C_" + KEY + "\",\"message\":\"key " + KEY
                        + " is odd\",\"details\":[{\"field\":\"" + KEY + "\",\"message\":\"Bearer " + KEY + "\"}]}}");
        LinkupException failure = search();
        assertThat(failure).hasMessageContaining("key *** is odd");
        assertThat(failure.getMessage() + failure.getCode() + failure.getDetails())
                .doesNotContain(KEY);

        answer(500, "<p>" + "y".repeat(70) + KEY);
        assertThat(search().getMessage()).contains("yyy***").doesNotContain(KEY.substring(0, 8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TASK_NOT_FOUND", "NOT_FOUND", "RESEARCH_NOT_FOUND"})
    void readOfOneTaskThatTheApiDoesNotFindSaysThatItMayHaveExpired(String code) {
        answer(404, "{\"error\":{\"code\":\"" + code + "\",\"message\":\"m\"}}");

        assertThat(failure(api.client().getTask("a")))
                .isInstanceOf(LinkupTaskNotFoundException.class)
                .hasMessageContaining("expired");
        assertThat(failure(api.client().getResearch("a"))).isInstanceOf(LinkupTaskNotFoundException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>Not found</html>", "{\"error\":{\"message\":\"m\"}}"})
    void wrongAddressDoesNotMakeTasksLookExpired(String body) {
        answer(404, body);

        assertThat(failure(api.client().getTask("a")))
                .isExactlyInstanceOf(LinkupUnknownException.class)
                .hasMessageContaining("baseUrl");
    }

    @Test
    void redirectIsNotFollowed() {
        server(aResponse().withStatus(307).withHeader("Location", "/v1/elsewhere"));

        assertThat(search()).hasMessageContaining("/v1/elsewhere").hasMessageContaining("baseUrl");
        assertThat(api.server().getAllServeEvents()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "7, 7",
        "0, 0",
        "' 3 ', 3",
        "'Mon, 18 May 2026 12:00:30 GMT', 30",
        "'Mon, 18 May 2026 11:00:00 GMT', 0",
        "315360000, 315360000",
        "315360001, 315360000",
        "9223372036854775807, 315360000",
        "99999999999999999999, 315360000",
        "'Fri, 31 Dec 9999 23:59:59 GMT', 315360000",
    })
    void retryAfterIsReadAsSecondsOrDate(String header, long seconds) {
        server(aResponse().withStatus(429).withHeader("Retry-After", header));

        assertThat(search().getRetryAfter()).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "soon", "1.5", "Mon, 99 May 2026 12:00:30 GMT"})
    void retryAfterThatMakesNoSenseIsIgnored(String header) {
        server(aResponse().withStatus(429).withHeader("Retry-After", header));

        assertThat(search().getRetryAfter()).isEmpty();
    }

    private void answer(int status, String body) {
        server(aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody(body));
    }

    private void server(ResponseDefinitionBuilder response) {
        api.server().stubFor(any(anyUrl()).willReturn(response));
    }

    private LinkupException search() {
        return failure(api.client().search(SearchRequest.builder().q("q").build()));
    }
}
