package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several exchanges of a consumer at once: {@code concurrentConsumers} and {@code maxInFlight}. */
class ConcurrentExchangesTest extends ConsumerTestSupport {

    private static final String SUBMITTED = "linkup:tasks?taskScope=submitted&";

    private final Semaphore goOn = new Semaphore(0);
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final Queue<AsyncCallback> held = new ConcurrentLinkedQueue<>();

    private void submit(int number) {
        template.sendBody("linkup:tasks?type=search", Collections.nCopies(number, "camel"));
        CLOCK.advance(TASK_TIME);
    }

    private void consume(String uri) throws Exception {
        routes(routes -> routes.from(uri)
                .routeId("finished")
                .process(exchange -> {
                    mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                    goOn.tryAcquire(60, TimeUnit.SECONDS);
                    atOnce.decrementAndGet();
                })
                .to("mock:finished"));
    }

    @Test
    void soManyAreUnderWayAndNeverMoreAndMeanwhileNothingIsRead() throws Exception {
        submit(250);
        consume(SUBMITTED + "concurrentConsumers=4&" + FAST);
        await().until(() -> atOnce.get() == 4);
        long reads = reads();
        goOn.release(50);
        await().until(() -> finished().getReceivedCounter() == 50 && atOnce.get() == 4);

        assertThat(reads()).as("the first page still holds some").isEqualTo(reads);
        assertThat(mostAtOnce).hasValue(4);

        goOn.release(10_000);
        await().until(() -> finished().getReceivedCounter() == 250);
        awaitEmptyRepository();
        assertThat(mostAtOnce).hasValue(4);
        assertThat(emitted()).doesNotHaveDuplicates();
    }

    @Test
    void routesThatHoldNoThreadAreUnderWayUpToTheirOwnLimit() throws Exception {
        submit(30);
        routes(routes -> routes.from(SUBMITTED + "maxInFlight=7&" + FAST)
                .routeId("finished")
                .process(new AsyncProcessorSupport() {
                    @Override
                    public boolean process(Exchange exchange, AsyncCallback callback) {
                        held.add(callback);
                        return false;
                    }
                })
                .to("mock:finished"));
        await().until(() -> held.size() == 7);
        long reads = reads();
        for (int i = 0; i < 30; i++) {
            await().until(() -> !held.isEmpty());
            assertThat(held.size()).isLessThanOrEqualTo(7);
            held.remove().done(false);
        }
        await().until(() -> finished().getReceivedCounter() == 30);
        awaitEmptyRepository();

        assertThat(emitted()).doesNotHaveDuplicates();
        assertThat(reads).isPositive();
    }

    @Test
    void anAsynchronousFailureComesAgain() throws Exception {
        Set<String> failedOnce = ConcurrentHashMap.newKeySet();
        submit(20);
        routes(routes -> routes.from(SUBMITTED + "concurrentConsumers=2&maxInFlight=5&" + FAST)
                .routeId("finished")
                .setBody(routes.constant("camel"))
                .to("linkup:search")
                .process(exchange -> {
                    if (failedOnce.add(exchange.getMessage().getHeader(LinkupConstants.TASK_ID, String.class))) {
                        throw new IllegalStateException("the CRM is down");
                    }
                })
                .to("mock:finished"));
        await().until(() -> finished().getReceivedCounter() >= 20);
        awaitEmptyRepository();

        assertThat(failedOnce).hasSize(20);
        assertThat(emitted()).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void twoConsumersOverOneRepositoryEmitEachTaskOnce() throws Exception {
        List<String> ids = new CopyOnWriteArrayList<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                for (int delay : List.of(1, 2)) {
                    from(SUBMITTED + "concurrentConsumers=3&initialDelay=0&delay=" + delay)
                            .process(exchange ->
                                    ids.add(exchange.getMessage().getHeader(LinkupConstants.TASK_ID, String.class)));
                }
            }
        });
        for (int i = 0; i < 5; i++) {
            submit(200);
        }
        awaitEmptyRepository();
        await().until(() -> ids.size() >= 1_000);

        assertThat(ids).hasSize(1_000).doesNotHaveDuplicates();
    }

    @Test
    void whatOneConsumerHasUnderWayIsNotEmittedByOneWhoseCallsHaveOtherSettings() throws Exception {
        submit(3);
        for (String settings : List.of("", "maxResponseSize=200000000&")) {
            routes(routes -> routes.from(SUBMITTED + settings + "maxInFlight=7&" + FAST)
                    .process(new AsyncProcessorSupport() {
                        @Override
                        public boolean process(Exchange exchange, AsyncCallback callback) {
                            held.add(callback);
                            return false;
                        }
                    })
                    .to("mock:finished"));
            await().until(() -> held.size() >= 3);
        }
        long reads = reads();
        await().until(() -> held.size() > 3 || reads() >= reads + 3);

        assertThat(held).hasSize(3);

        held.forEach(callback -> callback.done(false));
        awaitEmptyRepository();
        assertThat(emitted()).hasSize(3).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"concurrentConsumers=3&", "concurrentConsumers=2&maxInFlight=3&"})
    void aStopFinishesWhatIsUnderWayAndLeavesTheRestForTheNextStart(String options) throws Exception {
        submit(20);
        consume(SUBMITTED + options + FAST);
        await().until(() -> atOnce.get() >= 2);
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> {
            try {
                context.getRouteController().stopRoute("finished");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> !linkupConsumer().isBatchAllowed());
        goOn.release(3);
        stopped.get(30, TimeUnit.SECONDS);
        int done = finished().getReceivedCounter();

        assertThat(done).isBetween(2, 3);
        assertThat(pending(repository())).hasSize(20 - done);

        goOn.release(10_000);
        context.getRouteController().startRoute("finished");
        await().until(() -> finished().getReceivedCounter() == 20);
        awaitEmptyRepository();
        assertThat(emitted()).doesNotHaveDuplicates();
    }

    /** So a consumer is stopped where its node is not the leader any more. */
    @Test
    void aStopThatInterruptsTheWaitForASlotLosesNothing() throws Exception {
        submit(20);
        consume(SUBMITTED + "concurrentConsumers=2&" + FAST);
        await().until(() -> atOnce.get() == 2);
        LinkupConsumer consumer = linkupConsumer();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(consumer::stop);
        await().until(consumer::isStopping);
        goOn.release(10_000);
        stopped.get(30, TimeUnit.SECONDS);

        consumer.start();
        await().until(() -> finished().getReceivedCounter() == 20);
        awaitEmptyRepository();
        assertThat(emitted()).doesNotHaveDuplicates();
    }

    @Test
    void suspendedItCallsNothing() throws Exception {
        goOn.release(10_000);
        consume(SUBMITTED + "concurrentConsumers=3&" + FAST);
        context.getRouteController().suspendRoute("finished");
        long reads = reads();
        submit(5);
        await().during(Duration.ofMillis(300)).until(() -> reads() == reads);

        context.getRouteController().resumeRoute("finished");
        await().until(() -> finished().getReceivedCounter() == 5);
        awaitEmptyRepository();
    }

    @Test
    void whatAPollingConsumerHasNotGivenOutComesAgain() throws Exception {
        submit(10);
        LinkupEndpoint endpoint = context.getEndpoint(SUBMITTED + FAST, LinkupEndpoint.class);
        var polling = endpoint.createPollingConsumer();
        polling.start();
        Exchange first = polling.receive(20_000);
        first.getExchangeExtension().handoverCompletions().forEach(completion -> completion.onComplete(first));
        polling.stop();
        polling.close();
        assertThat(pending(repository())).hasSize(9);

        goOn.release(10_000);
        consume(SUBMITTED + "concurrentConsumers=2&" + FAST);
        await().until(() -> finished().getReceivedCounter() == 9);
        awaitEmptyRepository();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatFindsNoRoomBeforeAPollingConsumerComesAgain(boolean copy) throws Exception {
        submit(5);
        LinkupEndpoint endpoint = context.getEndpoint(SUBMITTED + FAST, LinkupEndpoint.class);
        endpoint.setPollingConsumerQueueSize(1);
        endpoint.setPollingConsumerBlockWhenFull(false);
        endpoint.setPollingConsumerCopy(copy);
        var polling = endpoint.createPollingConsumer();
        polling.start();
        try {
            for (int left = 4; left >= 0; left--) {
                Exchange next = polling.receive(20_000);
                assertThat(next).as("%s are left", left + 1).isNotNull();
                InFlightExchange.takeCompletions(next).forEach(completion -> completion.onComplete(next));
                assertThat(pending(repository())).hasSize(left);
            }
        } finally {
            polling.stop();
            polling.close();
        }
    }
}
