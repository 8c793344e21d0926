package io.github.camellinkup.engine.listing;

import java.time.Instant;

/**
 * Reads a list of tasks, the newest first, from its beginning down to some earlier time. The list moves between two
 * reads: new tasks enter at the beginning and push the others back; tasks that expire let those behind them move up. A
 * scan can meet a task twice but misses none that stays in the list.
 *
 * <p>A page follows on the one before without a gap
 *
 * <ul>
 *   <li>if it begins no deeper than where that one ended, less the number of tasks by which the list has become shorter;
 *   <li>or if it holds the task at which that one ended, or begins with a later one. Where the list becomes shorter, or
 *       pages do not tell how long it is, pages are chosen so that they overlap a little and this can be seen.
 * </ul>
 *
 * Where a page does not follow, the scan steps back and reads again.
 *
 * <p>Not thread-safe.
 */
public final class NewestFirstScan {

    /** A page that is made larger, so that it overlaps and still brings a new task, is no larger than this. */
    private static final int LARGEST_TO_OVERLAP = 16;

    private final Instant to;

    /** How many tasks of the list lie before what is still to be read, as of the last page. */
    private long index;

    /** How many tasks the list had at the last page; 0 if the page did not tell. */
    private long total;

    /** Whether no task before the index can be unread. False after the scan has stepped back by an estimate. */
    private boolean isIndexSure;

    private Instant boundary;
    private String boundaryId;
    private int stepsBack;
    private long growth;

    /** How many tasks of the last page the next one should begin with; 0 as long as the list has not become shorter. */
    private int overlap;

    /** The server gives no larger pages than this, as far as is known. */
    private int largestGiven = Integer.MAX_VALUE;

    /** Whether the last page held only a task that cannot be read. */
    private boolean hasSteppedOver;

    /** How many tasks lie before and on the last page that held only a task that cannot be read. */
    private long unreadableUpTo;

    private Instant newest;
    private int pages;
    private boolean atEnd;

    /** @param to the oldest time that is wanted, or null to go to the end of the list */
    public NewestFirstScan(Instant to) {
        this.to = to;
    }

    /** The oldest time that is wanted, or null. */
    public Instant end() {
        return to;
    }

    /** Whether there is nothing more to read. */
    public boolean isAtEnd() {
        return atEnd;
    }

    /** How many pages were read. */
    public int pages() {
        return pages;
    }

    /** The time of the first task that was read, or null. */
    public Instant newest() {
        return newest;
    }

    /** How far the scan has come: everything later was read. Null if that is not known. */
    public Instant boundary() {
        return boundary;
    }

    /**
     * The page to read next.
     *
     * @param pageSize how many tasks a page should hold at the most
     */
    public PageRequest next(int pageSize) {
        int size = Math.min(pageSize, largestGiven);
        // A list that grows fast pushes back what was read. Without looking ahead, the scan would read it again and
        // again.
        if (growth > size / 2) {
            return PageRequest.from((int) (index + growth - Math.max(1, Math.min(overlap, size / 2))), size);
        }
        PageRequest next = overlap > 0 && index > 0 ? overlapping(size) : PageRequest.at((int) index, size);
        return next.start() < unreadableUpTo && unreadableUpTo <= index ? behindUnreadable(size) : next;
    }

    /** Pages begin at multiples of their size: the largest one that begins right behind the task, so without it. */
    private PageRequest behindUnreadable(int pageSize) {
        int size = (int) Math.min(pageSize, index);
        while (index % size != 0) {
            size--;
        }
        return PageRequest.at((int) index, size);
    }

    private PageRequest overlapping(int pageSize) {
        int place = (int) Math.max(0, index - Math.min(overlap, Math.max(1, pageSize / 2)));
        PageRequest page = PageRequest.from(place, pageSize);
        for (int size = pageSize + 1;
                page.end() <= index && size <= Math.min(LARGEST_TO_OVERLAP, largestGiven);
                size++) {
            page = PageRequest.from(place, size);
        }
        // Where pages do not tell how long the list is, only an overlap shows that one follows: a smaller page has it.
        for (int size = pageSize; page.end() <= index && total == 0 && size > 1; size--) {
            page = PageRequest.at((int) index - 1, size);
        }
        return page.end() > index ? page : PageRequest.at((int) index, pageSize);
    }

    /**
     * The first page of the list was read again while the scan goes on farther down.
     *
     * @return whether nothing lies between that page and what the scan began with: then the scan covers it too. If not, a
     *     new scan has to begin with it
     */
    public boolean extendsTo(PageSummary first) {
        boolean overlaps =
                newest != null && first.last() != null && !first.last().isAfter(newest);
        if (overlaps && first.first().isAfter(newest)) {
            newest = first.first();
        }
        return overlaps;
    }

    /** Whether a page begins where nothing was missed yet, and reaches farther than what was read. */
    public boolean isContinuedBy(PageRequest page) {
        return page.start() <= index && index < page.end();
    }

    /**
     * Goes on behind a page that was read.
     *
     * @param asked the page that was asked for: one that {@link #next} has given, or that {@link #isContinuedBy continues}
     *     the scan
     */
    public void read(PageRequest asked, PageSummary summary) {
        pages++;
        PageRequest page = given(asked, summary);
        boolean isMoveKnown = total > 0 && summary.total() > 0;
        long grown = isMoveKnown ? summary.total() - total : 0;
        boolean mayHaveShrunk = summary.total() == 0 || grown < 0;
        boolean follows = pages == 1 || follows(page, isMoveKnown, grown, summary);
        hasSteppedOver = false;
        total = summary.total();
        overlap = mayHaveShrunk ? Math.max(1, overlap) : overlap;
        largestGiven = page.size() < asked.size() ? page.size() : largestGiven;
        if (!follows) {
            isIndexSure &= isMoveKnown;
            stepBack(page, grown, summary);
        } else {
            isIndexSure = true;
            goOn(page, summary, grown);
        }
    }

    /**
     * Goes on behind a task that cannot be read.
     *
     * @param asked the page of size 1 that holds it
     */
    public void stepOver(PageRequest asked) {
        pages++;
        index = asked.end();
        // No page can overlap the last one across this task. The next page counts as the one that follows.
        hasSteppedOver = true;
        unreadableUpTo = index;
        overlap = 0;
        growth = 0;
    }

    /** If a server's pages are smaller than asked for, and it does not say so, the first page is not full though more follow. */
    private static PageRequest given(PageRequest asked, PageSummary summary) {
        boolean isSmaller = summary.pageSize() > 0 && summary.pageSize() < asked.size();
        PageRequest page = isSmaller ? new PageRequest(asked.number(), summary.pageSize()) : asked;
        boolean isCut =
                page.number() == 1 && summary.tasks() > 0 && summary.tasks() < Math.min(page.size(), summary.total());
        return isCut ? new PageRequest(1, summary.tasks()) : page;
    }

    private boolean follows(PageRequest page, boolean isMoveKnown, long grown, PageSummary summary) {
        // By how much a list has grown is no proof: a total may be counted a moment after the tasks of its page.
        boolean nothingBetween = page.start() == 0
                || hasSteppedOver && page.start() <= index
                || isIndexSure && isMoveKnown && page.start() <= index + Math.min(0, grown);
        boolean overlaps = summary.holds(boundaryId)
                || boundary != null
                        && summary.first() != null
                        && summary.first().isAfter(boundary);
        return nothingBetween || overlaps;
    }

    private void stepBack(PageRequest page, long grown, PageSummary summary) {
        stepsBack++;
        overlap = Math.min(2 * overlap, page.size());
        boolean isEmpty = total == 0 && summary.tasks() == 0;
        long before = Math.min(index + Math.min(0, grown), page.start() - (long) page.size() * stepsBack);
        index = isEmpty ? 0 : Math.max(0, before);
        growth = 0;
    }

    private void goOn(PageRequest page, PageSummary summary, long grown) {
        stepsBack = 0;
        growth = Math.max(0, grown);
        index = endsAsBefore(page, summary) ? page.end() : page.start() + summary.tasks();
        newest = newest == null ? summary.first() : newest;
        // A page that lies wholly before the end of the one before shows only that nothing there was missed.
        if (summary.last() == null || boundary == null || !summary.last().isAfter(boundary)) {
            boundary = summary.last() == null ? boundary : summary.last();
            boundaryId = summary.lastId() == null ? boundaryId : summary.lastId();
        }
        boolean passed = to != null && summary.last() != null && summary.last().isBefore(to);
        // One number alone does not end the scan: if it is wrong, it would hide all that follows.
        boolean isShort = summary.tasks() < page.size();
        boolean isLast = summary.totalPages() > 0 && page.number() >= summary.totalPages();
        boolean isAll = index >= total;
        boolean listEnds = isShort && (isLast || isAll) || isLast && isAll && total > 0;
        atEnd = passed || listEnds || summary.tasks() == 0;
    }

    /** Nothing lies between such a page and the next one, even if the list says that it is longer. */
    private boolean endsAsBefore(PageRequest page, PageSummary summary) {
        return summary.tasks() < page.size()
                && summary.lastId() != null
                && summary.lastId().equals(boundaryId);
    }
}
