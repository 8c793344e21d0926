package io.github.camellinkup.engine.results;

import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Tasks that Linkup said it does not know. Only if it says so again after a while has the result expired: a task that was
 * just created may not be known everywhere at once. But as long as one after the other turns out to have expired, saying
 * so once is enough for those that are older than that while. Thread-safe.
 */
final class MissedTasks {

    private static final long PATIENCE = Duration.ofMinutes(1).toNanos();

    /** Nothing that was outstanding at a time had been created later than this. */
    private record Newest(Instant created, long at) {}

    private final LongSupplier nanoTime;
    private final Map<String, Long> missedAt = new ConcurrentHashMap<>();
    private Newest newest;
    private Instant olderThanPatience;
    private Long lastExpired;

    /** @param nanoTime a clock that only goes forward, in nanoseconds */
    MissedTasks(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Takes note that of what is outstanding at present nothing was created later, by Linkup's clock. */
    synchronized void outstanding(Instant newestCreated) {
        long now = nanoTime.getAsLong();
        if (newest != null && now - newest.at() < PATIENCE) {
            return;
        }
        if (newest != null) {
            olderThanPatience = newest.created();
        }
        newest = new Newest(newestCreated, now);
    }

    /** Takes note that Linkup does not know a task, and says whether it has to be believed by now. */
    synchronized boolean isExpired(PendingTask task) {
        long now = nanoTime.getAsLong();
        Long missed = missedAt.putIfAbsent(task.id(), now);
        boolean saidAgain = missed != null && now - missed >= PATIENCE;
        boolean expired = saidAgain || isOneAfterTheOther(now) && isOlderThanPatience(task);
        if (expired) {
            lastExpired = now;
        }
        return expired;
    }

    private boolean isOneAfterTheOther(long now) {
        return lastExpired != null && now - lastExpired < PATIENCE;
    }

    private boolean isOlderThanPatience(PendingTask task) {
        return task.createdAt() != null
                && olderThanPatience != null
                && !task.createdAt().isAfter(olderThanPatience);
    }

    void remove(String taskId) {
        missedAt.remove(taskId);
    }

    void clear() {
        missedAt.clear();
    }
}
