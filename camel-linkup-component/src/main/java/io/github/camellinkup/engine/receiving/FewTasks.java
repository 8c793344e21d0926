package io.github.camellinkup.engine.receiving;

import io.github.camellinkup.engine.listing.PageNotes;
import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where few tasks are outstanding, each of them has its turn, and with several of them so has the list: any of them may
 * finish first. How many are few depends on the list: where others fill it faster than it can be read, a sweep brings all
 * that have finished, and a round of single reads does so too. Not thread-safe.
 */
final class FewTasks {

    /** More are not asked for one by one, however long the list is. */
    private static final int MOST = 100;

    /** The same where only one page tells how fast the list moves: its tasks may have finished all at once. */
    private static final int MOST_AT_FIRST = 10;

    /**
     * Where tasks fill a page in less time than this, a walk down the list hardly gets on: while it reads a page, most of
     * another one comes in.
     */
    private static final Duration HARDLY_READABLE = Duration.ofMillis(1_500);

    /** So many tasks are read one by one in no more calls than a sweep takes; 0 if the list can be kept up with. */
    private int fewerThanPages;

    /** Those that were asked for in this round. */
    private final Set<String> asked = new HashSet<>();

    /** What the list began with when its head was read last; null if it was not read yet. */
    private Instant head;

    /** The same, if all that is outstanding is asked for in the round since. */
    private Instant covered;

    /** The task to read; empty if it is the turn of the list, because each task has had its own. */
    Optional<PendingTask> next(TaskSelection selection) {
        List<PendingTask> few = selection.oldest(MOST);
        if (few.size() <= 1) {
            return few.stream().findFirst();
        }
        Optional<PendingTask> next =
                few.stream().filter(task -> !asked.contains(task.id())).findFirst();
        next.ifPresentOrElse(task -> asked.add(task.id()), asked::clear);
        return next;
    }

    /** Whether a round of single reads is shorter than any other way to what others' tasks have pushed down the list. */
    boolean areBetterThanList(Demand demand) {
        return !demand.isUnknown() && demand.waiting() <= fewerThanPages;
    }

    /** Whether some have had their turn, and others have not. */
    boolean isRoundUnderWay(Demand demand) {
        return areBetterThanList(demand) && !asked.isEmpty();
    }

    /** The first page of the list reaches back to what was covered: it brings all there is to read. */
    void listIsRead() {
        fewerThanPages = 0;
        head = null;
    }

    /**
     * The first page of the list does not reach back to what was covered.
     *
     * @param sweepPages how many pages a sweep has at the least, 0 if none is possible
     */
    void listRunsOn(PageNotes page, Demand demand, int sweepPages) {
        Instant before = head;
        head = page.first();
        covered = head;
        // Those that were asked for before may have finished since, and before the page was read.
        asked.clear();
        boolean tellsNothing = sweepPages == 0 || page.tasks() < 2 || head == null;
        if (tellsNothing || before != null && !page.last().isAfter(before)) {
            fewerThanPages = 0;
            return;
        }
        long time = Math.max(1, Duration.between(page.last(), head).toMillis());
        // Others create about as many tasks as they see finished.
        long span =
                Math.max(0, Duration.between(demand.oldest(), demand.newest()).toMillis());
        int most = before == null ? MOST_AT_FIRST : MOST;
        fewerThanPages = time >= HARDLY_READABLE.toMillis() ? 0 : (int) Math.min(most, sweepPages + span / time);
    }

    /** A task could not be read, or some have become known late: this round does not cover what it was to. */
    void roundIsBroken() {
        covered = null;
    }

    /** Up to when all that was outstanding and had finished was offered by the last round; null if that is not known. */
    Instant covered() {
        return covered;
    }

    void clear() {
        asked.clear();
        fewerThanPages = 0;
        head = null;
        covered = null;
    }
}
