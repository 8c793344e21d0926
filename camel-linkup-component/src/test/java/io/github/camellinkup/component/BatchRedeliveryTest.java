package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch that an error handler redelivers goes on where it stopped: each request is created once, and none is lost. */
class BatchRedeliveryTest extends ConsumerTestSupport {

    private static final int ROWS = 500;

    @TempDir
    private static Path folder;

    /** The forms in which a batch can come. */
    private enum Form {
        LIST(BatchRedeliveryTest::questions),
        ARRAY(() -> questions().toArray()),
        ITERATOR(() -> questions().iterator()),
        STREAM(() -> questions().stream()),
        ITERABLE(() -> (Iterable<String>) () -> questions().iterator()),
        TEXT(BatchRedeliveryTest::jsonArray),
        INPUT_STREAM(() -> new ByteArrayInputStream(jsonArray().getBytes(StandardCharsets.UTF_8))),
        FILE(BatchRedeliveryTest::file);

        private final Supplier<Object> body;

        Form(Supplier<Object> body) {
            this.body = body;
        }
    }

    private static List<String> questions() {
        return IntStream.range(0, ROWS).mapToObj(i -> "question " + i).collect(Collectors.toList());
    }

    private static String jsonArray() {
        return questions().stream().collect(Collectors.joining("\"},{\"q\":\"", "[{\"q\":\"", "\"}]"));
    }

    private static Path file() {
        try {
            return Files.writeString(folder.resolve("batch.json"), jsonArray());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The credits are spent when so many tasks are created, and stay so until the fault is cleared. */
    private static void creditsLastFor(int tasks) {
        standIn()
                .failWhen(
                        call -> call.operation() == Operation.TASKS_CREATE
                                && standIn().tasks().size() >= tasks,
                        Fault.error(429, "INSUFFICIENT_FUNDS_CREDITS"));
    }

    private Exchange send(String uri, Object body) {
        return template.send(uri, exchange -> exchange.getMessage().setBody(body));
    }

    private static void eachQuestionIsCreatedOnce() {
        assertThat(standIn().tasks())
                .extracting(task -> task.input().path("q").asText())
                .containsExactlyInAnyOrderElementsOf(questions());
    }

    private static void theAnswerIsThatOfTheWholeBatch(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader(LinkupConstants.CREATED_COUNT))
                .isEqualTo((long) ROWS);
        List<?> tasks = exchange.getMessage().getBody(List.class);
        assertThat(tasks)
                .extracting(task -> ((Task) task).input().toTree().path("q").asText())
                .containsExactlyElementsOf(questions());
    }

    /** The credits are topped up before the first redelivery. */
    private void toppedUpRoute(String uri) throws Exception {
        routes(routes -> routes.from("direct:batch")
                .errorHandler(routes.deadLetterChannel("mock:dead")
                        .maximumRedeliveries(3)
                        .redeliveryDelay(0)
                        .onRedelivery(exchange -> standIn().clearFaults()))
                .to(uri));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void whatWasCreatedBeforeTheCreditsWereSpentIsNotCreatedAgain(Form form) throws Exception {
        toppedUpRoute("linkup:tasks?type=search&maxConcurrentBatches=1");
        creditsLastFor(200);

        Exchange exchange = send("direct:batch", form.body.get());

        theAnswerIsThatOfTheWholeBatch(exchange);
        eachQuestionIsCreatedOnce();
        assertThat(getMockEndpoint("mock:dead").getExchanges()).isEmpty();
        assertThat(pending(repository())).hasSize(ROWS);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void soItIsWithSeveralCallsUnderWay(Form form) throws Exception {
        toppedUpRoute("linkup:tasks?type=search&batchSize=30");
        standIn()
                .failWhen(
                        call -> call.operation() == Operation.TASKS_CREATE
                                && call.json().toString().contains("\"question 130\""),
                        Fault.error(429, "EXCEED_BUDGET_LIMIT"));

        theAnswerIsThatOfTheWholeBatch(send("direct:batch", form.body.get()));
        eachQuestionIsCreatedOnce();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void soItIsWhereNothingWasCreatedAtFirst(Form form) throws Exception {
        toppedUpRoute("linkup:tasks?type=search");
        creditsLastFor(0);

        theAnswerIsThatOfTheWholeBatch(send("direct:batch", form.body.get()));
        eachQuestionIsCreatedOnce();
    }

    @Test
    void redeliveriesThatGetALittleFartherEachTimeComeToTheEnd() throws Exception {
        AtomicInteger credits = new AtomicInteger(100);
        standIn()
                .failWhen(
                        call -> call.operation() == Operation.TASKS_CREATE
                                && standIn().tasks().size() >= credits.get(),
                        Fault.error(429, "INSUFFICIENT_FUNDS_CREDITS"));
        routes(routes -> routes.from("direct:batch")
                .errorHandler(routes.defaultErrorHandler()
                        .maximumRedeliveries(5)
                        .redeliveryDelay(0)
                        .onRedelivery(exchange -> credits.addAndGet(100)))
                .to("linkup:tasks?type=search"));

        theAnswerIsThatOfTheWholeBatch(send("direct:batch", questions()));
        eachQuestionIsCreatedOnce();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ids", "none"})
    void theAnswerIsWholeInEveryForm(String answer) throws Exception {
        toppedUpRoute("linkup:tasks?type=search&maxConcurrentBatches=1&batchAnswer=" + answer);
        creditsLastFor(200);

        Exchange exchange = send("direct:batch", questions().iterator());

        assertThat(exchange.getMessage().getHeader(LinkupConstants.CREATED_COUNT))
                .isEqualTo((long) ROWS);
        Object body = exchange.getMessage().getBody();
        assertThat(body == null ? answer : ((List<?>) body).size()).isEqualTo(answer.equals("none") ? "none" : ROWS);
        eachQuestionIsCreatedOnce();
    }

    /** A route without an error handler is tried again from its beginning by the route that calls it. */
    private void retriedAsAWhole(Supplier<Object> body, AtomicInteger failures) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:batch")
                        .errorHandler(deadLetterChannel("mock:dead")
                                .maximumRedeliveries(3)
                                .redeliveryDelay(0))
                        .to("direct:whole");
                from("direct:whole")
                        .errorHandler(noErrorHandler())
                        .removeHeaders("*")
                        .process(exchange -> {
                            if (body != null) {
                                exchange.getMessage().setBody(body.get());
                            }
                        })
                        .to("linkup:tasks?type=search")
                        .process(exchange -> {
                            if (failures.getAndDecrement() > 0) {
                                throw new IllegalStateException("the CRM is down");
                            }
                        });
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aLaterStepThatFailsCreatesNothingAgain(Form form) throws Exception {
        retriedAsAWhole(null, new AtomicInteger(2));

        theAnswerIsThatOfTheWholeBatch(send("direct:batch", form.body.get()));
        eachQuestionIsCreatedOnce();
        assertThat(getMockEndpoint("mock:dead").getExchanges()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void soItIsWhereTheRouteMakesTheBatchAnew(Form form) throws Exception {
        retriedAsAWhole(form.body, new AtomicInteger(2));

        theAnswerIsThatOfTheWholeBatch(send("direct:batch", "the trigger"));
        eachQuestionIsCreatedOnce();
    }

    @Test
    void rowsThatComeInAnotherOrderAreNotCreatedAgain() throws Exception {
        AtomicReference<List<String>> rows = new AtomicReference<>(questions());
        retriedAsAWhole(
                () -> {
                    List<String> now = new ArrayList<>(rows.get());
                    Collections.reverse(rows.get());
                    return now;
                },
                new AtomicInteger(1));

        Exchange exchange = send("direct:batch", "the trigger");

        List<?> tasks = exchange.getMessage().getBody(List.class);
        List<String> reversed = new ArrayList<>(questions());
        Collections.reverse(reversed);
        assertThat(tasks)
                .extracting(task -> ((Task) task).input().toTree().path("q").asText())
                .containsExactlyElementsOf(reversed);
        eachQuestionIsCreatedOnce();
    }

    @Test
    void equalRequestsAreAsManyAsTheyAre() throws Exception {
        toppedUpRoute("linkup:tasks?type=search&maxConcurrentBatches=1");
        creditsLastFor(200);

        send("direct:batch", Collections.nCopies(ROWS, "the same question"));

        assertThat(standIn().tasks()).hasSize(ROWS);
    }

    @Test
    void aLoopSendsTheSameBatchInEachRound() throws Exception {
        List<String> batch = List.of("a", "b");
        routes(routes -> routes.from("direct:batch")
                .loop(3)
                .process(exchange -> exchange.getMessage().setBody(batch))
                .to("linkup:tasks?type=search"));

        send("direct:batch", null);

        assertThat(standIn().tasks()).hasSize(6);
    }

    @Test
    void whatARouteSendsInItsPlaceIsSent() throws Exception {
        AtomicReference<List<?>> second = new AtomicReference<>();
        routes(routes -> {
            routes.from("direct:send")
                    .errorHandler(routes.noErrorHandler())
                    .to("linkup:tasks?type=search&maxConcurrentBatches=1");
            routes.from("direct:batch")
                    .doTry()
                    .to("direct:send")
                    .doCatch(LinkupPartialBatchException.class)
                    .process(exchange -> {
                        standIn().clearFaults();
                        LinkupPartialBatchException partial =
                                exchange.getProperty(Exchange.EXCEPTION_CAUGHT, LinkupPartialBatchException.class);
                        exchange.getMessage().setBody(partial.getNotCreated());
                    })
                    .to("direct:send")
                    .process(exchange -> second.set(exchange.getMessage().getBody(List.class)))
                    .end();
        });
        creditsLastFor(200);

        send("direct:batch", questions());

        eachQuestionIsCreatedOnce();
        assertThat(second.get()).hasSize(300);
    }

    /** What the source would have brought is not known, so the batch must not end as if it had been all. */
    @Test
    void aRowThatCannotBeReadIsNotPassedByInARedelivery() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        routes(routes -> routes.from("direct:batch")
                .errorHandler(routes.deadLetterChannel("mock:dead")
                        .maximumRedeliveries(3)
                        .redeliveryDelay(0))
                .process(exchange -> calls.incrementAndGet())
                .to("linkup:tasks?type=search&maxConcurrentBatches=1"));
        Iterator<String> rows = Stream.concat(
                        questions().stream().limit(250), Stream.concat(Stream.of(" "), Stream.of("the last")))
                .iterator();

        send("direct:batch", rows);

        Exchange dead = getMockEndpoint("mock:dead").getExchanges().get(0);
        LinkupPartialBatchException failure =
                dead.getProperty(Exchange.EXCEPTION_CAUGHT, LinkupPartialBatchException.class);
        assertThat(failure).hasMessageContaining("request 251");
        assertThat(failure.getCreatedCount()).isEqualTo(200);
        assertThat(failure.getNotCreated()).hasSize(50);
        assertThat(standIn().tasks()).hasSize(200);
    }

    @Test
    void aStreamThatIsCachedIsReadFromItsBeginning() throws Exception {
        toppedUpRoute("linkup:tasks?type=search&maxConcurrentBatches=1");
        creditsLastFor(200);
        InputStream stream = new ByteArrayInputStream(jsonArray().getBytes(StandardCharsets.UTF_8));
        context.setStreamCaching(true);

        theAnswerIsThatOfTheWholeBatch(send("direct:batch", stream));
        eachQuestionIsCreatedOnce();
    }
}
