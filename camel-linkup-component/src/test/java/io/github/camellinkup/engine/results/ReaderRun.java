package io.github.camellinkup.engine.results;

import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.SimulatedLinkup;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/** Lets a receiver take its turns against a simulated list, one a second at the most, in simulated time. */
final class ReaderRun {

    private static final Duration TURN = Duration.ofMillis(1_025);
    private static final Duration POLL = Duration.ofMillis(500);

    final SimulatedLinkup list;
    final MemoryTaskRepository repository = new MemoryTaskRepository();
    final Map<String, Duration> lags = new LinkedHashMap<>();
    final List<String> expired = new ArrayList<>();
    final List<FinishedTask> unreadable = new ArrayList<>();
    int failures;
    private final TaskSelection selection;
    private final ResultSubscription subscription;
    private Duration lastRead = Duration.ofSeconds(-10);

    ReaderRun(SimulatedLinkup list) {
        this.list = list;
        this.selection = new SubmittedTasks(
                repository,
                new SelectionOptions(Set.of(), Set.of(TaskStatus.COMPLETED, TaskStatus.FAILED), 10),
                ConcurrentHashMap.newKeySet(),
                Recorders.direct(),
                clock(),
                list::nanoTime);
        this.subscription = new ResultSubscription(
                new ResultReader(list, Runnable::run), list, selection, Set.of(), list::nanoTime);
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneId.of("UTC");
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return list.now();
            }
        };
    }

    /** Remembers a task of the list as one that was sent from here. */
    void remember(String id) {
        SimulatedLinkup.Entry entry = list.entry(id);
        repository.created(
                "intent-" + id,
                List.of(new PendingTask(id, entry.type(), entry.createdAt(), null, Map.of(), null, null, 0)));
    }

    /** As {@link #remember}, after the task was created and perhaps has finished. */
    void rememberLate(String id) {
        remember(id);
        subscription.wanted(id, list.entry(id).createdAt());
    }

    /** Polls until everything is taken, or the time is up. */
    void run(Duration atMost) {
        Instant end = list.now().plus(atMost);
        while (list.now().isBefore(end)
                && !repository.outstanding(Set.of(), list.now()).isEmpty()) {
            poll();
        }
    }

    /** Polls for a time, whatever is outstanding. */
    void poll(Duration time) {
        Instant end = list.now().plus(time);
        while (list.now().isBefore(end)) {
            poll();
        }
    }

    private void poll() {
        if (!subscription.prepareRead()) {
            list.advance(POLL);
            return;
        }
        Duration now = Duration.ofNanos(list.nanoTime());
        Duration wait = lastRead.plus(TURN).minus(now);
        if (!wait.isNegative()) {
            list.advance(wait);
        }
        list.beforeRead(() -> {
            Duration between = lastRead.plus(TURN).minusNanos(list.nanoTime());
            list.advance(between.isNegative() ? Duration.ZERO : between);
            lastRead = Duration.ofNanos(list.nanoTime());
        });
        try {
            subscription.read().join().forEach(this::take);
            subscription.handedOn();
        } catch (CompletionException e) {
            failures++;
        }
        if (!subscription.hasMorePages()) {
            list.advance(POLL);
        }
    }

    private void take(FinishedTask finished) {
        if (finished.isUnreadable()) {
            unreadable.add(finished);
            selection.giveUp(finished, finished.unreadable().getMessage());
            return;
        }
        if (finished.isExpired()) {
            expired.add(finished.id());
        } else if (lags.put(finished.id(), Duration.between(finished.finishedAt(), list.now())) != null) {
            throw new AssertionError(finished.id() + " was emitted twice");
        }
        selection.taken(finished);
    }

    /** How long after its end this part of the tasks was emitted at the latest. */
    Duration lag(double part) {
        List<Duration> sorted =
                lags.values().stream().sorted(Comparator.naturalOrder()).toList();
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(part * sorted.size())));
    }

    @Override
    public String toString() {
        return lags.size() + " emitted, " + list.pages() + " pages and " + list.singles() + " single reads, lag p50 "
                + lag(0.5).toMillis() + " ms, p99 " + lag(0.99).toMillis() + " ms, took "
                + Duration.ofNanos(list.nanoTime()).toMillis() + " ms";
    }
}
