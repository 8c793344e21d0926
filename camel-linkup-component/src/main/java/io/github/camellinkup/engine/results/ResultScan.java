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
import java.time.Duration;
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

    private static final Duration WHOLE_LIST = Duration.ofDays(1);

    private static final Set<TaskStatus> FINAL = Set.of(TaskStatus.COMPLETED, TaskStatus.FAILED);

    private final Watermark watermark;
    private final boolean filters;
    private final Runnable begins;

    private NewestFirstScan scan;
    private Set<String> types = Set.of();

    /** When the scan began, everything that had finished earlier was offered. */
    private Instant offeredUpTo;

    /** Whether behind that only late tasks are looked for. One more page has to do, or scans of a fast list get too long. */
    private boolean onlyLateTasksRemain;

    private int latePages;

    /** When the first task of the first page of the scan finished. */
    private Instant began;

    /** When the first task of the newest page finished that was read last. */
    private Instant newestRead;

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
    boolean hasMorePages() {
        return scan != null && scan.pages() > 0;
    }

    /**
     * The page to read next.
     *
     * @param listed the types that the list is limited to
     * @param wanted the types that the subscription wants; empty means all
     * @param isFruitless whether the last reads have brought nothing
     */
    ReadPage next(int pageSize, Set<String> listed, Set<String> wanted, Demand demand, boolean isFruitless) {
        // A list of other types has its tasks at other places. A scan in progress keeps its types if they will do.
        boolean keepsTypes = hasMorePages() && holds(types, wanted);
        if (scan == null || !keepsTypes && !types.equals(listed)) {
            begin(listed, demand, isFruitless);
        }
        PageRequest next = scan.next(pageSize);
        int tries = breaks - BREAKS_OF_ONE;
        if (next.equals(broken) && tries >= 0 && tries % 2 == 0) {
            int behind = 1 + tries / 2 % MOST_BROKEN_IN_A_ROW;
            return read(new PageRequest(next.number() + behind, 1), Purpose.BEHIND_BROKEN);
        }
        pagesSinceNewest++;
        if (hasMorePages() && pagesSinceNewest >= newestPageEvery) {
            // Counted even if the read fails, so that the scan goes on before the next attempt.
            newestChosen();
            return read(new PageRequest(1, pageSize), Purpose.NEWEST);
        }
        return read(next, Purpose.SCAN);
    }

    private void begin(Set<String> listed, Demand demand, boolean isFruitless) {
        offeredUpTo = watermark.time();
        scan = new NewestFirstScan(watermark.endOfNextScan(demand, isFruitless));
        onlyLateTasksRemain = watermark.isEndOfLateWindow(scan.end());
        latePages = 0;
        types = listed;
        // New tasks may stand before the one that broke off: each scan tries the page once.
        breaks = Math.min(breaks, BREAKS_OF_ONE - 1);
        begins.run();
    }

    private void newestChosen() {
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
        boolean isBegun = scan != null && types.equals(read.types());
        if (!hasMorePages() && !isBegun && read.page().start() == 0 && holds(read.types(), wanted)) {
            begin(read.types(), demand, false);
        }
        return scan != null && types.equals(read.types()) && scan.isContinuedBy(read.page());
    }

    private static boolean holds(Set<String> listed, Set<String> wanted) {
        return listed.isEmpty() || !wanted.isEmpty() && listed.containsAll(wanted);
    }

    /** For a page that continues the scan: what to do once its results are handed on. */
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

    /** For a page that does not continue the scan: what to do once its results are handed on. */
    Runnable passBy(ReadPage read, boolean isLead, PageSummary summary) {
        if (read.purpose() == Purpose.BEHIND_BROKEN && isLead) {
            stepOver(broken);
        }
        if (!hasMorePages() || read.page().start() != 0 || !types.equals(read.types())) {
            return () -> {};
        }
        if (!isLead) {
            newestChosen();
        }
        NewestFirstScan current = scan;
        return () -> {
            if (scan == current) {
                newestInBetween(summary);
            }
        };
    }

    private void newestInBetween(PageSummary summary) {
        chooseNewestPageEvery(summary);
        // If tasks lie between that page and where the scan began, the next scan reads them.
        scan.extendsTo(summary);
    }

    private void read(PageRequest page, PageSummary summary) {
        boolean isFirst = scan.pages() == 0;
        scan.read(page, summary);
        if (isFirst) {
            began = scan.newest();
            newestRead = began;
            boolean isFull = summary.tasks() == page.size() && began != null && scan.boundary() != null;
            watermark.firstPageRead(isFull ? Duration.between(scan.boundary(), began) : WHOLE_LIST);
        }
        boolean isEnough = onlyLateTasksRemain
                && scan.boundary() != null
                && scan.boundary().isBefore(offeredUpTo)
                && latePages++ > 0;
        endIf(isEnough || scan.isAtEnd());
    }

    /** The faster the list grows, the more often its newest page is read: tasks in a gap between two wait for the next scan. */
    private void chooseNewestPageEvery(PageSummary summary) {
        double newOfEachRead = (double) summary.tasksAfter(newestRead) / Math.max(1, readsBetweenNewest);
        newestRead = summary.first() == null ? newestRead : summary.first();
        double every = NEW_ON_NEWEST_PAGE * summary.tasks() / Math.max(1e-6, newOfEachRead);
        newestPageEvery = (int) Math.max(2, Math.min(NEWEST_PAGE_EVERY, every));
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
        if (read.purpose() == Purpose.NEWEST) {
            return;
        }
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
