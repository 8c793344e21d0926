package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.exception.LinkupAuthenticationException;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the consumer does when polls fail, and when tasks come in great numbers or while it reads. */
class ConsumerFaultsTest extends ConsumerTestSupport {

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
