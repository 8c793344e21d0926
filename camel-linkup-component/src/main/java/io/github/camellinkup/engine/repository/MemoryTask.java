package io.github.camellinkup.engine.repository;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/**
 * One task in memory, as small as it can be: there may be a million. It is its own key in the map of tasks if its id is
 * a UUID, and its own link in the queue that it stands in. What few tasks have is kept apart.
 */
final class MemoryTask extends TaskId {

    /** When the time of creation is not known. */
    private static final long UNKNOWN = 0;

    private static final Rare NOTHING_RARE = new Rare(null, Map.of(), null, null, 0, false);

    private record Rare(
            String otherId,
            Map<String, Object> headers,
            Instant awaitedUntil,
            Resubmission resubmission,
            int failedDeliveries,
            boolean mayBeReplaced) {}

    private long createdAt;
    /** The bytes of the text in UTF-8, or the text itself where that would change it. */
    private Object reference;

    private Rare rare;

    TaskQueue queue;
    MemoryTask previous;
    MemoryTask next;

    private MemoryTask(TaskId id, String otherId, PendingTask task) {
        super(id);
        createdAt = task.createdAt() == null ? UNKNOWN : RememberedTime.millis(task.createdAt());
        reference = compact(task.reference());
        rare = normal(new Rare(
                otherId,
                task.headers(),
                RememberedTime.kept(task.awaitedUntil()),
                task.resubmission(),
                task.failedDeliveries(),
                false));
    }

    static MemoryTask of(PendingTask task) {
        return TaskId.keyOf(task.id()) instanceof TaskId id
                ? new MemoryTask(id, null, task)
                : new MemoryTask(new TaskId(0, 0), task.id(), task);
    }

    /** The key of this task in a map: itself, where that does. */
    Object key() {
        return rare.otherId == null ? this : rare.otherId;
    }

    PendingTask toPendingTask() {
        return new PendingTask(
                rare.otherId == null ? toString() : rare.otherId,
                queue.type(),
                createdAt == UNKNOWN ? null : Instant.ofEpochMilli(createdAt),
                reference instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : (String) reference,
                rare.headers,
                rare.awaitedUntil,
                rare.resubmission,
                rare.failedDeliveries);
    }

    /** When it was created in milliseconds, 1970 if that is not known. */
    long createdAt() {
        return createdAt;
    }

    boolean isAwaited(Instant now) {
        return rare.awaitedUntil != null && rare.awaitedUntil.isAfter(now);
    }

    boolean wasAwaited() {
        return rare.awaitedUntil != null;
    }

    /** An exchange awaits the result until then; null for none. */
    void setAwaited(Instant until) {
        rare = normal(new Rare(
                rare.otherId,
                rare.headers,
                RememberedTime.kept(until),
                rare.resubmission,
                rare.failedDeliveries,
                rare.mayBeReplaced));
    }

    int deliveryFailed() {
        int failed = rare.failedDeliveries + 1;
        rare = new Rare(rare.otherId, rare.headers, rare.awaitedUntil, rare.resubmission, failed, rare.mayBeReplaced);
        return failed;
    }

    /** Its request was sent again, and nobody knows what became of that. */
    void setMayBeReplaced() {
        rare = new Rare(rare.otherId, rare.headers, rare.awaitedUntil, rare.resubmission, rare.failedDeliveries, true);
    }

    boolean mayBeReplaced() {
        return rare.mayBeReplaced;
    }

    /** Keeps only the id; counts as created now, if it was not created later by Linkup's clock. */
    void strip(Instant now) {
        createdAt = Math.max(createdAt, now.toEpochMilli());
        reference = null;
        rare = normal(new Rare(rare.otherId, Map.of(), null, null, 0, false));
    }

    private static Rare normal(Rare rare) {
        return rare.equals(NOTHING_RARE) ? NOTHING_RARE : rare;
    }

    private static Object compact(String text) {
        if (text == null) {
            return null;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new String(bytes, StandardCharsets.UTF_8).equals(text) ? bytes : text;
    }
}
