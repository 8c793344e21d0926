package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camellinkup.client.exception.LinkupMismatchedAnswerException;
import io.github.camellinkup.client.model.StructuredAnswer;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code structuredOutputClass} does for tasks and research what it does for a search. */
class StructuredOutputOfTasksTest extends ConsumerTestSupport {

    public record Company(String name, int employees) {}

    private static final String TYPE = "structuredOutputClass=" + Company.class.getName();

    private void answer(String answer) {
        standIn().answerSearch(input -> json(answer));
        standIn().answerResearch(input -> json(answer));
    }

    private static void assertSchemaIsSent() {
        JsonNode sent = standIn().tasks().get(0).input();
        assertThat(sent.path("outputType").asText()).isEqualTo("structured");
        assertThat(json(sent.path("structuredOutputSchema").textValue())
                        .at("/properties/employees/type")
                        .asText())
                .isEqualTo("integer");
    }

    private Exchange awaited(String uri) {
        CompletableFuture<Exchange> sent =
                template.asyncSend(uri, exchange -> exchange.getMessage().setBody("camel"));
        await().until(() -> standIn().tasks().size() == 1);
        CLOCK.advance(TASK_TIME);
        return sent.join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"linkup:research", "linkup:tasks?type=research", "linkup:tasks?type=search"})
    void anAwaitedResultIsAnInstance(String uri) {
        answer("{\"name\":\"Camel\",\"employees\":3}");

        Exchange exchange = awaited(uri + (uri.contains("?") ? "&" : "?") + "mode=await&" + TYPE);

        assertSchemaIsSent();
        assertThat(exchange.getMessage().getBody()).isEqualTo(new Company("Camel", 3));
        assertThat(exchange.getProperty(LinkupConstants.ANSWER_PROPERTY)).isInstanceOf(StructuredAnswer.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linkup:research", "linkup:tasks?type=research", "linkup:tasks?type=search"})
    void anAwaitedResultThatDoesNotFitIsAnError(String uri) {
        answer("{\"name\":\"Camel\",\"employees\":3.7}");

        Exchange exchange = awaited(uri + (uri.contains("?") ? "&" : "?") + "mode=await&" + TYPE);

        assertThat(exchange.getException())
                .isInstanceOf(LinkupMismatchedAnswerException.class)
                .hasMessageContaining("employees: ");
        assertThat(exchange.getProperty(LinkupConstants.ANSWER_PROPERTY)).isInstanceOf(StructuredAnswer.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "linkup:research?",
                "linkup:tasks?type=research&mode=single&",
                "linkup:tasks?type=search&mode=single&"
            })
    void aConsumedResultIsAnInstance(String uri) throws Exception {
        answer("{\"name\":\"Camel\",\"employees\":3}");
        finished().expectedMessageCount(1);
        String from = uri.startsWith("linkup:research") ? "linkup:research" : "linkup:tasks";
        consumeFrom(from + "?taskScope=submitted&" + TYPE + "&" + FAST);
        template.sendBody(uri + TYPE, "camel");
        assertSchemaIsSent();
        CLOCK.advance(TASK_TIME);

        finished().assertIsSatisfied();
        assertThat(finished().getExchanges().get(0).getMessage().getBody()).isEqualTo(new Company("Camel", 3));
    }
}
