package io.github.camellinkup.engine.listing;

import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.SortDirection;
import io.github.camellinkup.client.model.StreamedPage;
import java.time.Instant;

/**
 * A walk down a list of tasks sorted by a time, the newest first, from its head to some earlier time. Tasks enter the
 * list at its head and move the others back; tasks that expire let those behind them move up.
 *
 * <p>A page follows without a gap on the one before if it begins no deeper than where that one ended, less by as much as
 * the list has got shorter: what leaves the list moves the rest up by no more than that. It also follows if it holds the
 * task at which that one ended, or begins with a later one, and a page that looks ahead must. Where the list gets
 * shorter, pages overlap a little, because nothing else shows then that one follows on the other. So they do where pages
 * do not tell how long the list is. Where the page cannot be shown to follow, the walk steps back and reads again. So it
 * may meet a task twice but misses none.
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

    /** How many tasks the list had at the last page, 0 if the page did not say. */
    private long total;

    /** Whether no task before the index can be unread: not so where the walk has stepped back by no more than a guess. */
    private boolean isIndexSure;

    private Instant boundary;
    private String boundaryId;
    private int stepsBack;
    private long growth;

    /** How many tasks of the last page the next one should begin with: none as long as the list has not got shorter. */
    private int overlap;

    /** The server gives no larger pages than this, as far as is known. */
    private int largestGiven = Integer.MAX_VALUE;

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
        int size = Math.min(pageSize, largestGiven);
        // What was read moves back while the list grows. Without looking ahead a walk would read it again and again.
        if (growth > size / 2) {
            return PageChoice.from((int) (index + growth - Math.max(1, Math.min(overlap, size / 2))), size);
        }
        return overlap > 0 && index > 0 ? overlapping(size) : PageChoice.at((int) index, size);
    }

    private PageChoice overlapping(int pageSize) {
        int place = (int) Math.max(0, index - Math.min(overlap, Math.max(1, pageSize / 2)));
        PageChoice page = PageChoice.from(place, pageSize);
        for (int size = pageSize + 1;
                page.end() <= index && size <= Math.min(LARGEST_TO_OVERLAP, largestGiven);
                size++) {
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
        PageChoice page = given(asked, told);
        boolean isMoveKnown = total > 0 && told.total() > 0;
        long grown = isMoveKnown ? told.total() - total : 0;
        boolean mayHaveShrunk = told.total() == 0 || grown < 0;
        total = told.total();
        overlap = mayHaveShrunk ? Math.max(1, overlap) : overlap;
        largestGiven = page.size() < asked.size() ? page.size() : largestGiven;
        if (pages > 1 && !follows(page, isMoveKnown, grown, notes)) {
            isIndexSure &= isMoveKnown;
            stepBack(page, grown, notes);
        } else {
            isIndexSure = true;
            goOn(page, told, grown, notes);
        }
    }

    /** If a server does not say that its pages are smaller, a first page shows it that is not full though more come. */
    private static PageChoice given(PageChoice asked, StreamedPage told) {
        PageChoice page = asked.asTold(told);
        boolean isCut = page.number() == 1 && told.tasks() > 0 && told.tasks() < Math.min(page.size(), told.total());
        return isCut ? new PageChoice(1, told.tasks()) : page;
    }

    private boolean follows(PageChoice page, boolean isMoveKnown, long grown, PageNotes notes) {
        // By how much a list has grown is no proof: a total may be counted a moment after the tasks of its page.
        boolean nothingBetween =
                page.start() == 0 || isIndexSure && isMoveKnown && page.start() <= index + Math.min(0, grown);
        boolean overlaps = notes.boundaryAt() >= 0
                || boundary != null && notes.first() != null && notes.first().isAfter(boundary);
        return nothingBetween || overlaps;
    }

    private void stepBack(PageChoice page, long grown, PageNotes notes) {
        stepsBack++;
        overlap = Math.min(2 * overlap, page.size());
        boolean isEmpty = total == 0 && notes.tasks() == 0;
        long before = Math.min(index + Math.min(0, grown), page.start() - (long) page.size() * stepsBack);
        index = isEmpty ? 0 : Math.max(0, before);
        growth = 0;
    }

    private void goOn(PageChoice page, StreamedPage told, long grown, PageNotes notes) {
        stepsBack = 0;
        growth = Math.max(0, grown);
        index = endsAsBefore(page, notes) ? page.end() : page.start() + notes.tasks();
        newest = newest == null ? notes.first() : newest;
        // A page that lies wholly before where the one before ended tells only that nothing there was missed.
        if (notes.last() == null || boundary == null || !notes.last().isAfter(boundary)) {
            boundary = notes.last() == null ? boundary : notes.last();
            boundaryId = notes.lastId() == null ? boundaryId : notes.lastId();
        }
        boolean passed = to != null && notes.last() != null && notes.last().isBefore(to);
        // No number that the list tells of itself is believed alone: it would hide all that comes behind.
        boolean isShort = notes.tasks() < page.size();
        boolean isLast = told.totalPages() > 0 && page.number() >= told.totalPages();
        boolean isAll = index >= total;
        boolean listEnds = isShort && (isLast || isAll) || isLast && isAll && total > 0;
        atEnd = passed || listEnds || notes.tasks() == 0;
    }

    /** Nothing comes between such a page and the next one, even if the list says that it is longer. */
    private boolean endsAsBefore(PageChoice page, PageNotes notes) {
        return notes.tasks() < page.size()
                && notes.lastId() != null
                && notes.lastId().equals(boundaryId);
    }
}
