package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.test.ForeignTask;
import io.github.camellinkup.test.StandInTask;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code stateRepository}: where the last run left off with {@code taskScope=all}. */
class StateRepositoryTest extends ConsumerTestSupport {

    private static final String URI = "linkup:tasks?stateRepository=#state&idempotentRepository=#seen&" + LONG_AGO;

    /** A state repository that shows what it holds. */
    private static final class State extends MemoryStateRepository {

        private final Map<String, String> states = new ConcurrentHashMap<>();

        @Override
        public void setState(String key, String value) {
            super.setState(key, value);
            states.put(key, value);
        }

        private Instant mark() {
            return states.values().stream().map(Instant::parse).findFirst().orElse(null);
        }
    }

    private final State state = new State();
    private final MemoryIdempotentRepository seen = new MemoryIdempotentRepository();

    @BeforeEach
    void bind() {
        StateRepository<String, String> bound = state;
        context.getRegistry().bind("state", bound);
        context.getRegistry().bind("seen", seen);
    }

    private static String task(Duration ago) {
        Instant time = CLOCK.instant().minus(ago);
        return standIn()
                .addForeignTask(ForeignTask.of("fetch")
                        .status(StandInTask.Status.COMPLETED)
                        .output(json("{\"markdown\":\"m\"}"))
                        .times(time, time))
                .id();
    }

    @Test
    void theNextRunGoesOnWhereTheLastOneLeftOff() throws Exception {
        foreignTasks(5, Duration.ofHours(1));
        routes(routes -> routes.from(URI + FAST).routeId("finished").to("mock:finished"));
        await().until(() -> finished().getReceivedCounter() == 5);
        await().until(() -> state.mark() != null);
        await().until(() -> state.mark().equals(CLOCK.instant().minus(Duration.ofHours(1))));
        context.getRouteController().stopRoute("finished");
        context.removeRoute("finished");
        finished().reset();
        // What was seen is forgotten, so only the mark keeps the old ones from coming again.
        seen.clear();
        String late = task(Duration.ofHours(1).plusSeconds(1));
        String fresh = task(Duration.ZERO);

        routes(routes -> routes.from(URI + FAST).routeId("finished").to("mock:finished"));
        await().until(() -> emitted().contains(fresh) && emitted().contains(late));
        awaitReads(3);

        assertThat(emitted())
                .as("the two, and the one at the mark itself, whose equals in time may have been listed late")
                .hasSize(3)
                .doesNotHaveDuplicates();
    }

    @Test
    void aFailingTaskHoldsTheMarkBack() throws Exception {
        String bad = task(Duration.ofHours(5));
        task(Duration.ofHours(1));
        AtomicReference<String> failing = new AtomicReference<>(bad);
        routes(routes -> routes.from(URI + "maxRedeliveries=-1&" + FAST)
                .routeId("finished")
                .process(exchange -> {
                    if (exchange.getMessage()
                            .getHeader(LinkupConstants.TASK_ID, String.class)
                            .equals(failing.get())) {
                        throw new IllegalStateException("the CRM is down");
                    }
                })
                .to("mock:finished"));
        await().until(() -> finished().getReceivedCounter() == 1);
        awaitReads(3);
        assertThat(state.mark()).isBetween(Instant.EPOCH, CLOCK.instant().minus(Duration.ofHours(5)));

        failing.set("none");
        await().until(() -> finished().getReceivedCounter() == 2);
        await().until(() -> state.mark().equals(CLOCK.instant().minus(Duration.ofHours(1))));
    }

    @Test
    void aTaskUnderWayHoldsTheMarkBack() throws Exception {
        String slow = task(Duration.ofHours(5));
        task(Duration.ofHours(1));
        CountDownLatch crmAnswers = new CountDownLatch(1);
        routes(routes -> routes.from(URI + "concurrentConsumers=2&" + FAST)
                .routeId("finished")
                .process(exchange -> {
                    if (slow.equals(exchange.getMessage().getHeader(LinkupConstants.TASK_ID))) {
                        crmAnswers.await();
                    }
                })
                .to("mock:finished"));
        await().until(() -> finished().getReceivedCounter() == 1);
        awaitReads(3);
        assertThat(state.mark()).isBetween(Instant.EPOCH, CLOCK.instant().minus(Duration.ofHours(5)));

        crmAnswers.countDown();
        await().until(() -> state.mark().equals(CLOCK.instant().minus(Duration.ofHours(1))));
        assertThat(emitted()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void consumersOfDifferentTypesThatShareARepositoryHaveTheirOwnMarks() throws Exception {
        String fetched = task(Duration.ofHours(5));
        routes(routes -> {
            routes.from(URI + "types=fetch&maxRedeliveries=-1&" + FAST)
                    .routeId("fetched")
                    .process(exchange -> {
                        throw new IllegalStateException("the CRM is down");
                    });
            routes.from(URI + "types=search&" + FAST).routeId("finished").to("mock:finished");
        });
        standIn()
                .addForeignTask(ForeignTask.of("search")
                        .status(StandInTask.Status.COMPLETED)
                        .output(json("{\"answer\":\"a\",\"sources\":[]}"))
                        .times(CLOCK.instant(), CLOCK.instant()));
        await().until(() -> finished().getReceivedCounter() == 1);
        await().until(() -> state.states.size() == 2);

        for (String route : List.of("fetched", "finished")) {
            context.getRouteController().stopRoute(route);
            context.removeRoute(route);
        }
        finished().reset();
        routes(routes ->
                routes.from(URI + "types=fetch&" + FAST).routeId("finished").to("mock:finished"));
        await().untilAsserted(() -> assertThat(emitted()).containsExactly(fetched));
    }
}
