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
 * Tasks that have been out for long are asked for one by one, less and less often: what has expired is in no list. Where
 * one has a result after all, or has expired, the next oldest follows at once, because results expire one after the
 * other. Not thread-safe.
 */
final class LongOutstanding {

    /** So many that have not been asked for yet get ready to be, each when it has been among them for a while. */
    private static final int NEXT = 5;

    /** The most that are looked at; those that are asked for again and again are among them. */
    private static final int MOST = 50;

    private static final long FIRST_WAIT = Duration.ofSeconds(60).toNanos();
    private static final long FIRST_WAIT_RESEARCH = Duration.ofMinutes(10).toNanos();
    private static final long LONGEST_WAIT = Duration.ofMinutes(10).toNanos();

    /**
     * As long as other reads bring results, one turn in so many may go to a stale task; as long as reads of stale tasks
     * do, one turn in so many goes to others.
     */
    private static final int TURNS_BETWEEN = 10;

    /** So many tasks in a row that have not come to their end end a run. */
    private static final int MISSES = 3;

    private record Check(long due, long patience, boolean asked) {}

    private final LongSupplier nanoTime;
    private Map<String, Check> checks = new HashMap<>();
    private int turns;
    private String askedLast;

    /** How many more may be asked for in vain before the run of tasks that have come to their end is over. */
    private int run;

    LongOutstanding(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** @param often whether other reads bring nothing */
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
        askedLast = next.map(PendingTask::id).orElse(null);
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

    /** Other tasks are read one by one now: a run is over. */
    void endRun() {
        run = 0;
    }

    /** Whether the reads of stale tasks bring one that has come to its end after the other. */
    boolean isFindingMore() {
        return run > 0;
    }

    /**
     * A task was asked for.
     *
     * @param found whether it has come to its end
     * @return whether it was asked for because it is stale, and found
     */
    boolean read(String taskId, boolean found) {
        boolean wasStale = taskId.equals(askedLast);
        askedLast = null;
        Check check = checks.get(taskId);
        if (wasStale) {
            noteRun(found, check.asked());
        }
        if (found) {
            checks.remove(taskId);
        } else if (check != null) {
            long wait = Math.min(longestWait(), 2 * check.patience());
            checks.put(taskId, new Check(nanoTime.getAsLong() + wait, wait, true));
        }
        return wasStale && found;
    }

    /** However many are asked for again and again, they take no more turns together than the first few. */
    private long longestWait() {
        return LONGEST_WAIT * Math.max(1, asked() / NEXT);
    }

    /** A task that was pending before and still is says nothing of the ones next to it. */
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
        askedLast = null;
    }
}
