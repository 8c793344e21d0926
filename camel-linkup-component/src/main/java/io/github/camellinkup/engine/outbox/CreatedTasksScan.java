package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.exception.LinkupResponseTooLargeException;
import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.SortDirection;
import io.github.camellinkup.client.model.TaskIdentity;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.engine.listing.NewestFirstScan;
import io.github.camellinkup.engine.listing.PageRequest;
import io.github.camellinkup.engine.listing.PageSize;
import io.github.camellinkup.engine.listing.PageSummary;
import io.github.camellinkup.engine.listing.SpoiledPage;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Scans a list of tasks by creation, newest first, down to a given time. A page that cannot be read is asked for in
 * smaller parts, and a single task that cannot be read is stepped over. The scan keeps its place while other pages are
 * read. Not thread-safe.
 */
final class CreatedTasksScan {

    /** A timeout or a cut connection may have another cause than the task: a single task is read this often. */
    private static final int TRIES = 2;

    /** If this many single tasks in a row time out or break the connection, the cause is not a task. */
    private static final int MOST_BROKEN_IN_A_ROW = 3;

    /** The scan ends after this many pages that do not reach an earlier time. */
    private static final int MOST_PAGES_IN_VAIN = 300;

    /**
     * A task that cannot be read: it may come from any request.
     *
     * @param id its id, or null if that is not known
     * @param latest when it was created at the latest, or null if that is not known
     * @param problem what is wrong with it, and what helps
     */
    record UnreadableTask(String id, Instant latest, String problem) {}

    private final Set<String> types;
    private final NewestFirstScan scan;
    private final PageSize size;
    private final Set<UnreadableTask> unreadable = new LinkedHashSet<>();
    private PageRequest asked;

    /** The next page, if another one than the scan chooses; else null. */
    private PageRequest chosen;

    private int tries;
    private int brokenInARow;
    private boolean hasSteppedOver;
    private boolean hasRead;
    private long total;
    private Instant reached;
    private int pagesInVain;

    /**
     * @param types the types of the tasks wanted, all if empty
     * @param since the time at which the scan may end: earlier tasks are not wanted
     * @param size how large pages of this list can be
     */
    CreatedTasksScan(Set<String> types, Instant since, PageSize size) {
        this.types = types;
        this.scan = new NewestFirstScan(since);
        this.size = size;
    }

    /** The page to read next. */
    TaskQuery next() {
        asked = chosen == null ? scan.next(size.get()) : chosen;
        chosen = null;
        return new TaskQuery(asked.number(), asked.size(), SortBy.CREATED_AT, SortDirection.DESC, Set.of(), types);
    }

    /** Takes the page that {@link #next} asked for. */
    void read(TaskPage page) {
        if (asked.size() <= size.get()) {
            size.read(page, asked.size());
        }
        if (hasSteppedOver && page.total() < Math.max(1, total)) {
            unreadable.add(new UnreadableTask(
                    null, scan.boundary(), "may have moved while a task was stepped over that cannot be read"));
        }
        // For a page behind its end the list may answer with the last page.
        boolean isEarlier = page.page() > 0 && page.page() < asked.number();
        scan.read(
                isEarlier ? new PageRequest(page.page(), asked.size()) : asked,
                PageSummary.of(page, SortBy.CREATED_AT, Instant.MAX));
        total = page.total();
        tries = 0;
        brokenInARow = 0;
        hasSteppedOver = false;
        hasRead = true;
        boolean getsOn =
                scan.boundary() != null && (reached == null || scan.boundary().isBefore(reached));
        reached = getsOn ? scan.boundary() : reached;
        pagesInVain = getsOn ? 0 : pagesInVain + 1;
    }

    /**
     * The page that {@link #next} asked for could not be read.
     *
     * @return whether to read the next page at once
     */
    boolean failed(Throwable cause) {
        boolean isSpoiled = SpoiledPage.is(cause);
        if (!isSpoiled && !SpoiledPage.mayBe(cause)) {
            return false;
        }
        if (asked.size() > 1 && size.get() > 1) {
            size.failed(new PageRequest(asked.number(), Math.min(asked.size(), size.get())));
        } else if (asked.size() > 1 || !scan.isContinuedBy(asked)) {
            chosen = firstUnread();
        } else if (!isSpoiled && ++tries < TRIES) {
            chosen = asked;
        } else {
            tries = 0;
            brokenInARow = isSpoiled ? 0 : brokenInARow + 1;
            unreadable.add(unreadable(cause));
            scan.stepOver(asked);
            hasSteppedOver = true;
        }
        return !isBroken();
    }

    private boolean isBroken() {
        return brokenInARow >= MOST_BROKEN_IN_A_ROW;
    }

    /** A page that overlaps or looks ahead does not begin with the first unread task. */
    private PageRequest firstUnread() {
        return IntStream.range(0, asked.end())
                .mapToObj(place -> PageRequest.at(place, 1))
                .filter(scan::isContinuedBy)
                .findFirst()
                .orElseThrow();
    }

    private UnreadableTask unreadable(Throwable cause) {
        Optional<TaskIdentity> task = SpoiledPage.task(cause);
        // The list is ordered: an unread task was not created later than the last task read.
        Instant latest =
                task.map(TaskIdentity::createdAt).map(PageSummary::plausible).orElse(scan.boundary());
        String problem = cause instanceof LinkupResponseTooLargeException
                ? "is larger than the option maxResponseSize allows. Set the option higher"
                : "cannot be read: " + cause.getMessage();
        return new UnreadableTask(task.map(TaskIdentity::id).orElse(null), latest, problem);
    }

    /** The tasks that may come from any request; others can be added. */
    Set<UnreadableTask> unreadable() {
        return unreadable;
    }

    /** Whether all tasks are read that were created at this time or later. */
    boolean isReadBackTo(Instant time) {
        return scan.isAtEnd() || scan.boundary() != null && scan.boundary().isBefore(time);
    }

    /** Whether the scan should keep its place until the list can be read again. */
    boolean hasPlace() {
        return hasRead && !isInVain();
    }

    /** Whether further pages would not help: they reach no earlier time, or all of them break off. */
    boolean isInVain() {
        return isBroken() || pagesInVain >= MOST_PAGES_IN_VAIN;
    }
}
