package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.SourcedAnswer;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.repository.JdbcTaskRepository;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.StandInTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code idempotencyPeriod}: what another exchange has sent under the same reference is not created again. */
class IdempotencyTest extends ConsumerTestSupport {

    private static final String ONCE = "linkup:tasks?type=search&idempotencyPeriod=1h";

    /** In a database of its own, which outlives the context. */
    private final JdbcDataSource database = newDatabase();

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.getComponent("linkup", LinkupComponent.class).setTaskRepository(newRepository());
        return context;
    }

    private TaskRepository newRepository() {
        return new JdbcTaskRepository(database, "linkup_", true, CLOCK);
    }

    private static List<Map<String, String>> rows(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> Map.of("q", "question " + i, "reference", "row " + i))
                .toList();
    }

    private Exchange send(String uri, Object body) {
        return template.send(uri, exchange -> exchange.getMessage().setBody(body));
    }

    private Exchange sendOne(String uri, String reference) {
        return template.send(uri, exchange -> {
            exchange.getMessage().setBody("camel");
            exchange.getMessage().setHeader(LinkupConstants.REFERENCE, reference);
        });
    }

    private static List<String> ids(Exchange sent) {
        assertThat(sent.getException()).isNull();
        List<?> tasks = sent.getMessage().getBody(List.class);
        return tasks.stream().map(task -> ((Task) task).id()).toList();
    }

    private static List<String> createdIds() {
        return standIn().tasks().stream().map(StandInTask::id).toList();
    }

    @Test
    void aFileThatIsReadTwiceCreatesEachRowOnce() {
        List<String> first = ids(send(ONCE, rows(0, 250)));
        Exchange second = send(ONCE, rows(100, 350));

        assertThat(standIn().tasks()).hasSize(350);
        assertThat(ids(second).subList(0, 150)).isEqualTo(first.subList(100, 250));
        assertThat(createdIds()).containsAll(ids(second));
        assertThat(second.getMessage().getHeader(LinkupConstants.CREATED_COUNT)).isEqualTo(250L);
    }

    @Test
    void aTaskIsAnsweredAsItWasCreated() {
        send(ONCE, rows(0, 1));
        Task again =
                (Task) send(ONCE, rows(0, 1)).getMessage().getBody(List.class).get(0);

        assertThat(again.type()).isEqualTo("search");
        assertThat(again.createdAt()).isEqualTo(standIn().tasks().get(0).createdAt());
        assertThat(again.input().toTree().path("q").asText()).isEqualTo("question 0");
    }

    @Test
    void aReferenceThatStandsTwiceInABatchIsCreatedOnce() {
        List<String> created = ids(send(
                ONCE, List.of(rows(0, 1).get(0), rows(1, 2).get(0), rows(0, 1).get(0))));

        assertThat(standIn().tasks()).hasSize(2);
        assertThat(created.get(2)).isEqualTo(created.get(0)).isNotEqualTo(created.get(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {ONCE + "&mode=single", "linkup:research?idempotencyPeriod=1h"})
    void aMessageThatABrokerDeliversAgainCreatesOneTask(String uri) {
        Exchange first = sendOne(uri, "ACME-1");
        Exchange second = sendOne(uri, "ACME-1");
        Exchange other = sendOne(uri, "ACME-2");

        assertThat(standIn().tasks()).hasSize(2);
        assertThat(second.getMessage().getBody(Task.class).id())
                .isEqualTo(first.getMessage().getBody(Task.class).id())
                .isNotEqualTo(other.getMessage().getBody(Task.class).id());
        assertThat(second.getMessage().getHeaders())
                .containsEntry(
                        LinkupConstants.TASK_ID,
                        first.getMessage().getBody(Task.class).id())
                .containsEntry(LinkupConstants.REFERENCE, "ACME-1");
    }

    @Test
    void messagesThatComeAtTheSameTimeCreateOneTaskForEachReference() {
        List<CompletableFuture<Exchange>> sent = IntStream.range(0, 60)
                .mapToObj(i -> template.asyncSend(ONCE + "&mode=single&batchSize=7", exchange -> {
                    exchange.getMessage().setBody("camel");
                    exchange.getMessage().setHeader(LinkupConstants.REFERENCE, "row " + i % 20);
                }))
                .toList();

        assertThat(sent).allSatisfy(exchange -> assertThat(
                        exchange.get(30, TimeUnit.SECONDS).getException())
                .isNull());
        assertThat(standIn().tasks()).hasSize(20);
    }

    /** They would all travel in the same call. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void messagesOfOneReferenceThatComeTogetherCreateOneTask(boolean inMemory) throws Exception {
        if (inMemory) {
            context.getComponent("linkup", LinkupComponent.class).setTaskRepository(new MemoryTaskRepository(CLOCK));
        }
        List<CompletableFuture<Exchange>> sent = IntStream.range(0, 6)
                .mapToObj(i -> asyncSendOne(ONCE + "&mode=single&batchSize=6&batchLinger=10000", "row " + i % 2))
                .toList();

        List<String> ids = new ArrayList<>();
        for (CompletableFuture<Exchange> each : sent) {
            ids.add(each.get(30, TimeUnit.SECONDS)
                    .getMessage()
                    .getBody(Task.class)
                    .id());
        }

        assertThat(standIn().tasks()).hasSize(2);
        assertThat(ids.subList(2, 6)).containsExactly(ids.get(0), ids.get(1), ids.get(0), ids.get(1));
    }

    @Test
    void aReferenceCountsForThePeriodAfterItsTaskWasTaken() throws Exception {
        consumeFrom("linkup:tasks?taskScope=submitted&" + FAST);
        send(ONCE, rows(0, 2));
        CLOCK.advance(TASK_TIME);
        awaitEmptyRepository();

        CLOCK.advance(Duration.ofMinutes(59));
        send(ONCE, rows(0, 2));
        assertThat(standIn().tasks()).hasSize(2);

        CLOCK.advance(Duration.ofMinutes(2));
        send(ONCE, rows(0, 2));
        assertThat(standIn().tasks()).hasSize(4);
    }

    @Test
    void aJobThatIsStartedAgainGoesOn() throws Exception {
        send(ONCE, rows(0, 3));
        context.stop();
        CamelContext next = createCamelContext();
        next.start();
        try (var nextTemplate = next.createProducerTemplate()) {
            nextTemplate.sendBody(ONCE, rows(0, 5));
        } finally {
            next.stop();
        }

        assertThat(standIn().tasks()).hasSize(5);
    }

    @Test
    void aCallWhoseAnswerNeverCameIsWaitedFor() {
        standIn().failNext(Operation.TASKS_CREATE, Fault.cutConnection().afterProcessing());
        CompletableFuture<Exchange> cut = template.asyncSend(
                ONCE + "&settleDelay=1", exchange -> exchange.getMessage().setBody(rows(0, 2)));
        await().until(() -> standIn().tasks().size() == 2);

        List<String> second = ids(send(ONCE, rows(0, 2)));

        assertThat(second).isEqualTo(ids(cut.join()));
        assertThat(standIn().tasks()).hasSize(2);
    }

    @Test
    void aReferenceOfWhichNobodyKnowsIsNotSentAgain() {
        standIn().failNext(Operation.TASKS_CREATE, Fault.cutConnection().afterProcessing());
        standIn().failWhen(call -> call.operation() == Operation.TASKS_LIST, Fault.error(500, "INTERNAL"));
        String uri = ONCE + "&mode=single&settleDelay=1&settleTimeout=60";

        assertThat(sendOne(uri, "ACME-1").getException()).isInstanceOf(LinkupSubmissionUncertainException.class);
        assertThat(sendOne(uri, "ACME-1").getException()).isInstanceOf(LinkupSubmissionUncertainException.class);

        assertThat(standIn().tasks()).hasSize(1);
    }

    @Test
    void aRefusedReferenceCanBeSentAgain() {
        standIn().failNext(Operation.TASKS_CREATE, Fault.error(429, "INSUFFICIENT_FUNDS_CREDITS"));

        assertThat(send(ONCE, rows(0, 2)).getException()).isNotNull();
        assertThat(ids(send(ONCE, rows(0, 2)))).hasSize(2);
        assertThat(standIn().tasks()).hasSize(2);
    }

    @Test
    void anExchangeAwaitsTheTaskThatThereIs() throws Exception {
        String uri = ONCE + "&mode=await";
        sendOne(ONCE + "&mode=single", "ACME-1");
        CompletableFuture<Exchange> first = asyncSendOne(uri, "ACME-1");
        CompletableFuture<Exchange> second = asyncSendOne(uri, "ACME-1");
        await().until(() -> pending(repository()).stream().anyMatch(task -> task.isAwaited(CLOCK.instant())));
        CLOCK.advance(TASK_TIME);

        for (CompletableFuture<Exchange> sent : List.of(first, second)) {
            assertThat(sent.get(30, TimeUnit.SECONDS).getMessage().getBody()).isInstanceOf(SourcedAnswer.class);
        }
        awaitEmptyRepository();
        assertThat(standIn().tasks()).hasSize(1);

        Exchange late = asyncSendOne(uri, "ACME-1").get(30, TimeUnit.SECONDS);
        assertThat(late.getMessage().getBody()).isInstanceOf(SourcedAnswer.class);
        assertThat(standIn().tasks()).hasSize(1);
    }

    private CompletableFuture<Exchange> asyncSendOne(String uri, String reference) {
        return template.asyncSend(uri, exchange -> {
            exchange.getMessage().setBody("camel");
            exchange.getMessage().setHeader(LinkupConstants.REFERENCE, reference);
        });
    }

    @Test
    void eachRequestNeedsAReference() {
        assertThat(send(ONCE, List.of("no reference")).getException())
                .isInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining("reference")
                .hasMessageContaining("idempotencyPeriod");
        assertThat(standIn().count()).isZero();
    }

    @Test
    void withoutTheOptionAReferenceIsNoKey() {
        send("linkup:tasks?type=search", rows(0, 2));
        send("linkup:tasks?type=search", rows(0, 2));

        assertThat(standIn().tasks()).hasSize(4);
    }
}
