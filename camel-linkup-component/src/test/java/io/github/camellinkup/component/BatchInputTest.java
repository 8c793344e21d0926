package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.converter.stream.InputStreamCache;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where batches come from in routes: files, splitters, other messages, streams. */
class BatchInputTest extends LinkupTestSupport {

    @TempDir
    private Path folder;

    private void routes(java.util.function.Consumer<RouteBuilder> routes) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                routes.accept(this);
            }
        });
    }

    private Exchange send(String uri, Object body) {
        return template.request(uri, exchange -> exchange.getIn().setBody(body));
    }

    private TaskRepository repository() {
        return context.getComponent("linkup", LinkupComponent.class).getTaskRepository();
    }

    private static String jsonArray(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> "{\"type\":\"search\",\"reference\":\"row " + i + "\",\"input\":{\"q\":\"question " + i
                        + "\"}}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private List<String> references() {
        return pending(repository()).stream().map(PendingTask::reference).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&charset=utf-8"})
    void aFileOfAFileEndpointIsABatch(String options) throws Exception {
        Files.writeString(folder.resolve("batch.json"), jsonArray(230));
        getMockEndpoint("mock:created").expectedMessageCount(1);

        routes(routes -> routes.from("file:" + folder + "?initialDelay=0&delay=10&noop=true" + options)
                .to("linkup:tasks")
                .to("mock:created"));
        getMockEndpoint("mock:created").assertIsSatisfied();

        assertThat(standIn().tasks()).hasSize(230);
        assertThat(references()).contains("row 0", "row 229").doesNotHaveDuplicates();
        List<?> created = getMockEndpoint("mock:created")
                .getExchanges()
                .get(0)
                .getMessage()
                .getBody(List.class);
        assertThat(created)
                .extracting(task -> ((Task) task).input().toTree().path("q").asText())
                .startsWith("question 0", "question 1")
                .endsWith("question 229");
    }

    @Test
    void aFileThatIsNoBatchFailsAndNothingIsSent() throws Exception {
        Files.writeString(folder.resolve("batch.json"), "{\"type\":\"search\"}");
        getMockEndpoint("mock:failed").expectedMessageCount(1);

        routes(routes -> {
            routes.onException(LinkupInvalidRequestException.class)
                    .handled(true)
                    .to("mock:failed");
            routes.from("file:" + folder + "?initialDelay=0&delay=10&noop=true").to("linkup:tasks");
        });
        getMockEndpoint("mock:failed").assertIsSatisfied();

        assertThat(standIn().count()).isZero();
    }

    @Test
    void aSplitterSendsEachRowAsItsOwnTask() throws Exception {
        routes(routes -> routes.from("direct:rows")
                .split(routes.body())
                .setHeader(LinkupConstants.REFERENCE, routes.simple("${exchangeProperty.CamelSplitIndex}"))
                .to("linkup:tasks?mode=single&type=search")
                .end());

        assertThat(send("direct:rows", List.of("a", "b", "c")).getException()).isNull();

        assertThat(standIn().tasks()).hasSize(3);
        assertThat(references()).containsExactlyInAnyOrder("0", "1", "2");
    }

    @Test
    void elementsThatAreMessagesBringTheirOwnHeaders() {
        List<Object> batch = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Exchange element = new DefaultExchange(context);
            element.getIn().setBody("question " + i);
            element.getIn().setHeader(LinkupConstants.REFERENCE, "row " + i);
            element.getIn().setHeader(LinkupConstants.DEPTH, i % 2 == 0 ? "fast" : "deep");
            element.getIn().setHeader("crmId", i);
            batch.add(i < 2 ? element : element.getMessage());
        }

        assertThat(send("linkup:tasks?type=search&keepHeaders=crmId", batch).getException())
                .isNull();

        assertThat(onlyCall(Operation.TASKS_CREATE).json())
                .extracting(task -> task.at("/input/q").asText() + " "
                        + task.at("/input/depth").asText())
                .containsExactly("question 0 fast", "question 1 deep", "question 2 fast", "question 3 deep");
        assertThat(pending(repository()))
                .extracting(
                        pending -> pending.reference() + "=" + pending.headers().get("crmId"))
                .containsExactlyInAnyOrder("row 0=0", "row 1=1", "row 2=2", "row 3=3");
    }

    @Test
    void anAggregateOfExchangesIsABatch() throws Exception {
        routes(routes -> routes.from("direct:row")
                .aggregate(routes.constant(true), org.apache.camel.builder.AggregationStrategies.groupedExchange())
                .completionSize(3)
                .to("linkup:tasks?type=search")
                .to("mock:created"));
        getMockEndpoint("mock:created").expectedMessageCount(1);

        for (int i = 0; i < 3; i++) {
            template.sendBodyAndHeader("direct:row", "question " + i, LinkupConstants.REFERENCE, "row " + i);
        }
        getMockEndpoint("mock:created").assertIsSatisfied();

        assertThat(references()).containsExactlyInAnyOrder("row 0", "row 1", "row 2");
    }

    @Test
    void aStreamIsStillThereForTheRestOfTheRouteWithStreamCaching() throws Exception {
        context.setStreamCaching(true);
        routes(routes -> routes.from("direct:stream")
                .streamCache("true")
                .setProperty("before", routes.body())
                .multicast()
                .to("linkup:tasks", "mock:copy")
                .end());
        getMockEndpoint("mock:copy").expectedMessageCount(1);

        byte[] bytes = jsonArray(3).getBytes(StandardCharsets.UTF_8);
        assertThat(send("direct:stream", new ByteArrayInputStream(bytes)).getException())
                .isNull();

        assertThat(standIn().tasks()).hasSize(3);
        getMockEndpoint("mock:copy").assertIsSatisfied();
        Message copy = getMockEndpoint("mock:copy").getExchanges().get(0).getMessage();
        assertThat(copy.getBody(String.class)).isEqualTo(jsonArray(3));
    }

    @Test
    void aCachedStreamCanBeSentAgainAfterAnError() throws Exception {
        routes(routes -> {
            routes.onException(io.github.camellinkup.client.exception.LinkupException.class)
                    .redeliveryDelay(0)
                    .maximumRedeliveries(2);
            routes.from("direct:again").to("linkup:tasks?maxRetries=0");
        });
        standIn().failNext(Operation.TASKS_CREATE, io.github.camellinkup.test.Fault.error(503, "SERVICE_UNAVAILABLE"));

        Exchange exchange =
                send("direct:again", new InputStreamCache(jsonArray(3).getBytes(StandardCharsets.UTF_8)));

        assertThat(exchange.getException()).isNull();
        assertThat(standIn().tasks()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"camel\",\"llama\"]", " [ \"camel\" , \"llama\" ] "})
    void aJsonArrayOfTextsIsABatchOfQuestions(String body) {
        for (Object each : List.of(body, body.getBytes(), new ByteArrayInputStream(body.getBytes()), json(body))) {
            assertThat(send("linkup:tasks?type=search", each).getException()).isNull();
        }

        assertThat(standIn().received(Operation.TASKS_CREATE)).hasSize(4).allSatisfy(call -> assertThat(call.json())
                .extracting(task -> task.at("/input/q").asText())
                .containsExactly("camel", "llama"));
    }

    @Test
    void mapsOfACsvOrADatabaseAreRequests() {
        List<Map<String, Object>> rows =
                List.of(Map.of("q", "question 1", "reference", 17), Map.of("q", "question 2", "reference", 18L));

        assertThat(send("linkup:tasks?type=search", rows).getException()).isNull();

        assertThat(references()).containsExactlyInAnyOrder("17", "18");
    }

    /** Linkup refuses a call with this text, because of one field. */
    private static void refuse(String text, String field) {
        standIn()
                .failWhen(
                        call -> call.operation() == Operation.TASKS_CREATE
                                && call.body().contains(text),
                        Fault.answer(
                                400,
                                "application/json",
                                "{\"error\":{\"code\":\"VALIDATION_ERROR\",\"message\":\"no\",\"details\":[{\"field\":\""
                                        + field + "\",\"message\":\"is too odd\"}]}}"));
    }

    @Test
    void aRefusedRequestIsNamedByItsPlaceInTheWholeBatchAndItsReference() {
        List<Map<String, Object>> rows = IntStream.rangeClosed(1, 250)
                .mapToObj(i -> Map.<String, Object>of("q", "question " + i, "reference", "row " + i))
                .toList();
        refuse("question 150\"", "tasks[49].input.q");

        Exchange exchange = send("linkup:tasks?type=search&maxConcurrentBatches=1", rows);

        assertThat(exchange.getException())
                .hasStackTraceContaining("request 150 (reference row 150), input.q: is too odd");
    }

    /** The second row is not sent, because the first one has its reference. */
    @Test
    void aRefusedRequestIsNamedRightWhereOthersWereLeftOut() {
        List<Map<String, Object>> rows = List.of(
                Map.of("q", "one", "reference", "ACME"),
                Map.of("q", "one more", "reference", "ACME"),
                Map.of("q", "odd", "reference", "Umbrella"));
        refuse("odd", "1.input.q");

        Exchange exchange = send("linkup:tasks?type=search&idempotencyPeriod=1h", rows);

        assertThat(exchange.getException())
                .hasStackTraceContaining("request 3 (reference Umbrella), input.q: is too odd");
    }

    @Test
    void aBadItemIsNamedByItsReferenceToo() {
        Exchange exchange = send(
                "linkup:tasks?type=search",
                List.of("a", Map.of("q", "b", "reference", "ACME"), Map.of("q", " ", "reference", 17)));

        assertThat(exchange.getException()).hasMessageContaining("request 3 (reference 17), q: is required");
        assertThat(standIn().count()).isZero();
    }

    @Test
    void anEndlessIteratorIsReadNoFurtherWhenItsRouteStops() throws Exception {
        AtomicLong read = new AtomicLong();
        context.getShutdownStrategy().setTimeout(1);
        routes(routes -> routes.from("direct:endless").routeId("endless").to("linkup:tasks?type=search"));
        CompletableFuture<Exchange> sent = template.asyncSend("direct:endless", exchange -> exchange.getMessage()
                .setBody(Stream.generate(() -> "question " + read.incrementAndGet())));
        await().until(() -> standIn().count(Operation.TASKS_CREATE) > 3);

        context.getRouteController().stopRoute("endless");

        assertThat(sent.get(20, TimeUnit.SECONDS).getException())
                .hasStackTraceContaining("The route was stopped, so the batch is read no further");
    }

    @Test
    void aFileIsReadNoFurtherWhenItsRouteStops() throws Exception {
        int rows = 10_000;
        Path file = Files.writeString(folder.resolve("questions.json"), "[\"q\"" + ",\"q\"".repeat(rows - 1) + "]");
        context.getShutdownStrategy().setTimeout(1);
        routes(routes -> routes.from("direct:file").routeId("file").to("linkup:tasks?type=search&batchSize=1"));
        CompletableFuture<Exchange> sent = template.asyncSend(
                "direct:file", exchange -> exchange.getMessage().setBody(file.toFile()));
        await().until(() -> standIn().count(Operation.TASKS_CREATE) > 3);

        context.getRouteController().stopRoute("file");

        assertThat(sent.get(20, TimeUnit.SECONDS).getException()).isNotNull();
        assertThat(standIn().tasks()).hasSizeLessThan(rows);
    }

    /** It would be kept with the task, and come back with its result. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMessageInABatchThatBringsAKeyIsRefusedLikeAnyOther(boolean wholeExchange) {
        Exchange element = new DefaultExchange(context);
        element.getMessage().setBody("camel");
        element.getMessage().setHeader("CamelLinkupApiKey", "a key");

        Exchange sent =
                send("linkup:tasks?type=search&keepHeaders=*", List.of(wholeExchange ? element : element.getMessage()));

        assertThat(sent.getException())
                .isInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining("CamelLinkupApiKey")
                .hasMessageNotContaining("a key");
        assertThat(pending(repository())).isEmpty();
    }
}
