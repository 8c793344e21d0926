package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camellinkup.client.exception.LinkupMismatchedAnswerException;
import io.github.camellinkup.client.model.FetchedPage;
import io.github.camellinkup.client.model.StructuredAnswer;
import io.github.camellinkup.test.Operation;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
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

    private static void assertSchemaOfPageIsSent(JsonNode sent) {
        assertThat(sent.at("/schema/properties/employees/type").asText()).isEqualTo("integer");
        assertThat(sent.has("outputType")).isFalse();
    }

    @Test
    void theDataOfAFetchedPageIsAnInstance() {
        standIn().answerFetch(input -> json("{\"markdown\":\"m\",\"data\":{\"name\":\"Camel\",\"employees\":3}}"));

        Exchange exchange =
                template.request("linkup:fetch?" + TYPE, e -> e.getMessage().setBody("https://camel.apache.org"));

        assertSchemaOfPageIsSent(onlyCall(Operation.FETCH).json());
        assertThat(exchange.getMessage().getBody()).isEqualTo(new Company("Camel", 3));
        assertThat(exchange.getProperty(LinkupConstants.ANSWER_PROPERTY, FetchedPage.class)
                        .markdown())
                .isEqualTo("m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"markdown\":\"m\"}", "{\"markdown\":\"m\",\"data\":{\"name\":\"Camel\"}}"})
    void aPageWithoutARequiredFactIsAnErrorThatNamesIt(String page) {
        standIn().answerFetch(input -> json(page));

        Exchange exchange =
                template.request("linkup:fetch?" + TYPE, e -> e.getMessage().setBody("https://camel.apache.org"));

        assertThat(exchange.getException())
                .isInstanceOf(LinkupMismatchedAnswerException.class)
                .hasMessageContaining("employees");
        assertThat(exchange.getProperty(LinkupConstants.ANSWER_PROPERTY)).isInstanceOf(FetchedPage.class);
    }

    @Test
    void theResultOfAFetchTaskIsAnInstanceIfItHadASchema() throws Exception {
        standIn()
                .answerFetch(input -> json(
                        input.path("schema").isObject()
                                ? "{\"markdown\":\"m\",\"data\":{\"name\":\"Camel\",\"employees\":3}}"
                                : "{\"markdown\":\"plain\"}"));
        finished().expectedMessageCount(2);
        consumeFrom("linkup:tasks?taskScope=submitted&" + TYPE + "&" + FAST);
        template.sendBody("linkup:tasks?type=fetch&mode=single&" + TYPE, "https://camel.apache.org");
        template.sendBody("linkup:tasks?type=fetch&mode=single", "https://camel.apache.org");
        CLOCK.advance(TASK_TIME);

        finished().assertIsSatisfied();
        assertThat(finished().getExchanges())
                .extracting(exchange -> exchange.getMessage().getBody())
                .anySatisfy(body -> assertThat(body).isEqualTo(new Company("Camel", 3)))
                .anySatisfy(body -> assertThat(body)
                        .isInstanceOfSatisfying(FetchedPage.class, page -> assertThat(page.markdown())
                                .isEqualTo("plain")));
    }
}
