package io.github.camellinkup.engine.results;

import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Tasks that Linkup answered that it does not know. A task that was just created may be unknown for a moment, so the
 * result has expired only if Linkup says so again a minute later. Results expire one after the other: while they do, one
 * answer is enough for tasks that are older than a minute. Thread-safe.
 */
final class MissedTasks {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private final Map<String, Duration> missedAt = new ConcurrentHashMap<>();

    /** What Linkup's clock shows, at the least, when {@link #nanoTime} is 0; null if that is not known. */
    private Instant linkupTimeAtZero;

    private Duration lastExpired;

    /** @param nanoTime a clock that only goes forward, in nanoseconds */
    MissedTasks(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Notes that a task had been created at this time, by Linkup's clock. */
    synchronized void created(Instant time) {
        Instant atZero = time.minus(now());
        linkupTimeAtZero = linkupTimeAtZero == null || atZero.isAfter(linkupTimeAtZero) ? atZero : linkupTimeAtZero;
    }

    /** Notes that Linkup does not know a task. Returns whether its result has expired. */
    synchronized boolean isExpired(PendingTask task) {
        Duration now = now();
        Duration missed = missedAt.putIfAbsent(task.id(), now);
        boolean saidAgain = missed != null && isPatienceOver(missed, now);
        boolean othersExpire = lastExpired != null && !isPatienceOver(lastExpired, now);
        boolean expired = saidAgain || othersExpire && isOlderThanPatience(task, now);
        if (expired) {
            lastExpired = now;
        }
        return expired;
    }

    private boolean isOlderThanPatience(PendingTask task, Duration now) {
        return task.createdAt() != null
                && linkupTimeAtZero != null
                && !task.createdAt().plus(PATIENCE).isAfter(linkupTimeAtZero.plus(now));
    }

    private static boolean isPatienceOver(Duration since, Duration now) {
        return now.minus(since).compareTo(PATIENCE) >= 0;
    }

    private Duration now() {
        return Duration.ofNanos(nanoTime.getAsLong());
    }

    void remove(String taskId) {
        missedAt.remove(taskId);
    }

    synchronized void clear() {
        missedAt.clear();
        linkupTimeAtZero = null;
    }
}
