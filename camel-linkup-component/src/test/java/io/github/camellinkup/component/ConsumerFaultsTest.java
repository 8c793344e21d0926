package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.exception.LinkupAuthenticationException;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.engine.exception.LinkupTaskFailedException;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the consumer does when things go wrong, stop half-way or come in great numbers. */
class ConsumerFaultsTest extends ConsumerTestSupport {

    public record Company(String name, int employees) {}

    @Test
    void aPollThatFailsIsReportedByTheRoutesErrorHandlerAndTheNextOnesGoOn() throws Exception {
        standIn().failNext(Operation.TASKS_LIST, 5, Fault.error(500, "INTERNAL"));
        routes(routes -> {
            routes.onException(LinkupException.class).handled(true).to("mock:failed");
            routes.from("linkup:tasks?maxRetries=1&bridgeErrorHandler=true&" + LONG_AGO + FAST)
                    .to("mock:finished");
        });
        getMockEndpoint("mock:failed").expectedMinimumMessageCount(2);
        String task = foreignTask(CLOCK.instant());
        finished().expectedMessageCount(1);

        MockEndpoint.assertIsSatisfied(context);

        assertThat(emitted()).containsExactly(task);
        assertThat(getMockEndpoint("mock:failed")
                        .getExchanges()
                        .get(0)
                        .getProperty(Exchange.EXCEPTION_CAUGHT, LinkupException.class)
                        .getStatusCode())
                .isEqualTo(500);
    }

    @Test
    void aKeyThatIsRefusedIsReportedToTheExceptionHandlerAndPollsGoOnWhenItIsAcceptedAgain() throws Exception {
        standIn().failNext(Operation.TASKS_LIST, 2, Fault.error(401, "UNAUTHORIZED"));
        List<Throwable> reported = new CopyOnWriteArrayList<>();
        context.getRegistry().bind("reports", new org.apache.camel.spi.ExceptionHandler() {
            @Override
            public void handleException(Throwable exception) {
                reported.add(exception);
            }

            @Override
            public void handleException(String message, Throwable exception) {
                reported.add(exception);
            }

            @Override
            public void handleException(String message, Exchange exchange, Throwable exception) {
                reported.add(exception);
            }
        });
        finished().expectedMessageCount(1);
        foreignTask(CLOCK.instant());

        routes(routes -> routes.from("linkup:tasks?exceptionHandler=#reports&" + LONG_AGO + FAST)
                .to("mock:finished"));
        finished().assertIsSatisfied();

        assertThat(reported).hasSize(2).allMatch(LinkupAuthenticationException.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "truncated", "broken", "cut"})
    void aPageThatCannotBeReadIsReadAgain(String kind) throws Exception {
        Fault fault =
                switch (kind) {
                    case "garbage" -> Fault.garbage();
                    case "truncated" -> Fault.truncatedBody();
                    case "broken" -> Fault.brokenBody();
                    default -> Fault.cutConnection();
                };
        List<String> tasks = foreignTasks(150, Duration.ofMinutes(5));
        AtomicInteger secondPages = new AtomicInteger();
        standIn()
                .failWhen(
                        call -> call.operation() == Operation.TASKS_LIST
                                && call.query().get("page").contains("2")
                                && secondPages.incrementAndGet() <= 2,
                        fault);
        routes(routes ->
                routes.from("linkup:tasks?maxRetries=0&" + LONG_AGO + FAST).to("mock:finished"));

        finished().expectedMessageCount(150);
        finished().assertIsSatisfied(20_000);
        awaitReads(2);

        assertThat(emitted()).containsExactlyInAnyOrderElementsOf(tasks);
    }

    @Test
    void tasksThatFinishWhileManyPagesAreReadAreNeitherLostNorDoubled() throws Exception {
        Set<String> expected = ConcurrentHashMap.newKeySet();
        expected.addAll(foreignTasks(350, Duration.ofMinutes(2)));
        AtomicInteger pages = new AtomicInteger();
        routes(routes -> routes.from("linkup:tasks?" + LONG_AGO + FAST)
                .process(exchange -> {
                    if (exchange.getProperty(Exchange.BATCH_INDEX, Integer.class) == 0
                            && pages.incrementAndGet() <= 5) {
                        for (int i = 0; i < 13; i++) {
                            expected.add(foreignTask(CLOCK.instant()));
                        }
                    }
                })
                .to("mock:finished"));

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(pages.get()).isGreaterThanOrEqualTo(5);
            assertThat(finished().getReceivedCounter()).isEqualTo(350 + 5 * 13);
        });
        awaitReads(3);

        assertThat(emitted()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void tasksThatFinishedInTheSameMillisecondAreAllEmittedOverPages() throws Exception {
        Instant sameTime = CLOCK.instant();
        List<String> tasks =
                IntStream.range(0, 250).mapToObj(i -> foreignTask(sameTime)).toList();
        finished().expectedMessageCount(250);

        routes(routes -> routes.from("linkup:tasks?" + LONG_AGO + FAST).to("mock:finished"));
        finished().assertIsSatisfied(20_000);
        String late = foreignTask(sameTime);
        await().until(() -> finished().getReceivedCounter() == 251);

        assertThat(emitted()).doesNotHaveDuplicates().containsAll(tasks).contains(late);
    }

    @Test
    void aLimitOnAPollLosesNothingWithTaskScopeAll() throws Exception {
        List<String> tasks = foreignTasks(20, Duration.ofMinutes(10));
        finished().expectedMessageCount(20);

        routes(routes -> routes.from("linkup:tasks?maxMessagesPerPoll=7&" + LONG_AGO + FAST)
                .to("mock:finished"));
        finished().assertIsSatisfied();
        awaitReads(3);

        assertThat(emitted()).containsExactlyInAnyOrderElementsOf(tasks);
    }

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

    @Test
    void theIdempotentRepositoryRunsAsLongAsTheContext() throws Exception {
        MemoryIdempotentRepository seen = new MemoryIdempotentRepository();
        context.getRegistry().bind("seen", seen);
        routes(routes -> routes.from("linkup:tasks?idempotentRepository=#seen&" + FAST)
                .routeId("finished")
                .to("mock:finished"));
        context.getRouteController().stopRoute("finished");
        assertThat(seen.isStarted()).isTrue();

        context.stop();

        assertThat(seen.isStopped() || seen.isShutdown()).isTrue();
    }

    @Test
    void anIdempotentRepositoryThatFailsToAddLosesNoTask() throws Exception {
        AtomicBoolean down = new AtomicBoolean(true);
        Set<String> added = ConcurrentHashMap.newKeySet();
        context.getRegistry().bind("seen", new MemoryIdempotentRepository() {
            @Override
            public boolean add(String key) {
                if (down.get()) {
                    throw new IllegalStateException("the database is down");
                }
                added.add(key);
                return super.add(key);
            }
        });
        List<String> tasks = foreignTasks(3, Duration.ofMinutes(10));
        routes(routes -> routes.from("linkup:tasks?idempotentRepository=#seen&" + LONG_AGO + FAST)
                .to("mock:finished"));
        finished().expectedMinimumMessageCount(4);
        finished().assertIsSatisfied();

        down.set(false);

        await().untilAsserted(() -> assertThat(added).containsExactlyInAnyOrderElementsOf(tasks));
    }

    @Test
    void anIdempotentRepositoryThatFailsToLookLosesNoTask() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        context.getRegistry().bind("seen", new MemoryIdempotentRepository() {
            @Override
            public boolean contains(String key) {
                if (looks.incrementAndGet() <= 3) {
                    throw new IllegalStateException("the database is down");
                }
                return super.contains(key);
            }
        });
        List<String> tasks = foreignTasks(3, Duration.ofMinutes(10));
        finished().expectedMessageCount(3);

        routes(routes -> routes.from("linkup:tasks?idempotentRepository=#seen&" + LONG_AGO + FAST)
                .to("mock:finished"));
        finished().assertIsSatisfied();

        assertThat(emitted()).containsExactlyInAnyOrderElementsOf(tasks);
    }

    @Test
    void anOutputThatDoesNotFitTheClassIsAFailureLikeThatOfARouteAndComesAgain() throws Exception {
        AtomicBoolean fits = new AtomicBoolean();
        standIn()
                .answerSearch(input -> json(
                        fits.get()
                                ? "{\"name\":\"Camel\",\"employees\":3}"
                                : "{\"name\":\"Camel\",\"employees\":\"x\"}"));
        String type = "structuredOutputClass=" + Company.class.getName();
        routes(routes -> {
            routes.onException(LinkupException.class).handled(true).to("mock:failed");
            routes.from("linkup:tasks?taskScope=submitted&bridgeErrorHandler=true&" + type + "&" + FAST)
                    .to("mock:finished");
        });
        getMockEndpoint("mock:failed").expectedMinimumMessageCount(2);
        template.sendBody("linkup:tasks?mode=single&type=search&" + type, "camel");
        CLOCK.advance(TASK_TIME);
        getMockEndpoint("mock:failed").assertIsSatisfied();
        assertThat(pending(repository())).hasSize(1);

        finished().expectedBodiesReceived(new Company("Camel", 3));
        fits.set(true);

        finished().assertIsSatisfied();
        await().until(() -> pending(repository()).isEmpty());
    }

    @Test
    void theErrorHandlerIsToldWhoseTaskFailed() throws Exception {
        standIn().failTasksWhen(task -> true, "no such company");
        routes(routes -> {
            routes.onException(LinkupTaskFailedException.class).handled(true).to("mock:failed");
            routes.from("linkup:tasks?taskScope=submitted&failedTasks=error&bridgeErrorHandler=true&" + FAST)
                    .to("mock:finished");
        });
        getMockEndpoint("mock:failed").expectedHeaderReceived(LinkupConstants.REFERENCE, "ACME-1");
        getMockEndpoint("mock:failed").expectedHeaderReceived(LinkupConstants.TASK_STATUS, "failed");
        getMockEndpoint("mock:failed").expectedHeaderReceived("crmId", 7);
        getMockEndpoint("mock:failed").expectedMessageCount(1);
        template.sendBodyAndHeaders(
                "linkup:tasks?mode=single&type=search&keepHeaders=crmId",
                "camel",
                java.util.Map.of(LinkupConstants.REFERENCE, "ACME-1", "crmId", 7));

        CLOCK.advance(TASK_TIME);

        getMockEndpoint("mock:failed").assertIsSatisfied();
        await().until(() -> pending(repository()).isEmpty());
    }

    @Test
    void everyTaskOfAGreatNumberFailsOnceAndComesAgain() throws Exception {
        List<String> tasks = new ArrayList<>(foreignTasks(30, Duration.ofMinutes(10)));
        Set<String> failedOnce = Collections.synchronizedSet(new HashSet<>());
        finished().expectedMessageCount(30);

        routes(routes -> routes.from("linkup:tasks?" + LONG_AGO + FAST)
                .process(exchange -> {
                    if (failedOnce.add(exchange.getMessage().getHeader(LinkupConstants.TASK_ID, String.class))) {
                        throw new IllegalStateException("the CRM is down");
                    }
                })
                .to("mock:finished"));
        finished().assertIsSatisfied();
        awaitReads(2);

        assertThat(emitted()).containsExactlyInAnyOrderElementsOf(tasks);
    }
}
