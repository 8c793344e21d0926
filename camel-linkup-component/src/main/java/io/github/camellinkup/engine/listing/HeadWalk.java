package io.github.camellinkup.engine.listing;

import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.SortDirection;
import io.github.camellinkup.client.model.StreamedPage;
import java.time.Instant;

/**
 * A walk down a list of tasks sorted by a time, the newest first, from its head to some earlier time. Tasks enter the
 * list at its head and move the others back; tasks that expire let those behind them move up.
 *
 * <p>A page follows without a gap on the one before if it begins no deeper than where that one ended, moved by as much
 * as the list has grown: what leaves the list moves the rest up by no more than it makes the list shorter. Where the list
 * gets shorter, pages overlap a little, because nothing else shows then that one follows on the other. Where the page
 * cannot be shown to follow, the walk steps back and reads again. So it may meet a task twice but misses none.
 *
 * <p>Not thread-safe.
 */
public final class HeadWalk implements ListWalk {

    /** A page that is to overlap and to bring more may be larger than others, but no larger than this. */
    private static final int LARGEST_TO_OVERLAP = 16;

    private final SortBy sortBy;
    private final Instant to;

    /** How many tasks of the list lie before what is still to be read, as of the last page. */
    private long index;

    private long total = -1;
    private Instant boundary;
    private String boundaryId;
    private int stepsBack;
    private long growth;

    /** How many tasks of the last page the next one should begin with: none as long as the list has not got shorter. */
    private int overlap;

    /** The server gives no larger pages than this. */
    private int largestPage = LARGEST_TO_OVERLAP;

    private Instant newest;
    private int pages;
    private boolean atEnd;

    /** @param to the oldest time that is wanted, or null to go to the end of the list */
    public HeadWalk(SortBy sortBy, Instant to) {
        this.sortBy = sortBy;
        this.to = to;
    }

    @Override
    public SortBy sortBy() {
        return sortBy;
    }

    @Override
    public SortDirection direction() {
        return SortDirection.DESC;
    }

    @Override
    public boolean isAtEnd() {
        return atEnd;
    }

    @Override
    public int pages() {
        return pages;
    }

    /** The time of the first task that was read, or null. */
    public Instant newest() {
        return newest;
    }

    /** How far the walk has got: all that is later was read. Null if that is not known. */
    public Instant boundary() {
        return boundary;
    }

    /** By how many tasks the list had grown between the last two pages. */
    public long growth() {
        return growth;
    }

    @Override
    public PageChoice next(int pageSize) {
        // What was read moves back while the list grows. Without looking ahead a walk would read it again and again.
        long ahead = growth > pageSize / 2 ? growth : 0;
        if (ahead > 0) {
            return PageChoice.from((int) (index + ahead), pageSize);
        }
        return overlap > 0 && index > 0 ? overlapping(pageSize) : PageChoice.at((int) index, pageSize);
    }

    private PageChoice overlapping(int pageSize) {
        int place = (int) Math.max(0, index - Math.min(overlap, Math.max(1, pageSize / 2)));
        PageChoice page = PageChoice.from(place, pageSize);
        for (int size = pageSize + 1; page.end() <= index && size <= largestPage; size++) {
            page = PageChoice.from(place, size);
        }
        return page.end() > index ? page : PageChoice.at((int) index, pageSize);
    }

    @Override
    public PageNotes notes() {
        return new PageNotes(sortBy, boundaryId);
    }

    @Override
    public void read(PageChoice asked, StreamedPage told, PageNotes notes) {
        pages++;
        PageChoice page = asked.asTold(told);
        long grown = total < 0 ? 0 : told.total() - total;
        total = told.total();
        overlap = grown < 0 ? Math.max(1, overlap) : overlap;
        largestPage = page.size() < asked.size() ? page.size() : largestPage;
        if (pages > 1 && !follows(page, grown, notes)) {
            stepBack(page, grown, notes);
        } else {
            goOn(page, grown, notes);
            atEnd |= told.totalPages() > 0 && page.number() >= told.totalPages();
        }
    }

    private boolean follows(PageChoice page, long grown, PageNotes notes) {
        boolean nothingBetween = page.start() == 0 || page.start() <= index + grown;
        boolean overlaps = notes.boundaryAt() >= 0
                || boundary != null && notes.first() != null && notes.first().isAfter(boundary);
        return nothingBetween || overlaps;
    }

    private void stepBack(PageChoice page, long grown, PageNotes notes) {
        stepsBack++;
        overlap = Math.min(2 * overlap, page.size());
        index = Math.max(0, Math.min(index + grown, page.start() - (long) page.size() * stepsBack));
        growth = 0;
        // A page with tasks is of no empty list, whatever it says.
        atEnd = total == 0 && notes.tasks() == 0;
    }

    private void goOn(PageChoice page, long grown, PageNotes notes) {
        stepsBack = 0;
        growth = Math.max(0, grown);
        index = endsAsBefore(page, notes) ? page.end() : page.start() + notes.tasks();
        newest = newest == null ? notes.first() : newest;
        // A page that lies wholly before where the one before ended tells only that nothing there was missed.
        if (notes.last() != null && (boundary == null || !notes.last().isAfter(boundary))) {
            boundary = notes.last();
            boundaryId = notes.lastId();
        }
        boolean passed = to != null && notes.last() != null && notes.last().isBefore(to);
        boolean listEnds = notes.tasks() < page.size() && index >= total;
        atEnd = passed || listEnds || notes.tasks() == 0;
    }

    /** Nothing comes between such a page and the next one, even if the list says that it is longer. */
    private boolean endsAsBefore(PageChoice page, PageNotes notes) {
        return notes.tasks() < page.size()
                && notes.lastId() != null
                && notes.lastId().equals(boundaryId);
    }
}
