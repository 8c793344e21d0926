package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.RawJson;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.repository.JdbcTaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.ReceivedCall;
import io.github.camellinkup.test.StandInTask;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API has got fields and values that this version does not know: {@code unknownFields}. */
class UnknownFieldsTest extends ConsumerTestSupport {

    private static final String SEND = "unknownFields=send";
    private static final String SETTLING =
            "linkup:tasks?maxRetries=0&settleDelay=50&settleTimeout=60000&unknownFields=send&type=";

    /** A service that is newer than this version. */
    private LinkupStandIn newer;

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        newer = LinkupStandIn.builder()
                .apiKeys(API_KEY)
                .clock(CLOCK)
                .taskTime("search", TASK_TIME)
                .taskTime("fetch", TASK_TIME)
                .noPollLimit()
                .newValues()
                .start();
        context.getComponent("linkup", LinkupComponent.class).getConfiguration().setBaseUrl(newer.baseUrl());
        return context;
    }

    @AfterEach
    void stopTheService() {
        newer.close();
    }

    private JsonNode sent(Operation operation) {
        List<ReceivedCall> calls = newer.received(operation);
        assertThat(calls).hasSize(1);
        return calls.get(0).json();
    }

    private Throwable failure(String uri, Object body, Map<String, Object> headers) {
        return template.request(uri, exchange -> {
                    exchange.getMessage().setBody(body);
                    exchange.getMessage().getHeaders().putAll(headers);
                })
                .getException();
    }

    @Test
    void aFieldThatIsNotKnownIsRefusedUnlessTheOptionSendsIt() {
        for (String uri : List.of("linkup:search", "linkup:fetch", "linkup:research")) {
            assertThat(failure(uri, Map.of("safe", true), Map.of()))
                    .isInstanceOf(LinkupInvalidRequestException.class)
                    .hasMessageContaining("safe: is not a field of ")
                    .hasMessageContaining("unknownFields=send");
        }
        assertThat(failure("linkup:tasks?type=search", List.of("a", Map.of("q", "b", "safe", true)), Map.of()))
                .hasStackTraceContaining("request 2, safe: is not a field of a search task")
                .hasStackTraceContaining("unknownFields=send");
        assertThat(newer.count()).isZero();
    }

    @Test
    void aValueThatIsNotKnownIsRefusedUnlessTheOptionSendsIt() {
        assertThat(failure("linkup:search", "camel", Map.of(LinkupConstants.DEPTH, "turbo")))
                .isInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining("depth: must be one of flash, fast, standard, deep, but it is 'turbo'")
                .hasMessageContaining("unknownFields=send");
        assertThatThrownBy(() -> context.getEndpoint("linkup:search?depth=turbo"))
                .hasStackTraceContaining("Option depth must be one of flash, fast, standard, deep")
                .hasStackTraceContaining("unknownFields=send");
        assertThat(newer.count()).isZero();
    }

    @Test
    void fieldsOfEveryKindOfBodyAreSentAsTheyAre() {
        String text =
                "{\"q\":\"camel\",\"safe\":true,\"near\":{\"lat\":1.50,\"tags\":[\"a\",null]},\"n\":12345678901234567890}";
        List<Object> bodies = List.of(
                json(text),
                text.getBytes(StandardCharsets.UTF_8),
                RawJson.wrap(text.getBytes(StandardCharsets.UTF_8)).toMap(),
                SearchRequest.builder()
                        .sendUnknownFields()
                        .q("camel")
                        .set("safe", true)
                        .set("near", json(text).get("near"))
                        .set("n", json(text).get("n"))
                        .build());

        bodies.forEach(body -> template.requestBody("linkup:search?" + SEND, body));

        assertThat(newer.received(Operation.SEARCH)).hasSize(4).allSatisfy(call -> {
            assertThat(call.json().get("safe").booleanValue()).isTrue();
            assertThat(call.json().at("/near/lat").decimalValue()).isEqualByComparingTo("1.5");
            assertThat(call.json().at("/near/tags").toString()).isEqualTo("[\"a\",null]");
            assertThat(call.json().get("n").bigIntegerValue()).isEqualTo("12345678901234567890");
            assertThat(call.json().get("depth").textValue()).isEqualTo("standard");
        });
    }

    @Test
    void aTypedRequestThatWasToldToSendThemNeedsNoOption() {
        template.requestBody(
                "linkup:fetch",
                FetchRequest.builder()
                        .sendUnknownFields()
                        .url("https://a.org")
                        .set("mode", "ultra")
                        .set("wait", 3)
                        .build());

        assertThat(sent(Operation.FETCH)).isEqualTo(json("{\"url\":\"https://a.org\",\"mode\":\"ultra\",\"wait\":3}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            linkup:search?depth=turbo&outputType=table        | SEARCH          | {"q":"camel","depth":"turbo","outputType":"table"}
            linkup:fetch?fetchMode=ultra&url=https://a.org    | FETCH           | {"url":"https://a.org","mode":"ultra"}
            linkup:research?researchMode=spy&reasoningDepth=XXL | RESEARCH_CREATE | {"q":"camel","outputType":"sourcedAnswer","mode":"spy","reasoningDepth":"XXL"}
            """)
    void valuesOfOptionsAreSentAsTheyAre(String uri, Operation operation, String sent) {
        template.requestBody(uri + "&" + SEND, operation == Operation.FETCH ? null : "camel");

        assertThat(sent(operation)).isEqualTo(json(sent));
    }

    @Test
    void headersAndBodiesWinOverOptionsAlsoWithSuchValues() {
        String uri = "linkup:search?depth=turbo&" + SEND;

        template.requestBody(uri, "option");
        template.requestBodyAndHeader(uri, "header", LinkupConstants.DEPTH, "warp");
        template.requestBodyAndHeader(uri, "known header", LinkupConstants.DEPTH, "FAST");
        template.requestBodyAndHeader(uri, Map.of("q", "body", "depth", "hyper"), LinkupConstants.DEPTH, "deep");
        template.requestBody(uri, json("{\"q\":\"taken back\",\"depth\":null}"));

        assertThat(newer.received(Operation.SEARCH))
                .extracting(call -> call.json().get("depth").textValue())
                .containsExactly("turbo", "warp", "fast", "hyper", "standard");
    }

    @Test
    void whatIsKnownIsStillChecked() {
        assertThat(failure("linkup:search?" + SEND, Map.of("q", "a", "maxResults", "many"), Map.of()))
                .hasMessageContaining("maxResults");
        assertThat(failure("linkup:search?" + SEND, Map.of("q", "a", "depth", 7), Map.of()))
                .hasMessageContaining("depth: must be a text");
        Map<String, Object> cycle = new HashMap<>();
        cycle.put("cycle", cycle);
        assertThat(failure("linkup:search?" + SEND, Map.of("q", "a", "near", cycle), Map.of()))
                .isInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining("near: cannot be written as JSON");
        assertThatThrownBy(() -> context.getEndpoint("linkup:tasks?mode=list&sortBy=size&" + SEND))
                .hasStackTraceContaining("Option sortBy must be one of createdAt, updatedAt, but it is 'size'");
        assertThatThrownBy(() ->
                        context.getEndpoint("linkup:fetch?depth=turbo&" + SEND).createProducer())
                .hasMessageContaining("Option depth is not for linkup:fetch");
        assertThat(newer.count()).isZero();
    }

    @Test
    void theAnswerToAnOutputTypeThatIsNotKnownIsItsJson() {
        newer.answerSearch(input -> json("{\"rows\":[[1,2]]}"));

        Exchange exchange = template.request(
                "linkup:search?outputType=table&" + SEND, e -> e.getMessage().setBody("camel"));

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(JsonNode.class)).isEqualTo(json("{\"rows\":[[1,2]]}"));
    }

    @Test
    void everyItemOfABatchMayHaveThem() {
        DefaultExchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody("message");
        exchange.getMessage().setHeader(LinkupConstants.DEPTH, "warp");
        List<Object> batch = new ArrayList<>(List.of(
                Map.of("q", "map", "safe", 1),
                json("{\"type\":\"search\",\"input\":{\"q\":\"json\",\"safe\":2},\"reference\":\"r\"}"),
                TaskRequest.of(SearchRequest.builder()
                        .sendUnknownFields()
                        .q("typed")
                        .set("safe", 3)
                        .build()),
                exchange));
        String uri = "linkup:tasks?type=search&depth=turbo&" + SEND;

        template.requestBody(uri, batch);
        template.requestBody(uri, "[{\"q\":\"text\",\"safe\":4}]");
        template.requestBody(uri.replace("?", "?mode=single&"), Map.of("q", "single", "safe", 5));

        assertThat(newer.tasks())
                .extracting(task -> task.input().get("q").asText() + " "
                        + task.input().get("depth").asText() + " "
                        + task.input().path("safe").asText("none"))
                .containsExactly(
                        "map turbo 1",
                        "json turbo 2",
                        "typed standard 3",
                        "message warp none",
                        "text turbo 4",
                        "single turbo 5");
    }

    @ParameterizedTest
    @CsvSource({"memory", "database"})
    void aCallThatWasCutIsNotPaidTwice(String repository) {
        if (repository.equals("database")) {
            context.getRegistry().bind("tasks", new JdbcTaskRepository(newDatabase()));
        }
        newer.failNext(Operation.TASKS_CREATE, Fault.cutConnection().afterProcessing());

        List<?> created = template.requestBody(
                SETTLING + "search" + (repository.equals("database") ? "&taskRepository=#tasks" : ""),
                List.of(
                        Map.of("q", "a", "safe", 1, "depth", "turbo"),
                        Map.of("q", "a", "safe", 2, "depth", "turbo"),
                        Map.of("q", "a", "depth", "turbo"),
                        Map.of("q", "a", "safe", 1)),
                List.class);

        assertThat(newer.tasks()).hasSize(4);
        assertThat(created)
                .extracting(task -> ((Task) task).id())
                .containsExactlyElementsOf(
                        newer.tasks().stream().map(StandInTask::id).toList());
    }

    /** The list has the inputs without the field: the service knows it, and does not repeat it. */
    @Test
    void aCallThatWasCutIsNotPaidTwiceIfLinkupDoesNotRepeatTheField() {
        newer.failNext(Operation.TASKS_CREATE, Fault.cutConnection().afterProcessing());
        newer.failWhen(call -> call.operation() == Operation.TASKS_LIST, Fault.changedBody(page -> {
            page.path("data").forEach(task -> ((ObjectNode) task.path("input")).remove("safe"));
            return page;
        }));

        List<?> created = template.requestBody(
                SETTLING + "search",
                List.of(Map.of("q", "a"), Map.of("q", "a", "safe", 1), Map.of("q", "a", "safe", 2)),
                List.class);

        assertThat(newer.tasks()).hasSize(3);
        assertThat(created)
                .extracting(task -> ((Task) task).id())
                .containsExactlyInAnyOrderElementsOf(
                        newer.tasks().stream().map(StandInTask::id).toList());
    }

    @Test
    void aFetchWithASchemaThatWasCutIsNotPaidTwice() {
        newer.failNext(Operation.TASKS_CREATE, Fault.cutConnection().afterProcessing());
        Map<String, Object> schema = Map.of("type", "object", "properties", Map.of("n", Map.of("maximum", 1e21)));

        List<?> created = template.requestBody(
                SETTLING + "fetch",
                List.of(
                        Map.of("url", "https://a.org", "schema", schema, "instructions", " Be brief "),
                        Map.of("url", "https://a.org", "schema", schema),
                        Map.of("url", "https://a.org")),
                List.class);

        assertThat(newer.tasks()).hasSize(3);
        assertThat(created)
                .extracting(task -> ((Task) task).id())
                .containsExactlyElementsOf(
                        newer.tasks().stream().map(StandInTask::id).toList());
    }

    @Test
    void theRequestOfAFailedTaskIsSentAgainWithThem() throws Exception {
        newer.failTasksWhen(task -> task.number() == 0, "out of luck");
        consumeFrom("linkup:tasks?taskScope=submitted&maxResubmits=1&" + FAST);
        template.sendBody(
                "linkup:tasks?mode=single&type=fetch&" + SEND,
                json("{\"url\":\"https://a.org\",\"mode\":\"ultra\",\"wait\":{\"seconds\":3},"
                        + "\"schema\":{\"type\":\"object\"},\"instructions\":\"Be brief\"}"));

        await().until(() -> {
            if (newer.tasks().stream().anyMatch(task -> !task.status().isFinal())) {
                CLOCK.advance(TASK_TIME.plus(Duration.ofSeconds(1)));
            }
            return finished().getReceivedCounter() > 0;
        });

        List<ReceivedCall> calls = newer.received(Operation.TASKS_CREATE);
        assertThat(calls).hasSize(2);
        assertThat(calls.get(1).json()).isEqualTo(calls.get(0).json());
    }
}
