package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.test.Operation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Suspending, stopping and shutting down a consumer half-way. */
class ConsumerHaltsTest extends ConsumerTestSupport {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRouteThatHaltsInTheMiddleOfAPageLosesNothing(boolean suspended) throws Exception {
        context.getRegistry().bind("seen", new MemoryIdempotentRepository());
        List<String> tasks = foreignTasks(10, Duration.ofMinutes(10));
        CountDownLatch inTheMiddle = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        routes(routes -> routes.from("linkup:tasks?idempotentRepository=#seen&" + LONG_AGO + FAST)
                .routeId("finished")
                .process(exchange -> {
                    if (exchange.getProperty(Exchange.BATCH_INDEX, Integer.class) == 3) {
                        inTheMiddle.countDown();
                        goOn.await();
                    }
                })
                .to("mock:finished"));
        assertThat(inTheMiddle.await(20, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> {
            try {
                if (suspended) {
                    context.getRouteController().suspendRoute("finished");
                } else {
                    context.getRouteController().stopRoute("finished");
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        LinkupConsumer consumer = (LinkupConsumer) context.getRoute("finished").getConsumer();
        await().until(() -> !consumer.isBatchAllowed());
        goOn.countDown();
        stopped.get(20, TimeUnit.SECONDS);
        assertThat(emitted()).as("the exchange under way is finished").hasSize(4);

        if (suspended) {
            context.getRouteController().resumeRoute("finished");
        } else {
            context.getRouteController().startRoute("finished");
        }
        await().until(() -> finished().getReceivedCounter() >= 10);
        awaitReads(2);

        assertThat(emitted()).containsExactlyInAnyOrderElementsOf(tasks);
    }

    @Test
    void aShutdownDoesNotWaitForAPageThatDoesNotCome() throws Exception {
        context.getShutdownStrategy().setTimeout(30);
        standIn().latency(Operation.TASKS_LIST, Duration.ofMinutes(5));
        List<Throwable> reported = new CopyOnWriteArrayList<>();
        routes(routes -> {
            routes.onException(Exception.class)
                    .handled(true)
                    .process(
                            exchange -> reported.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));
            routes.from("linkup:tasks?bridgeErrorHandler=true&" + FAST)
                    .routeId("finished")
                    .to("mock:finished");
        });
        await().until(() -> standIn().count(Operation.TASKS_LIST) == 1);

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(context::stop);

        stopped.get(20, TimeUnit.SECONDS);
        assertThat(reported).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "concurrentConsumers=2&"})
    void aStopByAnInterruptedThreadIsAWholeStop(String options) throws Exception {
        consumeFrom("linkup:tasks?" + options + FAST);
        LinkupConsumer consumer = linkupConsumer();
        awaitReads(1);

        Thread.currentThread().interrupt();
        consumer.stop();

        assertThat(Thread.interrupted()).as("told to whoever stops").isTrue();
        assertThat(consumer.isStopped()).isTrue();
        consumer.start();
        String task = foreignTask(CLOCK.instant());
        await().until(() -> emitted().equals(List.of(task)));
    }

    @Test
    void aSuspendedRouteCallsNothingAndGoesOnAfterwards() throws Exception {
        consumeFrom("linkup:tasks?taskScope=submitted&" + FAST);
        template.sendBody("linkup:tasks?mode=single&type=search", "camel");
        await().until(() -> reads() > 0);
        context.getRouteController().suspendRoute("finished");
        long reads = reads();
        CLOCK.advance(TASK_TIME);
        assertThat(finished().getReceivedCounter()).isZero();
        assertThat(reads()).isLessThanOrEqualTo(reads + 1);

        finished().expectedMessageCount(1);
        context.getRouteController().resumeRoute("finished");

        finished().assertIsSatisfied();
        awaitEmptyRepository();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "concurrentConsumers=2&"})
    void aShutdownThatCompletesAllTasksFinishesThePageAndNoMore(String options) throws Exception {
        context.getRegistry().bind("seen", new MemoryIdempotentRepository());
        foreignTasks(150, Duration.ofMinutes(10));
        CountDownLatch inTheMiddle = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        routes(routes -> routes.from("linkup:tasks?idempotentRepository=#seen&" + options + LONG_AGO + FAST)
                .routeId("finished")
                .shutdownRunningTask(ShutdownRunningTask.CompleteAllTasks)
                .process(exchange -> {
                    inTheMiddle.countDown();
                    goOn.await();
                })
                .to("mock:finished"));
        assertThat(inTheMiddle.await(20, TimeUnit.SECONDS)).isTrue();
        LinkupConsumer consumer = linkupConsumer();

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> {
            try {
                context.getRouteController().stopRoute("finished");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(consumer::isSuspendingOrSuspended);
        goOn.countDown();
        stopped.get(20, TimeUnit.SECONDS);

        assertThat(emitted()).hasSize(100);
    }
}
