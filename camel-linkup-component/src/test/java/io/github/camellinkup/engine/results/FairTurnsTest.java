package io.github.camellinkup.engine.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.ApiOperation;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.EngineTimer;
import io.github.camellinkup.engine.HandDrivenTimer;
import io.github.camellinkup.engine.SimulatedLinkup;
import io.github.camellinkup.engine.ratelimit.RateLimitGate;
import io.github.camellinkup.engine.ratelimit.RateLimits;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * How those who read with one key share its turns, in hand-driven time. Each has what it is to receive for itself, as in
 * contexts of their own, so that none is helped by what another one reads.
 */
class FairTurnsTest {

    private static final int BACKLOG = 10_000;
    private static final Duration STEP = Duration.ofMillis(25);

    private final SimulatedLinkup list = new SimulatedLinkup();
    private final HandDrivenTimer timer = new HandDrivenTimer();
    private final RateLimits limits = RateLimits.of(timer::nanoTime, Duration.ofSeconds(1), () -> 0);

    /** Reads the list at the pace of the key, as a context of its own. */
    private final class Reads implements TaskSource {

        private final RateLimitGate gate = new RateLimitGate(limits, 0, Duration.ofSeconds(30), timer);
        private int count;

        @Override
        public CompletionStage<TaskPage> page(TaskQuery query) {
            return admit(ApiOperation.LIST_TASKS).thenCompose(nothing -> list.page(query));
        }

        @Override
        public CompletionStage<Task> task(String taskId) {
            return admit(ApiOperation.GET_TASK).thenCompose(nothing -> list.task(taskId));
        }

        private CompletionStage<Void> admit(ApiOperation operation) {
            return gate.admit(operation, false).thenAccept(pass -> {
                count++;
                pass.answered(200);
            });
        }

        @Override
        public Instant now() {
            return list.now();
        }

        @Override
        public boolean filters() {
            return true;
        }
    }

    /** A consumer that takes its next turn as soon as it has one. */
    private final class Consumer {

        private final Reads reads = new Reads();
        private final TaskSelection selection;
        private final ResultSubscription subscription;
        private int emitted;

        Consumer(String tasks) {
            MemoryTaskRepository repository = new MemoryTaskRepository();
            repository.created(
                    "intent",
                    IntStream.range(0, BACKLOG)
                            .mapToObj(i -> pending(tasks + i))
                            .toList());
            this.selection = new SubmittedTasks(
                    repository,
                    new SelectionOptions(Set.of(), Set.of(TaskStatus.COMPLETED, TaskStatus.FAILED), 10),
                    ConcurrentHashMap.newKeySet(),
                    Recorders.direct(),
                    Clock.fixed(SimulatedLinkup.START, ZoneOffset.UTC),
                    timer::nanoTime);
            this.subscription = new ResultSubscription(
                    new ResultReader(reads, Runnable::run), reads, selection, Set.of(), timer::nanoTime);
        }

        void read() {
            assertThat(subscription.prepareRead()).as("it is catching up").isTrue();
            subscription.read().thenAccept(results -> {
                emitted += results.size();
                results.forEach(selection::taken);
                subscription.handedOn();
                read();
            });
        }
    }

    private PendingTask pending(String id) {
        SimulatedLinkup.Entry entry = list.entry(id);
        return new PendingTask(id, entry.type(), entry.createdAt(), null, Map.of(), null, null, 0);
    }

    /** So many tasks have finished before the start. */
    private void backlog(String name) {
        for (int i = 0; i < BACKLOG; i++) {
            Duration created = Duration.ofMillis(i - 100_000L);
            list.add(name + i, "search", created, created.plusSeconds(60));
        }
    }

    private void pass(Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(STEP)) {
            list.advance(STEP);
            timer.advance(STEP);
        }
    }

    @Test
    void awaitingExchangesHaveEveryOtherTurnBesideAConsumerThatIsCatchingUp() {
        backlog("old");
        AwaitedRun awaiting = new AwaitedRun();
        Consumer consumer = new Consumer("old");
        consumer.read();
        pass(Duration.ofSeconds(5));
        int before = consumer.reads.count;
        awaiting.await(20, Duration.ofSeconds(30));
        pass(Duration.ofSeconds(35));

        assertThat(awaiting.lags).hasSize(20);
        assertThat(awaiting.lags.values())
                .allSatisfy(lag -> assertThat(lag).isLessThanOrEqualTo(Duration.ofSeconds(4)));
        assertThat(awaiting.reads.count).isBetween(11, 18);
        assertThat(consumer.reads.count - before).isBetween(awaiting.reads.count - 1, 24);
        assertThat(consumer.emitted).isGreaterThan(1_500);
    }

    @Test
    void twoConsumersThatAreCatchingUpHaveAsManyTurnsEach() {
        backlog("one");
        backlog("other");
        Consumer one = new Consumer("one");
        Consumer other = new Consumer("other");
        one.read();
        other.read();
        pass(Duration.ofSeconds(60));

        assertThat(one.reads.count + other.reads.count).isBetween(58, 61);
        assertThat(one.reads.count - other.reads.count).as("one has begun").isBetween(0, 2);
        assertThat(one.emitted).isGreaterThan(1_000);
        assertThat(other.emitted).isGreaterThan(1_000);
    }

    /** Exchanges that wait for their results. */
    private final class AwaitedRun {

        private final Reads reads = new Reads();
        private final Map<String, Duration> lags = new LinkedHashMap<>();
        private final AwaitingExchanges exchanges = new AwaitingExchanges(
                new ResultReader(reads, Runnable::run),
                reads,
                new EngineTimer(timer, Runnable::run, timer::nanoTime),
                Runnable::run,
                timer::nanoTime);

        /** Tasks that are created now, and finish one after the other within a time. */
        void await(int count, Duration within) {
            Duration now = Duration.between(SimulatedLinkup.START, list.now());
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String id = "awaited" + i;
                list.add(
                        id,
                        "search",
                        now.plusMillis(i),
                        now.plus(within.multipliedBy(i + 1L).dividedBy(count)));
                ids.add(id);
            }
            ids.forEach(id -> exchanges
                    .await(pending(id), Duration.ofMinutes(5))
                    .thenAccept(task -> lags.put(id, sinceEnd(task.finishedAt()))));
        }

        private Duration sinceEnd(Instant finished) {
            return Duration.between(finished, list.now());
        }
    }
}
