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
                        "linkup:tasks?mode=single&type=search&batchLinger=60000&reference=row" + i,
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
                .containsOnlyKeys("depth", "most", LinkupConstants.ESTIMATED_COST);
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
        toD("linkup:tasks?mode=SINGLE&type=search&reference=${header.crmId}");

        assertThat(send("camel", Map.of("crmId", "ACME")).getMessage().getHeader(LinkupConstants.REFERENCE))
                .isEqualTo("ACME");
        assertThat(send("camel", Map.of("crmId", "Globex")).getMessage().getHeader(LinkupConstants.REFERENCE))
                .isEqualTo("Globex");
        assertThat(endpoints()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "baseUrl=",
                "baseurl=",
                "BASE-URL=",
                "?baseUrl=",
                "configuration.baseUrl=",
                "x.configuration.baseUrl=",
                "component.baseUrl=",
                "?component.configuration.baseUrl=",
                "component.httpConfiguration.proxyHost=",
                "camelContext.name=",
                "apiKey=",
                "depth="
            })
    void aBodyInTheUriCannotAddAnOption(String option) throws Exception {
        toD("linkup:search?q=RAW(${body})");

        Exchange exchange = send("camel)&" + option + "http://localhost:1/v1&q=RAW(2026-01-01", Map.of());

        assertThat(exchange.getException()).hasMessageContaining("has added the option ");
        assertThat(standIn().count()).isZero();
        assertThat(context.getComponent("linkup", LinkupComponent.class)
                        .getConfiguration()
                        .getBaseUrl())
                .isEqualTo(standIn().baseUrl());
    }

    @ParameterizedTest
    @ValueSource(strings = {"baseUrl", "baseurl"})
    void aBodyInTheUriCannotReplaceAnOption(String option) throws Exception {
        context.getPropertiesComponent().addOverrideProperty("url", standIn().baseUrl());
        toD("linkup:search?baseUrl={{url}}&depth=${header.depth}");

        Exchange exchange = send("camel", Map.of("depth", "fast&" + option + "=http://localhost:1/v1"));

        assertThat(exchange.getException()).hasMessageContaining("has added the option " + option);
        assertThat(standIn().count()).isZero();
    }

    @Test
    void aPercentCodeInAValueCannotAddAnOption() throws Exception {
        toD("linkup:tasks?mode=single&type=search&batchLinger=${header.linger}");

        Exchange exchange = send("camel", Map.of("linger", "5%26baseUrl%3Dhttp://localhost:1/v1"));

        assertThat(exchange.getException()).hasMessageContaining("has added the option baseUrl");
        assertThat(standIn().count()).isZero();
    }

    @Test
    void aValueThatMakesTheUriInvalidDoesNotShowTheKey() throws Exception {
        toD("linkup:tasks?apiKey=RAW(" + API_KEY + ")&mode=single&type=search&batchLinger=${header.linger}");

        Exception failure = send("camel", Map.of("linger", "5&")).getException();

        assertThat(failure).hasMessageContaining("The values in the URI of the toD make it invalid");
        assertThat(failure).hasNoCause();
        assertThat(failure.toString()).doesNotContain(API_KEY);
    }

    @Test
    void anExpressionInTheUriMayHaveTheSignsOfUris() throws Exception {
        toD("linkup:${header.operation?.toLowerCase()}?maxResults=${header.most?.trim()}&depth=fast");

        send("camel", Map.of("operation", "SEARCH", "most", " 3 "));

        assertThat(onlyCall(Operation.SEARCH).json().path("maxResults").asInt()).isEqualTo(3);
    }

    @Test
    void aSecondComponentHasDynamicEndpointsToo() throws Exception {
        LinkupComponent second = new LinkupComponent();
        second.getConfiguration().setApiKey(API_KEY);
        second.getConfiguration().setBaseUrl(standIn().baseUrl());
        context.addComponent("linkup2", second);
        toD("linkup2:search?depth=${header.depth}");

        assertThat(send("camel", Map.of("depth", "deep")).getException()).isNull();
        assertThat(send("llama", Map.of("depth", "fast")).getException()).isNull();

        assertThat(standIn().received(Operation.SEARCH))
                .extracting(call -> call.json().path("depth").asText())
                .containsExactly("deep", "fast");
        assertThat(endpoints()).isEqualTo(1);
    }

    @Test
    void optionsOfTheMessageDoNotComeBackWithTheResult() throws Exception {
        toD("linkup:tasks?mode=single&type=search&depth=${header.depth}&keepHeaders=*");
        finished().expectedMessageCount(1);
        consumeFrom("linkup:tasks?taskScope=submitted&" + FAST);

        send("camel", Map.of("depth", "deep", "crmId", "7"));
        CLOCK.advance(TASK_TIME);

        finished().assertIsSatisfied();
        assertThat(finished().getExchanges().get(0).getMessage().getHeaders())
                .containsEntry("crmId", "7")
                .doesNotContainKey(LinkupConstants.DEPTH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://a.org/?go=https%3A%2F%2Fy.com%2F%3Fa%26b%3D1&c=2",
                "https://a.org/?b=1%2B1+2",
                "https://a.org/Caf%C3%A9%20bar#x"
            })
    void aRawPageIsFetchedAsItIsWritten(String page) throws Exception {
        toD("linkup:fetch?url=RAW(${header.page})");

        assertThat(send(null, Map.of("page", page)).getException()).isNull();

        assertThat(onlyCall(Operation.FETCH).json().path("url").asText()).isEqualTo(page);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Compare:\n- Acme\t1", "Acme\u00a0Inc", "a%26b", "#42", "$simple{camelContext.name}"})
    void aRawQuestionIsSentAsItIsWritten(String question) throws Exception {
        toD("linkup:tasks?mode=single&type=search&q=RAW(${header.question})&reference=RAW(${header.question})");

        assertThat(send(null, Map.of("question", question)).getException()).isNull();

        assertThat(onlyCall(Operation.TASKS_CREATE).json().at("/0/input/q").asText())
                .isEqualTo(question);
        assertThat(pending(repository())).extracting(PendingTask::reference).containsExactly(question);
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
