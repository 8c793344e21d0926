package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.exception.LinkupException;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Scans a list of tasks by creation, the newest first, down to some time. A page that cannot be had is asked for in
 * smaller ones, and a single task that cannot be had is stepped over. It keeps its place while other pages are read. Not
 * thread-safe.
 */
final class CreatedTasksScan {

    /** A timeout or a cut connection may have nothing to do with the tasks on the page: it is read so often. */
    private static final int TRIES = 2;

    /** So many tasks in a row do not break the connection: something else does. */
    private static final int MOST_BROKEN_IN_A_ROW = 3;

    /** A list may promise page after page and never get on to an earlier time. */
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
    private final List<UnreadableTask> unreadable = new ArrayList<>();
    private PageRequest asked;

    /** The page that is read next, if it is not the one that the scan chooses. */
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
     * @param since where the scan may end: no task is wanted that was created before
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

    /** Goes on behind the page that {@link #next} has given. */
    void read(TaskPage page) {
        if (asked.size() <= size.get()) {
            size.read(page, asked.size());
        }
        if (hasSteppedOver && page.total() < Math.max(1, total)) {
            unreadable.add(new UnreadableTask(
                    null, scan.boundary(), "may have moved while a task was stepped over that cannot be read"));
        }
        // A page behind the end of the list may be answered with the last one.
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
     * The page that {@link #next} has given could not be had.
     *
     * @return whether another page may be had at once
     */
    boolean failed(Throwable cause) {
        boolean isSpoiled = SpoiledPage.is(cause);
        if (!isSpoiled && !mayBeSpoiled(cause)) {
            return false;
        }
        if (!isSpoiled && ++tries < TRIES) {
            chosen = asked;
            return true;
        }
        tries = 0;
        if (asked.size() > 1 && size.get() > 1) {
            size.failed(new PageRequest(asked.number(), Math.min(asked.size(), size.get())));
        } else if (asked.size() > 1 || !scan.isContinuedBy(asked)) {
            chosen = firstUnread();
        } else {
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

    /** Pages that overlap hold more than one task, and pages that look ahead begin behind the first unread one. */
    private PageRequest firstUnread() {
        return IntStream.range(0, asked.end())
                .mapToObj(place -> PageRequest.at(place, 1))
                .filter(scan::isContinuedBy)
                .findFirst()
                .orElseThrow();
    }

    /** No answer came, or not the whole of it, although the call went out. */
    private static boolean mayBeSpoiled(Throwable cause) {
        return cause instanceof LinkupException failure
                && failure.getStatusCode() == 0
                && !failure.isCertainlyNotProcessed()
                && failure.getRetryAfter().isEmpty();
    }

    private UnreadableTask unreadable(Throwable cause) {
        Optional<TaskIdentity> task = SpoiledPage.task(cause);
        // What is not read yet was not created later than what was read last.
        Instant latest =
                task.map(TaskIdentity::createdAt).map(PageSummary::plausible).orElse(scan.boundary());
        String problem = cause instanceof LinkupResponseTooLargeException
                ? "is larger than the option maxResponseSize allows. Set the option higher"
                : "cannot be read: " + cause.getMessage();
        return new UnreadableTask(task.map(TaskIdentity::id).orElse(null), latest, problem);
    }

    List<UnreadableTask> unreadable() {
        return unreadable;
    }

    /** Whether everything is read that was created at this time or later. */
    boolean isReadBackTo(Instant time) {
        return scan.isAtEnd() || scan.boundary() != null && scan.boundary().isBefore(time);
    }

    /** Whether it has a place in the list that is worth to be kept until a failure of the list is over. */
    boolean hasPlace() {
        return hasRead && !isInVain();
    }

    /** Whether the list does not get on to earlier times, or breaks off wherever it is read. */
    boolean isInVain() {
        return isBroken() || pagesInVain >= MOST_PAGES_IN_VAIN;
    }
}
