package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.exception.LinkupTooManyRequestsException;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which calls of a route are repeated, by the component or the error handler, and which never are. */
class RetriesInRoutesTest extends LinkupTestSupport {

    private Exchange call(String endpoint, Object body) {
        return template.request(endpoint, exchange -> exchange.getIn().setBody(body));
    }

    @Test
    void theErrorHandlerRedeliversWhatCanHelpAndNothingElse() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(LinkupException.class).redeliveryDelay(0).retryWhile(simple("${exception.retryable}"));
                from("direct:redeliver").to("linkup:search?maxRetries=0");
            }
        });
        standIn().failNext(Operation.SEARCH, 2, Fault.error(503, "SERVICE_UNAVAILABLE"));
        Exchange redelivered = template.request(
                "direct:redeliver", exchange -> exchange.getIn().setBody("camel"));
        assertThat(redelivered.getException()).isNull();
        assertThat(standIn().received(Operation.SEARCH))
                .extracting(received -> received.json().path("q").asText())
                .containsExactly("camel", "camel", "camel");

        standIn().failNext(Operation.SEARCH, Fault.error(400, "VALIDATION_ERROR"));
        Exchange refused = template.request(
                "direct:redeliver", exchange -> exchange.getIn().setBody("camel"));
        assertThat(refused.getException()).isInstanceOf(LinkupInvalidRequestException.class);
        assertThat(standIn().count(Operation.SEARCH)).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "linkup:search, SEARCH, camel",
        "linkup:fetch, FETCH, https://a.org",
        "linkup:tasks?mode=list, TASKS_LIST, ''",
        "linkup:research, RESEARCH_CREATE, why",
        "linkup:tasks?mode=single&type=search, TASKS_CREATE, camel"
    })
    void aCallThatComesTooFastIsRepeatedWhenTheTimeHasPassed(String endpoint, Operation operation, String body) {
        standIn().failNext(operation, 3, Fault.tooManyRequests(Duration.ZERO));

        assertThat(call(endpoint, body).getException()).isNull();
        assertThat(standIn().count(operation)).isEqualTo(4);
    }

    @Test
    void aWaitOfAnHourIsAnErrorWithThatHourInItAndNotAnHoursSilence() {
        standIn().failNext(Operation.SEARCH, Fault.tooManyRequests(Duration.ofHours(1)));

        Exchange exchange = call("linkup:search", "camel");

        LinkupException caught = exchange.getException(LinkupTooManyRequestsException.class);
        assertThat(caught).hasMessageContaining("3600 s");
        assertThat(caught.getRetryAfter()).hasValue(Duration.ofHours(1));
        assertThat(standIn().count()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"research, RESEARCH_CREATE", "tasks?mode=single&type=search, TASKS_CREATE"})
    void aCreateCallThatWasTurnedAwayIsRepeatedUntilItCreatesOneTask(String endpoint, Operation operation) {
        standIn().failNext(operation, 2, Fault.error(503, "SERVICE_UNAVAILABLE"));

        Exchange exchange = call("linkup:" + endpoint, "camel");

        assertThat(exchange.getMessage().getHeader(LinkupConstants.TASK_ID))
                .isEqualTo(standIn().tasks().get(0).id());
        assertThat(standIn().tasks()).hasSize(1);
        assertThat(standIn().count(operation)).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "research, RESEARCH_CREATE, 500",
        "tasks?mode=single&type=search, TASKS_CREATE, 500",
        "tasks?mode=single&type=search, TASKS_CREATE, 409",
        "tasks?mode=single&type=search, TASKS_CREATE, 502"
    })
    void aCreateCallThatFailedAfterCreatingIsNotRepeated(String endpoint, Operation operation, int status) {
        standIn().failNext(operation, Fault.error(status, "INTERNAL").afterProcessing());

        Exchange exchange = call("linkup:" + endpoint, "camel");

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(Task.class).id())
                .isEqualTo(standIn().tasks().get(0).id());
        assertThat(standIn().tasks()).hasSize(1);
        assertThat(standIn().count(operation)).isEqualTo(1);
    }

    @Test
    void withoutRetriesEveryCallIsMadeOnce() {
        for (Map.Entry<String, Operation> call : Map.of(
                        "linkup:search?maxRetries=0", Operation.SEARCH,
                        "linkup:research?maxRetries=0", Operation.RESEARCH_CREATE)
                .entrySet()) {
            standIn().failNext(call.getValue(), 5, Fault.error(503, "SERVICE_UNAVAILABLE"));

            assertThat(call(call.getKey(), "camel").getException()).isInstanceOf(LinkupUnknownException.class);
            assertThat(standIn().count(call.getValue())).isEqualTo(1);
        }
    }
}
