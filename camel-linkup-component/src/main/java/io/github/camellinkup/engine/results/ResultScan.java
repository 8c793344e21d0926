package io.github.camellinkup.engine.results;

import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.SortDirection;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.listing.NewestFirstScan;
import io.github.camellinkup.engine.listing.PageRequest;
import io.github.camellinkup.engine.listing.PageSummary;
import io.github.camellinkup.engine.results.PollStep.Purpose;
import io.github.camellinkup.engine.results.PollStep.ReadPage;
import java.time.Instant;
import java.util.Set;

/**
 * Chooses the pages that a subscription reads: newest first, down to its watermark. A backlog is read page by page, and
 * the newest page again in between. Not thread-safe.
 */
final class ResultScan {

    /** While a backlog is read, at least one page in so many is the newest. */
    private static final int NEWEST_PAGE_EVERY = 25;

    /** So much of the newest page may be new: the rest shows that nothing lies between it and the one before. */
    private static final double NEW_ON_NEWEST_PAGE = 0.8;

    /** So often a single task breaks off its page before it is suspected: an outage looks the same. */
    private static final int BREAKS_OF_ONE = 3;

    private static final int MOST_BROKEN_IN_A_ROW = 3;

    private static final Set<TaskStatus> FINAL = Set.of(TaskStatus.COMPLETED, TaskStatus.FAILED);

    private final Watermark watermark;
    private final boolean filters;
    private final Runnable begins;

    private NewestFirstScan scan;
    private Set<String> types = Set.of();

    /** Everything that finished earlier was offered. */
    private Instant enough;

    /** Whether the scan goes behind that only for late tasks: one page more does, or scans of a fast list get too long. */
    private boolean isFurtherOptional;

    private int furtherPages;

    /** When the first task of the first page of the scan finished. */
    private Instant began;

    private int newestPageEvery = NEWEST_PAGE_EVERY;
    private int pagesSinceNewest;
    private int readsBetweenNewest;
    private PageRequest broken;
    private int breaks;

    /**
     * @param filters whether the list can be limited to some statuses
     * @param begins runs when a scan begins
     */
    ResultScan(Watermark watermark, boolean filters, Runnable begins) {
        this.watermark = watermark;
        this.filters = filters;
        this.begins = begins;
    }

    /** The next page is the newest. */
    void restart() {
        scan = null;
    }

    /** Whether a scan reaches further than one page. */
    boolean isUnderWay() {
        return scan != null && scan.pages() > 0;
    }

    /**
     * The page to read next.
     *
     * @param listed the types that the list is limited to
     * @param isFruitless whether the last reads have brought nothing
     */
    ReadPage next(int pageSize, Set<String> listed, Demand demand, boolean isFruitless) {
        // A list of other types has its tasks at other places.
        if (scan == null || !types.equals(listed)) {
            begin(listed, demand, isFruitless);
        }
        PageRequest next = scan.next(pageSize);
        int tries = breaks - BREAKS_OF_ONE;
        if (next.equals(broken) && tries >= 0 && tries % 2 == 0) {
            int behind = 1 + tries / 2 % MOST_BROKEN_IN_A_ROW;
            return read(new PageRequest(next.number() + behind, 1), Purpose.BEHIND_BROKEN);
        }
        pagesSinceNewest++;
        if (isUnderWay() && pagesSinceNewest >= newestPageEvery) {
            // Counts also if it cannot be had: the scan goes on first.
            newestIsRead();
            return read(new PageRequest(1, pageSize), Purpose.NEWEST);
        }
        return read(next, Purpose.SCAN);
    }

    private void begin(Set<String> listed, Demand demand, boolean isFruitless) {
        enough = watermark.time();
        scan = new NewestFirstScan(watermark.endOfNextScan(demand, isFruitless));
        isFurtherOptional = watermark.isBehindByWindow(scan.end());
        furtherPages = 0;
        types = listed;
        // New tasks may stand before the one that broke off: each scan tries the page once.
        breaks = Math.min(breaks, BREAKS_OF_ONE - 1);
        begins.run();
    }

    private void newestIsRead() {
        readsBetweenNewest = pagesSinceNewest;
        pagesSinceNewest = 0;
    }

    private ReadPage read(PageRequest page, Purpose purpose) {
        TaskQuery query = new TaskQuery(
                page.number(), page.size(), SortBy.UPDATED_AT, SortDirection.DESC, filters ? FINAL : Set.of(), types);
        return new ReadPage(page, query, types, purpose);
    }

    /**
     * Whether the scan can go on with a page.
     *
     * @param isLead whether this scan has chosen the page
     * @param wanted the types that the subscription wants; empty means all
     */
    boolean isContinuedBy(ReadPage read, boolean isLead, Set<String> wanted, Demand demand) {
        if (isLead) {
            return read.isOfScan();
        }
        if (!isUnderWay() && read.page().start() == 0 && holds(read.types(), wanted)) {
            begin(read.types(), demand, false);
        }
        return scan != null && types.equals(read.types()) && scan.isContinuedBy(read.page());
    }

    private static boolean holds(Set<String> listed, Set<String> wanted) {
        return listed.isEmpty() || !wanted.isEmpty() && listed.containsAll(wanted);
    }

    /** What to do when the results on a page that continues the scan are handed on. */
    Runnable goOnWith(ReadPage read, PageSummary summary) {
        NewestFirstScan continued = scan;
        return () -> {
            if (scan == continued) {
                if (scan.pages() == 0) {
                    // Whether the rest is a backlog, or the list grows fast, shows when the newest page is read again.
                    newestPageEvery = 2;
                    pagesSinceNewest = 0;
                }
                read(read.page(), summary);
            }
        };
    }

    /** What to do when the results on a page are handed on that does not continue the scan. */
    Runnable passBy(ReadPage read, boolean isLead, PageSummary summary) {
        if (read.purpose() == Purpose.BEHIND_BROKEN && isLead) {
            stepOver(broken);
        }
        if (!isUnderWay() || read.page().start() != 0 || !types.equals(read.types())) {
            return () -> {};
        }
        if (!isLead) {
            newestIsRead();
        }
        NewestFirstScan current = scan;
        return () -> {
            if (scan == current) {
                newestInBetween(read.page(), summary);
            }
        };
    }

    private void newestInBetween(PageRequest page, PageSummary summary) {
        chooseNewestPageEvery(summary);
        if (!scan.extendsTo(summary)) {
            scan = new NewestFirstScan(scan.end());
            read(page, summary);
        }
    }

    private void read(PageRequest page, PageSummary summary) {
        boolean isFirst = scan.pages() == 0;
        scan.read(page, summary);
        began = isFirst ? scan.newest() : began;
        boolean isEnough =
                isFurtherOptional && scan.boundary() != null && scan.boundary().isBefore(enough) && furtherPages++ > 0;
        endIf(isEnough || scan.isAtEnd());
    }

    /** The faster the list grows, the more often its newest page is read: a gap between two of them costs another scan. */
    private void chooseNewestPageEvery(PageSummary summary) {
        double newOfEachRead = (double) summary.tasksAfter(scan.newest()) / Math.max(1, readsBetweenNewest);
        double every = NEW_ON_NEWEST_PAGE * summary.tasks() / Math.max(1e-6, newOfEachRead);
        newestPageEvery = (int) Math.max(1, Math.min(NEWEST_PAGE_EVERY, every));
    }

    /** The page of size 1 cannot be read: the scan goes on behind it. */
    void stepOver(PageRequest page) {
        if (scan != null) {
            scan.stepOver(page);
            endIf(scan.isAtEnd());
        }
    }

    /** A page of size 1 was too slow or broke off: either its task is at fault, or the service. */
    void brokeOff(ReadPage read) {
        if (read.isOfScan() && !read.page().equals(broken)) {
            broken = read.page();
            breaks = 0;
        }
        breaks++;
    }

    private void endIf(boolean isRead) {
        if (isRead) {
            Instant newest = scan.newest();
            scan = null;
            watermark.advance(newest, began);
        }
    }
}
