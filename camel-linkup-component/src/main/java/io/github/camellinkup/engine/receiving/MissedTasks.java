package io.github.camellinkup.engine.receiving;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Tasks that Linkup said it does not know. Only if it says so again after a while has the result expired: a task that was
 * just created may not be known everywhere at once. Thread-safe.
 */
final class MissedTasks {

    private static final long PATIENCE = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private final Map<String, Long> missedAt = new ConcurrentHashMap<>();

    /** @param nanoTime a clock that only goes forward, in nanoseconds */
    MissedTasks(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Takes note that Linkup does not know a task, and says whether it has to be believed by now. */
    boolean isExpired(String taskId) {
        long now = nanoTime.getAsLong();
        Long missed = missedAt.putIfAbsent(taskId, now);
        return missed != null && now - missed >= PATIENCE;
    }

    void remove(String taskId) {
        missedAt.remove(taskId);
    }

    void clear() {
        missedAt.clear();
    }
}
