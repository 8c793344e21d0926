package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.exception.LinkupTimeoutException;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.test.Operation;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** {@code mode=await} beside a consumer: who gets the result. */
class AwaitBesideConsumerTest extends ConsumerTestSupport {

    private static final String AWAIT = "linkup:tasks?mode=await&type=search";

    private CompletableFuture<Exchange> send(String uri, Object body) {
        return template.asyncSend(uri, exchange -> exchange.getMessage().setBody(body));
    }

    private static void awaitTasks(int number) {
        await().until(() -> standIn().tasks().size() == number);
    }

    @Test
    void aTimeoutNamesTheTaskSendsNothingAgainAndLeavesTheResultToAConsumer() throws Exception {
        Exchange exchange = send(AWAIT + "&awaitTimeout=50", "camel").join();

        String taskId = standIn().tasks().get(0).id();
        assertThat(exchange.getException())
                .isInstanceOf(LinkupTimeoutException.class)
                .hasMessageContaining(taskId);
        finished().expectedHeaderReceived(LinkupConstants.TASK_ID, taskId);
        finished().expectedMessageCount(1);
        CLOCK.advance(TASK_TIME);
        routes(routes -> routes.from("linkup:tasks?taskScope=submitted&" + FAST).to("mock:finished"));
        finished().assertIsSatisfied();
        awaitEmptyRepository();
        assertThat(standIn().count(Operation.TASKS_CREATE)).isEqualTo(1);
    }

    @Test
    void aConsumerSideBySideNeverEmitsAnAwaitedTask() throws Exception {
        routes(routes -> routes.from("linkup:tasks?taskScope=submitted&" + FAST)
                .routeId("finished")
                .to("mock:finished"));
        List<CompletableFuture<Exchange>> awaited = IntStream.range(0, 50)
                .mapToObj(i -> send(AWAIT, "question " + i))
                .toList();
        template.sendBody("linkup:tasks?type=search", List.of("mine", "mine too"));
        awaitTasks(52);
        finished().expectedMessageCount(2);

        CLOCK.advance(TASK_TIME);
        awaited.forEach(each -> assertThat(each.join().getException()).isNull());
        finished().assertIsSatisfied();
        awaitEmptyRepository();
        awaitPolls(5);

        assertThat(finished().getReceivedCounter()).isEqualTo(2);
    }

    @Test
    void howeverLongTheExchangeTakesWithTheResultNoConsumerEmitsItMeanwhile() throws Exception {
        CountDownLatch crmAnswers = new CountDownLatch(1);
        CountDownLatch atTheCrm = new CountDownLatch(1);
        routes(routes -> {
            routes.from("linkup:tasks?taskScope=submitted&" + FAST)
                    .routeId("finished")
                    .to("mock:finished");
            routes.from("direct:await").to(AWAIT).process(exchange -> {
                atTheCrm.countDown();
                crmAnswers.await();
            });
        });
        CompletableFuture<Exchange> exchange = send("direct:await", "camel");
        awaitTasks(1);
        CLOCK.advance(TASK_TIME);
        atTheCrm.await();
        CLOCK.advance(TASK_TIME);
        awaitPolls(10);
        crmAnswers.countDown();
        exchange.join();
        awaitEmptyRepository();

        assertThat(finished().getReceivedCounter()).isZero();
    }

    @Test
    void theTimeThatSendingTakesCountsSoThatNoConsumerEmitsWhatAnExchangeStillWaitsFor() {
        MemoryTaskRepository memory = new MemoryTaskRepository(CLOCK);
        TaskRepository slow = (TaskRepository) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {TaskRepository.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("created")) {
                        CLOCK.advance(Duration.ofMinutes(31));
                    }
                    return method.invoke(memory, arguments);
                });
        context.getRegistry().bind("slow", slow);

        Exchange exchange = send(AWAIT + "&taskRepository=#slow", "camel")
                .orTimeout(20, TimeUnit.SECONDS)
                .join();

        assertThat(exchange.getException()).isInstanceOf(LinkupTimeoutException.class);
        assertThat(pending(memory)).hasSize(1);
    }

    @Test
    void aConsumerOfAllTasksEmitsAwaitedOnesToo() throws Exception {
        routes(builder -> builder.from("linkup:tasks?" + LONG_AGO + FAST).to("mock:finished"));
        finished().expectedMessageCount(1);
        CompletableFuture<Exchange> awaiting = send(AWAIT, "camel");
        await().until(() -> standIn().count(Operation.TASKS_CREATE) == 1);

        CLOCK.advance(TASK_TIME);

        assertThat(awaiting.orTimeout(20, TimeUnit.SECONDS).join().getException())
                .isNull();
        finished().assertIsSatisfied();
    }
}
