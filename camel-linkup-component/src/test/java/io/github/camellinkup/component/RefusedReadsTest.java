package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.LogCapture;
import io.github.camellinkup.client.exception.LinkupAuthenticationException;
import io.github.camellinkup.engine.ratelimit.RateLimits;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;
import org.apache.camel.support.LoggingExceptionHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Linkup refuses to let tasks be read, because of the key or the address. */
class RefusedReadsTest extends ConsumerTestSupport {

    private static final Fault WRONG_KEY = Fault.error(401, "UNAUTHORIZED");

    private final AtomicLong nanoTime = new AtomicLong();
    private final AtomicLong looksAtTheTime = new AtomicLong();
    private LogCapture log;

    /** The time stands still until a test moves it, but that no read waits for its turn. */
    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.getComponent("linkup", LinkupComponent.class)
                .setTime(TestTime.of(CLOCK, this::look, account -> RateLimits.of(anHourLaterEachTime())));
        return context;
    }

    private long look() {
        looksAtTheTime.incrementAndGet();
        return nanoTime.get();
    }

    @BeforeEach
    void listen() {
        log = new LogCapture();
    }

    @AfterEach
    void listenNoMore() {
        log.close();
    }

    private static void refuse(Fault fault) {
        standIn().failWhen(call -> call.operation().isPolling(), fault);
    }

    /** Lets the consumer's scheduler run some more times, whether it polls then or not. */
    private void awaitRuns() {
        long looks = looksAtTheTime.get();
        await().until(() -> looksAtTheTime.get() >= looks + 50);
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
        awaitRuns();
    }

    private HealthCheck.Result health() {
        return linkupConsumer().getHealthCheck().call(Map.of(HealthCheck.CHECK_KIND, HealthCheck.Kind.READINESS));
    }

    private List<String> linesOfTheConsumer() {
        return log.lines().stream()
                .filter(line -> line.startsWith(LinkupConsumer.class.getName() + " "))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"401, UNAUTHORIZED", "403, IP_NOT_WHITELISTED", "403, FORBIDDEN", "403, TASK_TYPE_NOT_SUPPORTED"})
    void aConsumerSaysSoOnceWaitsLongerEachTimeAndGoesOnByItself(int status, String code) throws Exception {
        refuse(Fault.error(status, code));
        consumeFrom("linkup:tasks?" + FAST);
        await().until(() -> reads() == 1);
        awaitRuns();

        for (int seconds : List.of(1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300)) {
            long reads = reads();
            assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(health().getMessage()).get().asString().contains(code);
            pass(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(reads()).isEqualTo(reads);
            pass(Duration.ofMillis(1));
            await().until(() -> reads() == reads + 1);
            awaitRuns();
        }
        assertThat(linesOfTheConsumer())
                .singleElement()
                .asString()
                .contains(code)
                .doesNotContain("\tat ", API_KEY);
        assertThat(log.warnings()).hasSize(1);

        standIn().clearFaults();
        String task = foreignTask(CLOCK.instant());
        pass(Duration.ofMinutes(5));
        await().until(() -> emitted().contains(task));
        await().until(() -> health().getState() == HealthCheck.State.UP);
        for (int i = 0; i < 20; i++) {
            pass(Duration.ofSeconds(10));
        }

        assertThat(linesOfTheConsumer()).hasSize(2).last().asString().contains("again");
        assertThat(log.warnings()).hasSize(1);
    }

    @Test
    void itIsToldAgainWhenItComesBackAndWaitsAreShortAgain() throws Exception {
        refuse(WRONG_KEY);
        consumeFrom("linkup:tasks?" + FAST);
        await().until(() -> reads() == 1);
        pass(Duration.ofSeconds(1));
        await().until(() -> reads() == 2);
        standIn().clearFaults();
        pass(Duration.ofSeconds(2));
        await().until(() -> health().getState() == HealthCheck.State.UP);

        refuse(WRONG_KEY);
        pass(Duration.ofSeconds(10));
        await().until(() -> linesOfTheConsumer().size() == 3);
        long reads = reads();
        pass(Duration.ofSeconds(1));
        await().until(() -> reads() == reads + 1);
    }

    @Test
    void aRestartOfTheRouteReadsAtOnce() throws Exception {
        refuse(WRONG_KEY);
        consumeFrom("linkup:tasks?" + FAST);
        await().until(() -> reads() == 1);
        awaitRuns();
        context.getRouteController().stopRoute("finished");
        standIn().clearFaults();
        String task = foreignTask(CLOCK.instant());

        context.getRouteController().startRoute("finished");

        await().until(() -> emitted().contains(task));
    }

    @Test
    void aLoggingExceptionHandlerThatIsSetLogsEachReadThatIsRefused() throws Exception {
        context.getRegistry().bind("logging", new LoggingExceptionHandler(context, RefusedReadsTest.class));
        refuse(WRONG_KEY);
        consumeFrom("linkup:tasks?exceptionHandler=#logging&" + FAST);

        await().until(() ->
                log.warnings().stream().anyMatch(line -> line.startsWith(RefusedReadsTest.class.getName() + " ")));
    }

    @Test
    void anotherExceptionHandlerIsToldOfEachReadThatIsRefused() throws Exception {
        ReportedErrors reports = new ReportedErrors();
        context.getRegistry().bind("reports", reports);
        refuse(WRONG_KEY);
        consumeFrom("linkup:tasks?exceptionHandler=#reports&" + FAST);
        await().until(() -> reports.all().size() == 1);
        awaitRuns();

        pass(Duration.ofSeconds(5));
        await().until(() -> reports.all().size() == 2);
        awaitRuns();

        assertThat(reports.all()).hasSize(2).allMatch(LinkupAuthenticationException.class::isInstance);
        assertThat(reads()).isEqualTo(2);
    }

    @Test
    void theRoutesErrorHandlerIsToldOfEachReadThatIsRefused() throws Exception {
        refuse(WRONG_KEY);
        routes(routes -> {
            routes.onException(LinkupAuthenticationException.class)
                    .handled(true)
                    .to("mock:refused");
            routes.from("linkup:tasks?bridgeErrorHandler=true&" + FAST)
                    .routeId("finished")
                    .to("mock:finished");
        });
        await().until(() -> getMockEndpoint("mock:refused").getReceivedCounter() == 1);

        pass(Duration.ofSeconds(5));
        await().until(() -> getMockEndpoint("mock:refused").getReceivedCounter() == 2);
        awaitRuns();

        assertThat(reads()).isEqualTo(2);
        assertThat(getMockEndpoint("mock:refused").getReceivedCounter()).isEqualTo(2);
        assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
    }

    @Test
    void pollStrategyAndBackoffSeeEachReadThatIsRefused() throws Exception {
        AtomicInteger rollbacks = new AtomicInteger();
        context.getRegistry().bind("count", new DefaultPollingConsumerPollStrategy() {
            @Override
            public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause)
                    throws Exception {
                rollbacks.incrementAndGet();
                return super.rollback(consumer, endpoint, retryCounter, cause);
            }
        });
        refuse(WRONG_KEY);
        consumeFrom("linkup:tasks?pollStrategy=#count&backoffMultiplier=1000000&backoffErrorThreshold=2&" + FAST);
        await().until(() -> rollbacks.get() == 1);
        awaitRuns();
        assertThat(linkupConsumer().getBackoffCounter()).isZero();

        pass(Duration.ofSeconds(5));
        await().until(() -> rollbacks.get() == 2);
        pass(Duration.ofSeconds(10));

        await().until(() -> linkupConsumer().getBackoffCounter() > 20);
        assertThat(rollbacks).hasValue(2);
        assertThat(reads()).isEqualTo(2);
    }

    @Test
    void anErrorOfAnotherKindIsLoggedEachTime() throws Exception {
        refuse(Fault.error(500, "INTERNAL"));
        consumeFrom("linkup:tasks?maxRetries=0&" + FAST);
        await().until(() -> linesOfTheConsumer().size() >= 3);

        assertThat(linesOfTheConsumer()).allMatch(line -> line.contains("Failed polling endpoint"));
    }

    @Test
    void exchangesThatAwaitResultsFailWithoutAMessageForEachRead() {
        refuse(WRONG_KEY);

        List<CompletableFuture<Exchange>> sent = IntStream.range(0, 20)
                .mapToObj(
                        i -> template.asyncSend("linkup:tasks?mode=await&type=search", exchange -> exchange.getMessage()
                                .setBody("question " + i)))
                .toList();

        assertThat(sent).allSatisfy(exchange -> assertThat(exchange.join().getException())
                .isInstanceOf(LinkupAuthenticationException.class));
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    void aCutCallIsGivenUpWithOneMessageHoweverOftenTheListWasRefused() {
        refuse(WRONG_KEY);
        standIn().failNext(Operation.TASKS_CREATE, Fault.cutConnection().afterProcessing());

        Exchange exchange = template.request(
                "linkup:tasks?type=search&maxRetries=0&settleDelay=50&settleTimeout=3000",
                sent -> sent.getMessage().setBody(List.of("a", "b")));

        assertThat(exchange.getException()).isNotNull();
        assertThat(standIn().count(Operation.TASKS_LIST)).isBetween(2L, 10L);
        assertThat(log.warnings()).hasSize(1);
    }
}
