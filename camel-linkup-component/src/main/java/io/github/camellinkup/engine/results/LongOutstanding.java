package io.github.camellinkup.engine.results;

import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Reads tasks alone that have been outstanding for long, the oldest first and each less and less often: an expired task is
 * in no list. Results expire one after the other, so where such reads find them, the next follows at once. Not
 * thread-safe.
 */
final class LongOutstanding {

    /** The most that are looked at for one that is due. */
    private static final int MOST = 50;

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration LONG_FOR_RESEARCH = Duration.ofMinutes(10);
    private static final long LONGEST_WAIT = Duration.ofMinutes(10).toNanos();

    /** One turn in so many goes to the kind of read that brings less. */
    private static final int RARE = 10;

    /** While no read brings results, one turn in so many is for these tasks. */
    private static final int OFTEN = 3;

    /** After so many reads in a row without a find, no more finds are expected. */
    private static final int MISSES = 3;

    /** When a task that was read in vain is read again, and how long it waits then. */
    private record Check(long due, long backoff) {}

    private final LongSupplier nanoTime;
    private final Map<String, Check> checks = new HashMap<>();

    /** When the subscription began to wait: before that it had no chance to find a result in the list. */
    private Long since;

    private int turns;
    private int misses = MISSES;
    private String asked;

    /** @param nanoTime a clock that only goes forward, in nanoseconds */
    LongOutstanding(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * The task to read alone in this turn.
     *
     * @param now the present time, by Linkup's clock
     * @param isFruitless whether other reads bring nothing
     */
    Optional<PendingTask> next(TaskSelection selection, Instant now, boolean isFruitless) {
        turns++;
        since = since == null ? Long.valueOf(nanoTime.getAsLong()) : since;
        if (!isTurn(isFruitless)) {
            return Optional.empty();
        }
        List<PendingTask> oldest = selection.oldest(MOST);
        checks.keySet().retainAll(oldest.stream().map(PendingTask::id).collect(Collectors.toSet()));
        Optional<PendingTask> next =
                oldest.stream().filter(task -> isDue(task, now)).findFirst();
        asked = next.map(PendingTask::id).orElse(null);
        if (next.isEmpty()) {
            misses = MISSES;
        }
        return next;
    }

    private boolean isTurn(boolean isFruitless) {
        if (isFruitless && isFindingMore()) {
            return turns % RARE != 0;
        }
        return turns % (isFruitless ? OFTEN : RARE) == 0;
    }

    private boolean isDue(PendingTask task, Instant now) {
        Check check = checks.get(task.id());
        return check == null ? isOld(task, now) : check.due() - nanoTime.getAsLong() <= 0;
    }

    private boolean isOld(PendingTask task, Instant now) {
        Duration age = "research".equals(task.type()) ? LONG_FOR_RESEARCH : LONG;
        boolean isOld = task.createdAt() == null || task.createdAt().isBefore(now.minus(age));
        return isOld && nanoTime.getAsLong() - since >= age.toNanos();
    }

    /** Whether the last of these reads have found results or expired tasks. */
    boolean isFindingMore() {
        return misses < MISSES;
    }

    /**
     * A task was read alone.
     *
     * @param found whether it has a result, or has expired
     * @return whether it was read because it is outstanding for long, and found
     */
    boolean read(String taskId, boolean found) {
        boolean isLong = taskId.equals(asked);
        asked = null;
        if (isLong) {
            misses = found ? 0 : misses + 1;
        }
        Check last = checks.remove(taskId);
        if (!found) {
            long wait = Math.min(LONGEST_WAIT, last == null ? LONG.toNanos() : 2 * last.backoff());
            checks.put(taskId, new Check(nanoTime.getAsLong() + wait, wait));
        }
        return isLong && found;
    }

    void clear() {
        checks.clear();
        since = null;
        turns = 0;
        misses = MISSES;
        asked = null;
    }
}
