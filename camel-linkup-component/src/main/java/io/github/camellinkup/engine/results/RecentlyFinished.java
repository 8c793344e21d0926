package io.github.camellinkup.engine.results;

import io.github.camellinkup.client.model.Task;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ids of finished tasks that were read lately. A task that is recorded or awaited only now may be among them:
 * selections did not know it when its result was offered to them. Thread-safe.
 */
final class RecentlyFinished {

    /** More than finish during a create call within its time limit. After that its tasks are recorded, as a rule. */
    private static final int MOST = 10_000;

    /** When each of them was read last, by Linkup's clock; the first is the oldest. */
    private final Map<String, Instant> readAt = new LinkedHashMap<>();

    /** Whatever was read later is known; null as long as nothing was forgotten. */
    private Instant knownSince;

    synchronized void add(List<Task> finished, Instant now) {
        for (Task task : finished) {
            readAt.remove(task.id());
            readAt.put(task.id(), now);
        }
        Iterator<Instant> oldest = readAt.values().iterator();
        for (int tooMany = readAt.size() - MOST; tooMany > 0; tooMany--) {
            knownSince = oldest.next();
            oldest.remove();
        }
    }

    /**
     * Whether the task may have been read as finished.
     *
     * @param createdAt when it was created, by Linkup's clock
     */
    synchronized boolean mayHold(String taskId, Instant createdAt) {
        return readAt.containsKey(taskId) || knownSince != null && !createdAt.isAfter(knownSince);
    }
}
