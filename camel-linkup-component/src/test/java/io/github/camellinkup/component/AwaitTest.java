package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.exception.LinkupAuthenticationException;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupTasksQueueLimitExceededException;
import io.github.camellinkup.client.model.FetchedPage;
import io.github.camellinkup.client.model.SearchResults;
import io.github.camellinkup.client.model.SourcedAnswer;
import io.github.camellinkup.client.model.StructuredAnswer;
import io.github.camellinkup.engine.exception.LinkupTaskExpiredException;
import io.github.camellinkup.engine.exception.LinkupTaskFailedException;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code mode=await}: the exchange goes on with the result of its task. */
class AwaitTest extends ConsumerTestSupport {

    private static final String AWAIT = "linkup:tasks?mode=await&type=search";

    public record Company(String name, int employees) {}

    private CompletableFuture<Exchange> send(String uri, Object body, Map<String, Object> headers) {
        return template.asyncSend(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().getHeaders().putAll(headers);
        });
    }

    private CompletableFuture<Exchange> send(String uri, Object body) {
        return send(uri, body, Map.of());
    }

    private static void awaitTasks(int number) {
        await().until(() -> standIn().tasks().size() == number);
    }

    /** The exchange after its one task has come to its end. */
    private Exchange answered(String uri, Object body) {
        CompletableFuture<Exchange> exchange = send(uri, body);
        awaitTasks(1);
        CLOCK.advance(TASK_TIME);
        return exchange.join();
    }

    private Object body(String uri, Object body) {
        Exchange exchange = answered(uri, body);
        assertThat(exchange.getException()).isNull();
        awaitEmptyRepository();
        return exchange.getMessage().getBody();
    }

    @Test
    void aSearchAnswersItsResult() {
        assertThat(body(AWAIT, "camel")).isInstanceOf(SourcedAnswer.class);
        assertThat(standIn().count(Operation.TASKS_CREATE)).isEqualTo(1);
    }

    @Test
    void aSearchAnswersResults() {
        assertThat(body(AWAIT + "&outputType=searchResults", "camel")).isInstanceOf(SearchResults.class);
    }

    @Test
    void roomInAFullQueueIsNotWaitedForLongerThanTheResult() {
        Fault full = Fault.error(429, "TASKS_QUEUE_LIMIT_EXCEEDED").withHeader("Retry-After", "30");
        standIn().failWhen(call -> call.operation() == Operation.TASKS_CREATE, full);

        Exchange exchange = send(AWAIT + "&awaitTimeout=20000", "camel").join();

        assertThat(exchange.getException()).isInstanceOf(LinkupTasksQueueLimitExceededException.class);
        assertThat(standIn().count(Operation.TASKS_CREATE)).isEqualTo(1);
    }

    @Test
    void aFetchAnswersThePage() {
        assertThat(body("linkup:tasks?mode=await&type=fetch", "https://a.org")).isInstanceOf(FetchedPage.class);
    }

    @Test
    void aStructuredSearchAnswersAMap() {
        String schema = "structuredOutputSchema=RAW({\"type\":\"object\"})";
        assertThat(body(AWAIT + "&" + schema, "camel")).isInstanceOf(StructuredAnswer.class);
    }

    @Test
    void aStructuredSearchAnswersAnInstanceOfTheClass() {
        standIn().answerSearch(input -> json("{\"name\":\"Camel\",\"employees\":3}"));

        assertThat(body(AWAIT + "&structuredOutputClass=" + Company.class.getName(), "camel"))
                .isEqualTo(new Company("Camel", 3));
    }

    @Test
    void researchGoesByTheApisOwnCalls() {
        assertThat(body("linkup:research?mode=await", "why")).isInstanceOf(SourcedAnswer.class);
        assertThat(standIn().count(Operation.RESEARCH_CREATE)).isEqualTo(1);
        assertThat(standIn().received(Operation.TASKS_CREATE, Operation.TASKS_GET, Operation.TASKS_LIST))
                .isEmpty();
    }

    @Test
    void headersTellWhoseResultItIs() {
        CompletableFuture<Exchange> sent = send(AWAIT, "camel", Map.of(LinkupConstants.REFERENCE, "ACME-1"));
        awaitTasks(1);
        CLOCK.advance(TASK_TIME);

        assertThat(sent.join().getMessage().getHeaders())
                .containsEntry(LinkupConstants.TASK_ID, standIn().tasks().get(0).id())
                .containsEntry(LinkupConstants.TASK_STATUS, "completed")
                .containsEntry(LinkupConstants.REFERENCE, "ACME-1");
    }

    @Test
    void manyExchangesTravelTogetherAndHoldNoThread() {
        List<CompletableFuture<Exchange>> sent = IntStream.range(0, 500)
                .mapToObj(i -> send(AWAIT, "question " + i))
                .toList();
        awaitTasks(500);
        // Those that sent have long returned; a thread that waited would be found in the await manager.
        await().until(() -> Thread.getAllStackTraces().values().stream()
                .noneMatch(stack -> List.of(stack).toString().contains("AsyncProcessorAwaitManager")));
        long threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("Camel"))
                .count();
        CLOCK.advance(TASK_TIME);
        sent.forEach(CompletableFuture::join);

        assertThat(threads).isLessThan(100);
        assertThat(standIn().count(Operation.TASKS_CREATE)).isLessThan(100);
        assertThat(sent).allSatisfy(exchange -> {
            assertThat(exchange.join().getException()).isNull();
            assertThat(exchange.join().getMessage().getBody()).isInstanceOf(SourcedAnswer.class);
        });
        awaitEmptyRepository();
    }

    @Test
    void aFailedTaskIsAnException() {
        standIn().failTasksWhen(task -> true, "no such company");

        Exchange exchange = answered(AWAIT, "camel");

        assertThat(exchange.getException(LinkupTaskFailedException.class)).hasMessageContaining("no such company");
        assertThat(exchange.getMessage().getHeader(LinkupConstants.TASK_STATUS)).isEqualTo("failed");
        awaitEmptyRepository();
    }

    @Test
    void aResultThatHasExpiredIsAnExceptionAndNeverFromOneSingle404() {
        standIn().failNext(Operation.TASKS_GET, 1, Fault.error(404, "TASK_NOT_FOUND"));
        assertThat(answered(AWAIT, "camel").getException()).isNull();

        standIn().failWhen(call -> call.operation() == Operation.TASKS_GET, Fault.error(404, "TASK_NOT_FOUND"));
        CompletableFuture<Exchange> lost = send(AWAIT, "camel");

        assertThat(lost.join().getException()).isInstanceOf(LinkupTaskExpiredException.class);
        assertThat(lost.join().getMessage().getHeader(LinkupConstants.TASK_STATUS))
                .isEqualTo("expired");
        awaitEmptyRepository();
    }

    @ParameterizedTest
    @ValueSource(strings = {AWAIT, "linkup:research?mode=await"})
    void aStopGivesWaitingExchangesBackAndLeavesTheirTasksInTheRepository(String uri) throws Exception {
        TaskRepository repository = repository();
        CompletableFuture<Exchange> exchange = send(uri, "camel");
        awaitTasks(1);
        await().until(() -> reads() > 0);

        context.stop();

        assertThat(exchange.join().getException()).isNotNull();
        assertThat(pending(repository)).hasSize(1);
    }

    @Test
    void aKeyThatIsRefusedEndsTheWaiting() {
        standIn().failWhen(call -> call.operation().isPolling(), Fault.error(401, "UNAUTHORIZED"));

        Exchange exchange = send(AWAIT, "camel").join();

        assertThat(exchange.getException()).isInstanceOf(LinkupAuthenticationException.class);
        await().until(() -> pending(repository()).stream().noneMatch(task -> task.isAwaited(CLOCK.instant())));
        assertThat(pending(repository())).hasSize(1);
    }

    @Test
    void aTroubleOnTheWayDoesNot() {
        standIn().failNext(Operation.TASKS_GET, 2, Fault.error(500, "INTERNAL"));

        Exchange exchange = answered(AWAIT + "&maxRetries=0", "camel");

        assertThat(exchange.getException(LinkupException.class)).isNull();
        assertThat(standIn().count(Operation.TASKS_GET)).isGreaterThanOrEqualTo(3);
    }

    @Test
    void aRouteThatFailsAfterwardsHasHadTheResult() throws Exception {
        routes(routes -> routes.from("direct:await").to(AWAIT).process(exchange -> {
            throw new IllegalStateException("the CRM is down");
        }));

        assertThat(answered("direct:await", "camel").getException()).hasMessage("the CRM is down");
        awaitEmptyRepository();
    }
}
