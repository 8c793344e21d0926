package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
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
import io.github.camellinkup.client.exception.LinkupResponseTooLargeException;
import io.github.camellinkup.client.exception.LinkupTaskNotFoundException;
import io.github.camellinkup.client.exception.LinkupTasksQueueLimitExceededException;
import io.github.camellinkup.client.exception.LinkupTimeoutException;
import io.github.camellinkup.client.exception.LinkupTooManyRequestsException;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.exception.LinkupUnsupportedTaskTypeException;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.ForeignTask;
import io.github.camellinkup.test.Operation;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.HttpResponseAware;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a route sees of the API's errors. */
class ErrorsInRoutesTest extends LinkupTestSupport {

    private record Documented(int status, String code, Class<? extends LinkupException> type, boolean retryable) {}

    private static final List<Documented> ERRORS = List.of(
            new Documented(400, "VALIDATION_ERROR", LinkupInvalidRequestException.class, false),
            new Documented(400, "SOMETHING_NEW", LinkupInvalidRequestException.class, false),
            new Documented(400, "SEARCH_QUERY_NO_RESULT", LinkupNoResultException.class, false),
            new Documented(400, "FETCH_ERROR", LinkupFailedFetchException.class, false),
            new Documented(400, "FETCH_RESPONSE_TOO_LARGE", LinkupFetchResponseTooLargeException.class, false),
            new Documented(
                    400, "FETCH_UNSUPPORTED_CONTENT_TYPE", LinkupFetchUnsupportedContentTypeException.class, false),
            new Documented(400, "FETCH_URL_IS_FILE", LinkupFetchUnsupportedContentTypeException.class, false),
            new Documented(401, "UNAUTHORIZED", LinkupAuthenticationException.class, false),
            new Documented(402, "PAYMENT_REQUIRED", LinkupPaymentRequiredException.class, false),
            new Documented(403, "IP_NOT_WHITELISTED", LinkupIpNotWhitelistedException.class, false),
            new Documented(403, "TASK_TYPE_NOT_SUPPORTED", LinkupUnsupportedTaskTypeException.class, false),
            new Documented(403, "FORBIDDEN", LinkupAuthenticationException.class, false),
            new Documented(404, "TASK_NOT_FOUND", LinkupTaskNotFoundException.class, false),
            new Documented(429, "TOO_MANY_REQUESTS", LinkupTooManyRequestsException.class, true),
            new Documented(429, "TASKS_QUEUE_LIMIT_EXCEEDED", LinkupTasksQueueLimitExceededException.class, true),
            new Documented(429, "INSUFFICIENT_FUNDS_CREDITS", LinkupInsufficientCreditException.class, false),
            new Documented(429, "EXCEED_BUDGET_LIMIT", LinkupBudgetLimitExceededException.class, false),
            new Documented(503, "SERVICE_UNAVAILABLE", LinkupUnknownException.class, true));

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                ERRORS.stream().map(Documented::type).distinct().forEach(this::caught);
                caught(LinkupFetchTargetUnreachableException.class);
                caught(LinkupTimeoutException.class);
                caught(LinkupResponseTooLargeException.class);
                from("direct:call").toD("${header.endpoint}");
                from("direct:try")
                        .errorHandler(noErrorHandler())
                        .doTry()
                        .to("linkup:search?maxRetries=0")
                        .doCatch(LinkupNoResultException.class)
                        .setBody(constant("nothing known"))
                        .end();
            }

            private void caught(Class<? extends LinkupException> type) {
                onException(type).handled(true).setHeader("caughtAs", constant(type.getName()));
            }
        };
    }

    private Exchange call(String endpoint, Object body) {
        return template.request("direct:call", exchange -> {
            exchange.getIn().setBody(body);
            exchange.getIn().setHeader("endpoint", endpoint);
        });
    }

    private static <E extends Exception> E caught(Exchange exchange, Class<E> type) {
        Exception caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        assertThat(caught).isInstanceOf(type);
        return type.cast(caught);
    }

    @ParameterizedTest
    @CsvSource({
        "linkup:search?maxRetries=0, SEARCH, camel",
        "linkup:fetch?maxRetries=0, FETCH, https://a.org",
        "linkup:research?maxRetries=0, RESEARCH_CREATE, why",
        "linkup:tasks?mode=single&type=search&maxRetries=0&queueFull=fail, TASKS_CREATE, camel",
        "linkup:tasks?type=search&maxRetries=0&queueFull=fail, TASKS_CREATE, [\"camel\"]",
        "linkup:tasks?mode=get&maxRetries=0, TASKS_GET, 2dbcc4bb",
        "linkup:tasks?mode=list&maxRetries=0, TASKS_LIST, ''",
        "linkup:credits?maxRetries=0, CREDITS, ''"
    })
    void aRouteCatchesEachDocumentedErrorByItsClass(String endpoint, Operation operation, String body) {
        for (Documented error : ERRORS) {
            standIn().failNext(operation, Fault.error(error.status(), error.code(), "says the service"));

            Exchange exchange = call(endpoint, body);

            assertThat(exchange.getMessage().getHeader("caughtAs"))
                    .as(endpoint + " " + error)
                    .isEqualTo(error.type().getName());
            LinkupException caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, LinkupException.class);
            assertThat(caught).hasMessageContaining("says the service").hasMessageContaining(error.code());
            assertThat(((HttpResponseAware) caught).getHttpResponseCode()).isEqualTo(error.status());
            assertThat(caught.isRetryable()).as(error.code()).isEqualTo(error.retryable());
        }
        assertThat(standIn().count()).isEqualTo(ERRORS.size());
        assertThat(standIn().tasks()).isEmpty();
    }

    @Test
    void theMessageCarriesTheFieldDetails() {
        standIn()
                .failNext(
                        Operation.SEARCH,
                        Fault.answer(
                                400,
                                "application/json",
                                "{\"statusCode\":400,\"error\":{\"code\":\"VALIDATION_ERROR\",\"message\":\"Validation failed\","
                                        + "\"details\":[{\"field\":\"outputType\",\"message\":\"is not a shape\"}]}}"));

        LinkupException caught =
                call("linkup:search", "camel").getProperty(Exchange.EXCEPTION_CAUGHT, LinkupException.class);

        assertThat(caught).hasMessageContaining("outputType").hasMessageContaining("is not a shape");
        assertThat(caught.getDetails()).extracting("field").containsExactly("outputType");
    }

    @Test
    void aPageThatCannotBeReachedIsItsOwnClass() {
        standIn().failNext(Operation.FETCH, Fault.error(400, "FETCH_TARGET_UNREACHABLE"));

        assertThat(call("linkup:fetch", "https://a.org").getMessage().getHeader("caughtAs"))
                .isEqualTo(LinkupFetchTargetUnreachableException.class.getName());
    }

    @Test
    void anErrorOfAGatewayInHtmlIsOfTheClassOfItsStatus() {
        standIn().failNext(Operation.SEARCH, Fault.answer(401, "text/html", "<h1>Who are you?</h1>"));

        Exchange exchange = call("linkup:search", "camel");

        assertThat(exchange.getMessage().getHeader("caughtAs"))
                .isEqualTo(LinkupAuthenticationException.class.getName());
    }

    @Test
    void doCatchTakesOneKindOfErrorOnly() {
        standIn().failNext(Operation.SEARCH, Fault.error(400, "SEARCH_QUERY_NO_RESULT"));
        assertThat(template.requestBody("direct:try", (Object) "camel")).isEqualTo("nothing known");

        standIn().failNext(Operation.SEARCH, Fault.error(400, "VALIDATION_ERROR"));
        Exchange other =
                template.request("direct:try", exchange -> exchange.getIn().setBody("camel"));
        assertThat(other.getException()).isInstanceOf(LinkupInvalidRequestException.class);
    }

    @Test
    void aSlowAnswerIsATimeoutThatNamesTheOption() {
        standIn().failNext(Operation.SEARCH, Fault.slowStart(Duration.ofMinutes(1)));

        Exchange exchange = call("linkup:search?maxRetries=0&requestTimeout=50", "camel");

        assertThat(exchange.getMessage().getHeader("caughtAs")).isEqualTo(LinkupTimeoutException.class.getName());
        assertThat(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class))
                .hasMessageContaining("requestTimeout");
    }

    @ParameterizedTest
    @CsvSource({"linkup:search, camel", "linkup:tasks?mode=get, ''"})
    void anAnswerThatIsTooLargeIsItsOwnClassAndNamesTheOption(String endpoint, String body) {
        String giant = "x".repeat(50_000);
        standIn().answerSearch(input -> TextNode.valueOf(giant));
        String task = standIn()
                .addForeignTask(ForeignTask.of("search").output(TextNode.valueOf(giant)))
                .id();

        String limited = endpoint + (endpoint.contains("?") ? "&" : "?") + "maxResponseSize=20000";
        Exchange exchange = call(limited, body.isEmpty() ? task : body);

        assertThat(exchange.getMessage().getHeader("caughtAs"))
                .isEqualTo(LinkupResponseTooLargeException.class.getName());
        assertThat(caught(exchange, LinkupResponseTooLargeException.class))
                .hasMessageContaining("maxResponseSize")
                .returns(false, LinkupException::isRetryable);
        assertThat(standIn().count()).as("not tried again").isEqualTo(1);
    }

    @Test
    void aBatchWhoseFateCannotBeFoundOutSaysOfWhichRequests() {
        standIn().failNext(Operation.TASKS_CREATE, Fault.error(500, "INTERNAL").afterProcessing());
        standIn().failWhen(call -> call.operation() == Operation.TASKS_LIST, Fault.error(500, "INTERNAL"));

        Exchange exchange =
                call("linkup:tasks?type=search&maxRetries=0&settleDelay=1&settleTimeout=50", List.of("a", "b"));

        LinkupPartialBatchException partial = caught(exchange, LinkupPartialBatchException.class);
        assertThat(partial.getUncertain()).hasSize(2);
        assertThat(partial.getNotCreated()).isEmpty();
        assertThat(partial).hasCauseInstanceOf(LinkupSubmissionUncertainException.class);
        assertThat(standIn().count(Operation.TASKS_CREATE)).isEqualTo(1);
    }
}
