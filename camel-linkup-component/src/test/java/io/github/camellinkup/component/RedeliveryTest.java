package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.LogCapture;
import io.github.camellinkup.engine.monitoring.TaskEventType;
import io.github.camellinkup.engine.ratelimit.RateLimits;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A result whose exchange has failed comes again, later each time. Time passes only where a test says so. */
class RedeliveryTest extends ConsumerTestSupport {

    private static final String SUBMITTED = "linkup:tasks?taskScope=submitted&";

    private final AtomicLong readsAllowed = new AtomicLong();
    private final List<String> tries = new CopyOnWriteArrayList<>();
    private final AtomicReference<String> failing = new AtomicReference<>("all");

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.getComponent("linkup", LinkupComponent.class)
                .setTime(TestTime.of(
                        CLOCK,
                        () -> Duration.ofMillis(CLOCK.millis()).toNanos(),
                        // The limit of one read a second is not what is looked at here.
                        account -> RateLimits.of(() -> readsAllowed.addAndGet(1L << 40))));
        return context;
    }

    private void consume(String uri) throws Exception {
        routes(routes -> routes.from(uri)
                .routeId("finished")
                .process(exchange -> {
                    String id = exchange.getMessage().getHeader(LinkupConstants.TASK_ID, String.class);
                    tries.add(id);
                    if (Set.of("all", id).contains(failing.get())) {
                        throw new IllegalStateException("the CRM is down");
                    }
                })
                .to("mock:finished"));
    }

    private String submit() {
        Exchange sent = template.send("linkup:tasks?mode=single&type=search", exchange -> exchange.getMessage()
                .setBody("camel"));
        return sent.getMessage().getHeader(LinkupConstants.TASK_ID, String.class);
    }

    private long triesOf(String id) {
        return tries.stream().filter(id::equals).count();
    }

    /** Lets time pass second by second, with polls in each. */
    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            CLOCK.advance(Duration.ofSeconds(1));
            awaitPolls(3);
        }
    }

    @Test
    void theDelayGrowsWithEachFailure() throws Exception {
        consume(SUBMITTED + FAST);
        String task = submit();
        CLOCK.advance(TASK_TIME);
        await().until(() -> triesOf(task) == 1);
        awaitPolls(5);
        assertThat(triesOf(task)).isEqualTo(1);

        for (int wait : List.of(1, 2, 4, 8)) {
            long before = triesOf(task);
            pass(wait - 1);
            assertThat(triesOf(task)).as("within %s s", wait).isEqualTo(before);
            CLOCK.advance(Duration.ofMillis(1_001));
            await().until(() -> triesOf(task) > before);
            awaitPolls(3);
            assertThat(triesOf(task)).isEqualTo(before + 1);
        }
        assertThat(counted(TaskEventType.DELIVERY_FAILED)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {SUBMITTED, "linkup:tasks?" + LONG_AGO})
    void afterTheLastRedeliveryTheResultIsGivenUpAndTheOperatorToldSo(String uri) throws Exception {
        try (LogCapture log = new LogCapture()) {
            consume(uri + "maxRedeliveries=2&" + FAST);
            String task = submit();
            CLOCK.advance(TASK_TIME);
            await().until(() -> {
                pass(1);
                return counted(TaskEventType.GIVEN_UP) == 1;
            });
            pass(20);

            assertThat(triesOf(task)).isEqualTo(3);
            assertThat(log.lines())
                    .anyMatch(line -> line.startsWith(TaskCompletion.class.getName())
                            && line.contains(task)
                            && line.contains("the CRM is down")
                            && line.contains("not delivered any more"))
                    .noneMatch(line -> line.contains(API_KEY));
            assertThat(pending(repository())).isEmpty();
            assertThat(repository().known(Set.of(task))).containsExactly(task);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SUBMITTED, "linkup:tasks?" + LONG_AGO})
    void withoutALimitItComesUntilItIsTaken(String uri) throws Exception {
        consume(uri + "maxRedeliveries=-1&" + FAST);
        String task = submit();
        CLOCK.advance(TASK_TIME);
        await().until(() -> {
            CLOCK.advance(Duration.ofMinutes(5));
            awaitPolls(1);
            return triesOf(task) >= 15;
        });
        assertThat(pending(repository())).hasSize(1);

        failing.set("none");
        await().until(() -> {
            CLOCK.advance(Duration.ofMinutes(5));
            awaitPolls(1);
            return pending(repository()).isEmpty();
        });
        assertThat(counted(TaskEventType.GIVEN_UP)).isZero();
    }

    @Test
    void aFailingTaskDoesNotHoldBackOthers() throws Exception {
        consume(SUBMITTED + FAST);
        String bad = submit();
        failing.set(bad);
        CLOCK.advance(TASK_TIME);
        await().until(() -> triesOf(bad) >= 1);
        finished().expectedMessageCount(20);
        for (int i = 0; i < 20; i++) {
            submit();
        }
        CLOCK.advance(TASK_TIME);
        await().until(() -> {
            pass(1);
            return finished().getReceivedCounter() == 20;
        });
        assertThat(pending(repository())).singleElement().satisfies(task -> assertThat(task.id())
                .isEqualTo(bad));
    }

    @Test
    void aTaskThatSomeoneElseHasTakenMeanwhileIsNotReadAgainAndAgain() throws Exception {
        consume(SUBMITTED + FAST);
        String taken = submit();
        failing.set(taken);
        CLOCK.advance(TASK_TIME);
        await().until(() -> triesOf(taken) == 1);
        awaitPolls(1);
        repository().taken(taken);
        long before = readsOf(taken);
        submit();
        submit();

        pass(10);
        long reads = readsOf(taken) - before;
        CLOCK.advance(TASK_TIME);
        finished().expectedMessageCount(2);
        await().until(() -> {
            pass(1);
            return finished().getReceivedCounter() == 2;
        });

        assertThat(reads).isLessThanOrEqualTo(1);
        assertThat(triesOf(taken)).isEqualTo(1);
    }

    private static long readsOf(String task) {
        return standIn().received().stream()
                .filter(call -> call.path().endsWith(task))
                .count();
    }
}
