package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.ReceivedCall;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code toD}, and several endpoints that send in the same way. */
class DynamicEndpointsTest extends ConsumerTestSupport {

    private void toD(String uri) throws Exception {
        routes(routes -> routes.from("direct:rows").routeId("rows").toD(uri).to("mock:sent"));
    }

    private Exchange send(Object body, Map<String, Object> headers) {
        return template.request("direct:rows", exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new java.util.HashMap<>(headers));
        });
    }

    private long endpoints() {
        return context.getEndpoints().stream()
                .filter(LinkupEndpoint.class::isInstance)
                .count();
    }

    @Test
    void aReferenceForEachMessageNeedsOneEndpointAndFewCalls() throws Exception {
        toD("linkup:tasks?mode=single&type=search&batchLinger=200&reference=RAW(${header.crmId})");

        List<CompletableFuture<Exchange>> sent = IntStream.range(0, 1_000)
                .mapToObj(i -> template.asyncSend("direct:rows", exchange -> {
                    exchange.getMessage().setBody("question " + i);
                    exchange.getMessage().setHeader("crmId", "row & " + i);
                }))
                .toList();

        assertThat(sent)
                .allSatisfy(each -> assertThat(each.join().getException()).isNull());
        assertThat(endpoints()).isEqualTo(1);
        assertThat(standIn().received(Operation.TASKS_CREATE)).hasSizeLessThan(100);
        assertThat(pending(repository()))
                .hasSize(1_000)
                .extracting(PendingTask::reference)
                .contains("row & 0", "row & 999")
                .doesNotHaveDuplicates();
    }

    @Test
    void endpointsThatDifferOnlyInTheirReferenceShareTheirCalls() {
        List<CompletableFuture<Exchange>> sent = IntStream.range(0, 100)
                .mapToObj(i -> template.asyncSend(
                        "linkup:tasks?mode=single&type=search&batchLinger=1000&reference=row" + i,
                        exchange -> exchange.getMessage().setBody("question")))
                .toList();

        assertThat(sent)
                .allSatisfy(each -> assertThat(each.join().getException()).isNull());
        assertThat(onlyCall(Operation.TASKS_CREATE).json()).hasSize(100);
        assertThat(pending(repository()))
                .extracting(PendingTask::reference)
                .contains("row0", "row99")
                .doesNotHaveDuplicates();
    }

    @Test
    void optionsOfTheMessageAreSentAndLeaveNoHeaders() throws Exception {
        toD("linkup:search?depth=${header.depth}&maxResults=${header.most}&outputType=searchResults");

        send("camel", Map.of("depth", "deep", "most", 3));
        send("llama", Map.of("depth", "fast", "most", 4, LinkupConstants.MAX_RESULTS, 9));

        assertThat(standIn().received(Operation.SEARCH))
                .extracting(ReceivedCall::json)
                .extracting(search -> search.path("q").asText() + " "
                        + search.path("depth").asText() + " "
                        + search.path("maxResults").asInt() + " "
                        + search.path("outputType").asText())
                .containsExactly("camel deep 3 searchResults", "llama fast 9 searchResults");
        assertThat(endpoints()).isEqualTo(1);
        assertThat(getMockEndpoint("mock:sent")
                        .getExchanges()
                        .get(0)
                        .getMessage()
                        .getHeaders())
                .containsOnlyKeys("depth", "most");
        assertThat(getMockEndpoint("mock:sent")
                        .getExchanges()
                        .get(1)
                        .getMessage()
                        .getHeaders())
                .containsEntry(LinkupConstants.MAX_RESULTS, 9);
    }

    @Test
    void theTaskToReadCanBeDynamic() throws Exception {
        String one = foreignTask(CLOCK.instant());
        String other = foreignTask(CLOCK.instant());
        toD("linkup:tasks?mode=get&taskId=${body}");

        for (String id : List.of(one, other)) {
            assertThat(send(id, Map.of()).getMessage().getHeader(LinkupConstants.TASK_ID))
                    .isEqualTo(id);
        }
        assertThat(endpoints()).isEqualTo(1);
    }

    @Test
    void theReferenceStaysWithTheAnswer() throws Exception {
        toD("linkup:tasks?mode=single&type=search&reference=${header.crmId}");

        assertThat(send("camel", Map.of("crmId", "ACME")).getMessage().getHeader(LinkupConstants.REFERENCE))
                .isEqualTo("ACME");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "baseUrl=http://localhost:1/v1",
                "baseurl=http://localhost:1/v1",
                "BASE-URL=http://localhost:1/v1",
                "configuration.baseUrl=http://localhost:1/v1",
                "apiKey=other",
                "authHeader=X-Key"
            })
    void aBodyInTheUriCannotChangeTheConnection(String injected) throws Exception {
        toD("linkup:search?q=RAW(${body})");

        Exchange exchange = send("camel)&" + injected + "&fromDate=RAW(2026-01-01", Map.of());

        assertThat(exchange.getException())
                .hasMessageContaining("Option " + injected.replaceAll("=.*", "") + " is not in the URI of the toD");
        assertThat(standIn().count()).isZero();
    }

    @Test
    void aPercentCodeInAValueCannotChangeTheConnectionEither() throws Exception {
        toD("linkup:tasks?mode=single&type=search&batchLinger=${header.linger}");

        Exchange exchange = send("camel", Map.of("linger", "5%26baseUrl%3Dhttp://localhost:1/v1"));

        assertThat(exchange.getException()).hasMessageContaining("Option baseUrl is not in the URI of the toD");
        assertThat(standIn().count()).isZero();
    }

    @Test
    void anEncodedValueIsDecodedAsInAnEndpoint() throws Exception {
        toD("linkup:fetch?url=${header.page}");

        assertThat(send(null, Map.of("page", "https%3A%2F%2Fcamel.apache.org%2Fa%3Fb"))
                        .getException())
                .isNull();

        assertThat(onlyCall(Operation.FETCH).json().path("url").asText()).isEqualTo("https://camel.apache.org/a?b");
    }

    @Test
    void placeholdersOfPropertiesStayInTheEndpoint() throws Exception {
        context.getPropertiesComponent()
                .addOverrideProperty("options", "maxResults=3&requestTimeout=60000&authHeader=Authorization");
        toD("linkup:search?{{options}}&depth=${header.depth}");

        send("camel", Map.of("depth", "deep"));
        send("llama", Map.of("depth", "fast"));

        assertThat(standIn().received(Operation.SEARCH))
                .extracting(call -> call.json().path("depth").asText()
                        + call.json().path("maxResults").asText())
                .containsExactly("deep3", "fast3");
        assertThat(endpoints()).isEqualTo(1);
    }

    @Test
    void aSchemaCanBeAResourceThatTheMessageNames() throws Exception {
        context.getRegistry().bind("unused", "");
        toD("linkup:search?structuredOutputSchema=classpath:schemas/${header.kind}.json");

        assertThat(send("camel", Map.of("kind", "company")).getException()).isNull();

        assertThat(onlyCall(Operation.SEARCH).json().path("outputType").asText())
                .isEqualTo("structured");
    }

    @Test
    void anOptionOfAnotherUseIsStillAnError() throws Exception {
        toD("linkup:search?reference=${header.crmId}");

        assertThat(send("camel", Map.of("crmId", "ACME")).getException())
                .hasStackTraceContaining("Option reference is not for linkup:search");
    }

    @Test
    void aQuestionWithTheCharactersOfUrisIsSentAsItIs() throws Exception {
        toD("linkup:search?q=RAW(${header.question})");
        String question = "A & B? 100 % + c#d=e ü";

        assertThat(send(null, Map.of("question", question)).getException()).isNull();

        assertThat(onlyCall(Operation.SEARCH).json().path("q").asText()).isEqualTo(question);
    }
}
