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

    /** Pages of a sweep overlap by this part of a page: it is not known exactly by how much a list has moved. */
    private static final int MARGIN = 4;

    private static final double MORE = 0.25;

    private final SortBy sortBy;
    private final Instant from;
    private final Instant to;

    /** How many tasks of the list lie before what is still to be read, as of the last page. */
    private int index;

    private long total = -1;
    private Instant boundary;
    private String boundaryId;
    private boolean isIndexOfBoundary;
    private int stepsBack;
    private long growth;

    private boolean found;

    /** Which part of what enters the list enters it before what was read, as far as that is known. */
    private double shareBefore;

    /**
     * While the beginning is sought: a page that was too new ended here, as the number of tasks before; and, counted from
     * the end of the list, where too new pages ended and too old ones began. What enters the list is mostly younger than
     * what is sought, so places counted from the end hardly move.
     */
    private int tooNew;

    private int tooNewFromEnd = Integer.MAX_VALUE;
    private int tooOldFromEnd = -1;

    private int begin;
    private long beginTotal;
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
        this.shareBefore = sortBy == SortBy.CREATED_AT ? 0.5 : 1;
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

    /**
     * Where the beginning lies by now, if the list has moved as it did while it was read.
     *
     * @param totalNow how many tasks the list has now
     * @return as the number of tasks before it
     */
    int begin(long totalNow) {
        return (int) Math.max(0, begin + Math.round(shareBefore * (totalNow - beginTotal)));
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
        // What was read moves back while the list grows. Without looking ahead a walk would read it again and again.
        long moves = Math.round(growth * shareBefore);
        long ahead =
                sortBy == SortBy.CREATED_AT ? Math.max(0, moves - pageSize / MARGIN) : moves >= pageSize ? moves : 0;
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
            learn(start, grown, notes);
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

    private void learn(int start, long grown, PageNotes notes) {
        if (sortBy == SortBy.CREATED_AT && grown > 0 && isIndexOfBoundary && notes.boundaryAt() >= 0) {
            double moved = start + notes.boundaryAt() - (index - 1);
            shareBefore = Math.max(0, Math.min(1, moved / grown));
        }
    }

    private boolean follows(int start, long grown, PageNotes notes) {
        // Into a list by creation tasks enter anywhere: it may have grown behind what was read.
        boolean nothingBetween = start <= index + (sortBy == SortBy.CREATED_AT ? Math.min(0, grown) : grown);
        boolean overlaps = notes.boundaryAt() >= 0
                || notes.first() != null && notes.first().isAfter(boundary) && notes.tasks() > 0;
        return nothingBetween || overlaps;
    }

    private void stepBack(int start, int size, long grown, StreamedPage told) {
        stepsBack++;
        index = (int) Math.max(0, Math.min(index + grown, start - (long) size * stepsBack));
        growth = 0;
        isIndexOfBoundary = false;
        shareBefore = sortBy == SortBy.CREATED_AT ? shareBefore / 2 : 1;
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
            beginTotal = total;
            newest = notes.first();
        }
        boolean isBehind = isBehind(notes);
        if (isBehind) {
            // All of it was read before: the list has moved by more than was thought.
            shareBefore = Math.min(1, shareBefore + MORE);
            index += pagesBetween(boundary, notes.last(), notes) * size;
        } else if (notes.last() != null) {
            boundary = notes.last();
            boundaryId = notes.lastId();
        }
        isIndexOfBoundary = !isBehind;
        boolean passed = to != null && notes.last() != null && notes.last().isBefore(to);
        boolean listEnds = notes.tasks() < size && index >= total;
        atEnd = passed || listEnds || notes.tasks() == 0;
    }

    private boolean isBehind(PageNotes notes) {
        return sortBy == SortBy.CREATED_AT
                && boundary != null
                && notes.last() != null
                && notes.last().isAfter(boundary);
    }

    private boolean isBeginning(int start, PageNotes notes) {
        if (notes.first() == null || notes.last() == null) {
            return false;
        }
        if (pages > MOST_PAGES_TO_SEEK) {
            return true;
        }
        boolean beginsInTime = start <= tooNew || notes.first().isAfter(from);
        return beginsInTime && !notes.last().isAfter(from);
    }

    private void seek(int start, int size, long grown, StreamedPage told, PageNotes notes) {
        int end = (int) told.total();
        if (notes.last() == null) {
            atEnd = start == 0;
            tooNew = Math.min(tooNew, end);
            index = Math.max(0, end - size);
            return;
        }
        boolean isTooNew = notes.last().isAfter(from);
        int fromEnd;
        if (isTooNew) {
            tooNew = start + notes.tasks();
            tooNewFromEnd = end - tooNew;
            atEnd = tooNew >= end;
            tooOldFromEnd = Math.min(tooOldFromEnd, tooNewFromEnd);
            // Young tasks lie less densely than older ones, of which more have finished: so the steps grow.
            int step = Math.max(pagesBetween(from, notes.last(), notes), (1 << Math.min(pages, 10)) / 2 - 1);
            fromEnd = tooNewFromEnd - step * size;
        } else {
            // What lies before has to be read again, wherever it lies by now.
            tooNew = 0;
            tooOldFromEnd = end - start;
            tooNewFromEnd = Math.max(tooNewFromEnd, tooOldFromEnd);
            fromEnd = tooOldFromEnd + (1 + pagesBetween(notes.first(), from, notes)) * size;
        }
        boolean isBetween = tooOldFromEnd >= 0 && tooNewFromEnd < Integer.MAX_VALUE;
        if (isBetween && (fromEnd <= tooOldFromEnd || fromEnd > tooNewFromEnd)) {
            fromEnd = (int) (((long) tooOldFromEnd + tooNewFromEnd) / 2) + size / 2;
        }
        int expected = end + (int) Math.max(0, grown);
        int aim = Math.max(0, expected - fromEnd);
        // A page that begins no deeper than where a too new one ended has nothing between them.
        index = isTooNew && aim - tooNew < size ? tooNew : aim;
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
