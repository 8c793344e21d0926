package io.github.camellinkup.engine.results;

import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.results.TaskSelection.FailedDelivery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Results whose exchanges have failed, and when they are due again: later after each failure. It also holds those that
 * pages stepped over. Thread-safe.
 */
final class Redeliveries {

    private static final long FIRST_DELAY = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_DELAY = Duration.ofMinutes(5).toNanos();

    private static final long AFTER_MISS = Duration.ofSeconds(30).toNanos();

    private record Again(FailedDelivery delivery, int failures, long due) {}

    private final LongSupplier nanoTime;
    private final Map<String, Again> waiting = new ConcurrentHashMap<>();

    Redeliveries(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** @param failures how many exchanges with the result have failed, at least 1 */
    void add(FailedDelivery delivery, int failures) {
        long delay = Math.min(LONGEST_DELAY, FIRST_DELAY << Math.min(failures - 1, 20));
        waiting.put(delivery.task().id(), new Again(delivery, failures, nanoTime.getAsLong() + delay));
    }

    /** A result is to be read alone: now, or when it is due if it is here already. */
    void addDue(PendingTask task) {
        waiting.putIfAbsent(task.id(), new Again(new FailedDelivery(task, null), 0, nanoTime.getAsLong()));
    }

    /** A result that was due again was not found: it is read again later. */
    void postpone(String taskId) {
        waiting.computeIfPresent(
                taskId,
                (id, again) -> new Again(again.delivery(), again.failures(), nanoTime.getAsLong() + AFTER_MISS));
    }

    int size() {
        return waiting.size();
    }

    boolean contains(String taskId) {
        return waiting.containsKey(taskId);
    }

    void remove(String taskId) {
        waiting.remove(taskId);
    }

    /** Whether the result is not to be delivered yet. */
    boolean isTooEarly(String taskId) {
        Again again = waiting.get(taskId);
        return again != null && !isDue(again);
    }

    /** Those that are not to be delivered yet. */
    Set<String> tooEarly() {
        return waiting.entrySet().stream()
                .filter(again -> !isDue(again.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    List<FailedDelivery> due() {
        return waiting.values().stream()
                .filter(this::isDue)
                .map(Again::delivery)
                .toList();
    }

    private boolean isDue(Again again) {
        return again.due() - nanoTime.getAsLong() <= 0;
    }
}
