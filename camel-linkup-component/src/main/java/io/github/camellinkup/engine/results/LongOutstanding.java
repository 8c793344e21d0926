package io.github.camellinkup.engine.results;

import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Tasks that have been outstanding for long are read alone, less and less often, because expired tasks are in no list. If
 * one has a result, or has expired, the next oldest is read at once, because results expire one after the other. Not
 * thread-safe.
 */
final class LongOutstanding {

    /** So many tasks that have not been read yet are watched. Each is read after it was watched for a while. */
    private static final int NEXT = 5;

    /** The most tasks that are watched, with those that are read again and again. */
    private static final int MOST = 50;

    private static final long FIRST_WAIT = Duration.ofSeconds(60).toNanos();
    private static final long FIRST_WAIT_RESEARCH = Duration.ofMinutes(10).toNanos();
    private static final long LONGEST_WAIT = Duration.ofMinutes(10).toNanos();

    /**
     * While other reads bring results, one turn in so many is for a long outstanding task. While reads of these bring
     * results, one turn in so many is for other reads.
     */
    private static final int TURNS_BETWEEN = 10;

    /** So many tasks in a row that have not finished end a run. */
    private static final int MISSES = 3;

    private record Check(long due, long patience, boolean asked) {}

    private final LongSupplier nanoTime;
    private Map<String, Check> checks = new HashMap<>();
    private int turns;
    private String readLast;

    /** After so many more reads of tasks that have not finished, the run of finished tasks is over. */
    private int run;

    LongOutstanding(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** @param often whether other reads bring no results */
    Optional<PendingTask> next(TaskSelection selection, boolean often) {
        turns++;
        if (isTurnOfOthers(often)) {
            return Optional.empty();
        }
        List<PendingTask> oldest = selection.oldest(Math.min(MOST, asked() + NEXT));
        long now = nanoTime.getAsLong();
        checks = oldest.stream()
                .collect(Collectors.toMap(
                        PendingTask::id, task -> checks.getOrDefault(task.id(), first(task, now)), (a, b) -> a));
        Optional<PendingTask> next = oldest.stream()
                .filter(task -> isDue(checks.get(task.id()), now))
                .findFirst();
        readLast = next.map(PendingTask::id).orElse(null);
        if (next.isEmpty()) {
            run = 0;
        }
        return next;
    }

    private boolean isTurnOfOthers(boolean often) {
        if (often && !isFindingMore()) {
            turns = 0;
            return false;
        }
        boolean rare = turns >= TURNS_BETWEEN;
        if (rare) {
            turns = 0;
        }
        return often ? rare : !rare;
    }

    private int asked() {
        return (int) checks.values().stream().filter(Check::asked).count();
    }

    private boolean isDue(Check check, long now) {
        return check.due() - now <= 0 || isFindingMore() && !check.asked();
    }

    private static Check first(PendingTask task, long now) {
        long wait = "research".equals(task.type()) ? FIRST_WAIT_RESEARCH : FIRST_WAIT;
        return new Check(now + wait, wait, false);
    }

    /** Other tasks are read alone now: a run is over. */
    void endRun() {
        run = 0;
    }

    /** Whether one read after the other brings a finished task. */
    boolean isFindingMore() {
        return run > 0;
    }

    /**
     * A task was read alone.
     *
     * @param found whether it has finished
     * @return whether it was read because it is outstanding for long, and has finished
     */
    boolean read(String taskId, boolean found) {
        boolean wasNext = taskId.equals(readLast);
        readLast = null;
        Check check = checks.get(taskId);
        if (wasNext) {
            noteRun(found, check.asked());
        }
        if (found) {
            checks.remove(taskId);
        } else if (check != null) {
            long wait = Math.min(longestWait(), 2 * check.patience());
            checks.put(taskId, new Check(nanoTime.getAsLong() + wait, wait, true));
        }
        return wasNext && found;
    }

    /** Grows with the number of tasks that are read again and again, so that they take no more turns than a few. */
    private long longestWait() {
        return LONGEST_WAIT * Math.max(1, asked() / NEXT);
    }

    /** A task that is still pending after a second read says nothing of the next ones. */
    private void noteRun(boolean found, boolean askedBefore) {
        if (found) {
            run = MISSES;
        } else if (run > 0 && !askedBefore) {
            run--;
        }
    }

    void clear() {
        checks.clear();
        turns = 0;
        run = 0;
        readLast = null;
    }
}
