package io.github.camellinkup.engine.receiving;

import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.StreamedPage;
import java.time.Duration;
import java.time.Instant;

/**
 * A walk down a list of tasks that is sorted by a time, newest first, from some time to an earlier one. It knows which
 * page to read next, although the list moves while it is read: tasks enter at its head and move the others back, and
 * tasks that expire let those behind them move up.
 *
 * <p>A page follows without a gap on the one before if it begins no deeper than where that one ended, moved by as much
 * as the list has grown: what leaves the list moves the rest up by no more than it makes the list shorter. Where the page
 * cannot be shown to follow, the walk steps back and reads again. So it may meet a task twice but misses none.
 *
 * <p>Not thread-safe.
 */
final class ListWalk {

    /** A beginning that moves faster than it is found is not worth more. */
    private static final int MOST_PAGES_TO_SEEK = 25;

    private static final int MOST_PAGES_AHEAD = 10_000;

    private final SortBy sortBy;
    private final Instant from;
    private final Instant to;

    /** How many tasks of the list lie before what is still to be read, as of the last page. */
    private int index;

    private long total = -1;
    private Instant boundary;
    private String boundaryId;
    private int stepsBack;
    private long growth;

    /** While the beginning is sought: all before is too new, and from here on it is too old. */
    private boolean found;

    private int tooNew;
    private int tooOld = Integer.MAX_VALUE;

    private int begin;
    private Instant newest;
    private int pages;
    private boolean atEnd;

    /**
     * @param from the newest time that is wanted, or null to begin at the head of the list
     * @param to the oldest time that is wanted, or null to go to the end of the list
     * @param start a guess where the beginning lies, as the number of tasks before it
     */
    ListWalk(SortBy sortBy, Instant from, Instant to, int start) {
        this.sortBy = sortBy;
        this.from = from;
        this.to = to;
        this.found = from == null;
        this.index = found ? 0 : start;
    }

    SortBy sortBy() {
        return sortBy;
    }

    /** Whether there is nothing more to read. */
    boolean isAtEnd() {
        return atEnd;
    }

    /** How many pages were read. */
    int pages() {
        return pages;
    }

    /** How many tasks lie before what is still to be read. */
    int index() {
        return index;
    }

    /** How many tasks lay before the first one that was read. */
    int begin() {
        return begin;
    }

    /** The time of the first task that was read, or null. */
    Instant newest() {
        return newest;
    }

    /** Where the last page ended, or null. */
    Instant boundary() {
        return boundary;
    }

    /** By how many tasks the list had grown between the last two pages. */
    long growth() {
        return growth;
    }

    /** The page to read next, from 1, if pages have this size. */
    int nextPage(int pageSize) {
        // Where the list grew by more than a page between two pages, it will have done so again: without looking ahead
        // the walk would read what it has read.
        long ahead = growth >= pageSize ? growth : 0;
        return (int) ((index + ahead) / pageSize) + 1;
    }

    /** Notes on the page that is read next. */
    PageNotes notes() {
        return new PageNotes(sortBy, boundaryId);
    }

    /**
     * Goes on behind a page that was read whole.
     *
     * @param page the number of the page that was asked for
     * @param asked the page size that was asked for
     */
    void read(int page, int asked, StreamedPage told, PageNotes notes) {
        pages++;
        int size = told.pageSize() > 0 ? told.pageSize() : asked;
        int start = (page - 1) * size;
        long grown = total < 0 ? 0 : told.total() - total;
        if (found) {
            if (boundary != null && !follows(start, grown, notes)) {
                stepBack(start, size, grown, told);
                return;
            }
        } else if (!isBeginning(start, notes)) {
            seek(start, size, grown, told, notes);
            total = told.total();
            return;
        }
        goOn(start, size, grown, told, notes);
    }

    private boolean follows(int start, long grown, PageNotes notes) {
        boolean nothingBetween = start <= index + grown;
        boolean overlaps =
                notes.boundaryMet() || notes.first() != null && notes.first().isAfter(boundary) && notes.tasks() > 0;
        return nothingBetween || overlaps;
    }

    private void stepBack(int start, int size, long grown, StreamedPage told) {
        stepsBack++;
        index = (int) Math.max(0, Math.min(index + grown, start - (long) size * stepsBack));
        growth = 0;
        total = told.total();
        if (total == 0) {
            atEnd = true;
        }
    }

    private void goOn(int start, int size, long grown, StreamedPage told, PageNotes notes) {
        found = true;
        stepsBack = 0;
        growth = Math.max(0, grown);
        total = told.total();
        index = start + notes.tasks();
        if (newest == null) {
            begin = start;
            newest = notes.first();
        }
        if (notes.last() != null) {
            boundary = notes.last();
            boundaryId = notes.lastId();
        }
        boolean passed = to != null && notes.last() != null && notes.last().isBefore(to);
        boolean listEnds = notes.tasks() < size && index >= total;
        atEnd = passed || listEnds || notes.tasks() == 0;
    }

    private boolean isBeginning(int start, PageNotes notes) {
        if (notes.first() == null || notes.last() == null) {
            return start == 0;
        }
        if (pages > MOST_PAGES_TO_SEEK) {
            return true;
        }
        boolean beginsInTime = start <= tooNew || notes.first().isAfter(from);
        return beginsInTime && !notes.last().isAfter(from);
    }

    private void seek(int start, int size, long grown, StreamedPage told, PageNotes notes) {
        if (tooOld != Integer.MAX_VALUE) {
            // What came in meanwhile may have moved it back.
            tooOld += (int) Math.max(0, grown);
        }
        boolean isTooNew = notes.last() != null && notes.last().isAfter(from);
        if (isTooNew) {
            tooNew = Math.max(tooNew, start + notes.tasks());
            atEnd = notes.tasks() < size && tooNew >= told.total();
        } else {
            tooOld = Math.min(tooOld, start);
        }
        if (tooOld <= tooNew) {
            // The list has moved: what was too new has become too old, or the other way round.
            tooNew = Math.max(0, tooOld - size);
            index = tooNew;
            return;
        }
        // Young tasks lie less densely than older ones, of which more have finished: so the steps grow.
        int step = Math.max(pagesBetween(from, notes.last(), notes), (1 << Math.min(pages, 10)) / 2 - 1);
        int guess = isTooNew ? tooNew + step * size : start - (1 + pagesBetween(notes.first(), from, notes)) * size;
        int deepest = Math.max(tooNew, tooOld == Integer.MAX_VALUE ? Integer.MAX_VALUE : tooOld - size);
        index = Math.max(tooNew, Math.min(guess, deepest));
    }

    /** How many pages lie between two times, if tasks are as dense there as on the page that was read. */
    private static int pagesBetween(Instant earlier, Instant later, PageNotes notes) {
        if (notes.first() == null || earlier == null || later == null) {
            return 1;
        }
        long page = Math.max(1, Duration.between(notes.last(), notes.first()).toMillis());
        return (int) Math.min(MOST_PAGES_AHEAD, Duration.between(earlier, later).toMillis() / page);
    }
}
