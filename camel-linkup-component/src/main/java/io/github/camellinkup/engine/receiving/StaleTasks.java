package io.github.camellinkup.engine.receiving;

import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Tasks that have been out for long are asked for one by one, less and less often: what has expired is in no list.
 * Not thread-safe.
 */
final class StaleTasks {

    private static final int OLDEST = 5;
    private static final long FIRST_WAIT = Duration.ofSeconds(60).toNanos();
    private static final long FIRST_WAIT_RESEARCH = Duration.ofMinutes(10).toNanos();
    private static final long LONGEST_WAIT = Duration.ofMinutes(10).toNanos();

    /** As long as other reads bring results, one turn in so many may go to a stale task. */
    private static final int TURNS_BETWEEN = 10;

    private record Check(long due, long patience) {}

    private final LongSupplier nanoTime;
    private Map<String, Check> checks = new HashMap<>();
    private int turns;

    StaleTasks(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** @param often whether other reads bring nothing */
    Optional<PendingTask> next(TaskSelection selection, boolean often) {
        turns++;
        if (!often && turns < TURNS_BETWEEN) {
            return Optional.empty();
        }
        turns = 0;
        List<PendingTask> oldest = selection.oldest(OLDEST);
        long now = nanoTime.getAsLong();
        checks = oldest.stream()
                .collect(Collectors.toMap(
                        PendingTask::id, task -> checks.getOrDefault(task.id(), first(task, now)), (a, b) -> a));
        return oldest.stream()
                .filter(task -> checks.get(task.id()).due() - now <= 0)
                .findFirst();
    }

    private static Check first(PendingTask task, long now) {
        long wait = "research".equals(task.type()) ? FIRST_WAIT_RESEARCH : FIRST_WAIT;
        return new Check(now + wait, wait);
    }

    /** A task was asked for. */
    void read(String taskId) {
        checks.computeIfPresent(taskId, (id, check) -> {
            long wait = Math.min(LONGEST_WAIT, 2 * check.patience());
            return new Check(nanoTime.getAsLong() + wait, wait);
        });
    }

    void clear() {
        checks.clear();
        turns = 0;
    }
}
