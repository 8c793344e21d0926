package io.github.camellinkup.engine.results;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupTaskNotFoundException;
import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.SortDirection;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskIdentity;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.listing.NewestFirstScan;
import io.github.camellinkup.engine.listing.PageRequest;
import io.github.camellinkup.engine.listing.PageSummary;
import io.github.camellinkup.engine.listing.SpoiledPage;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.results.TaskSelection.FailedDelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * What one consumer, or all awaiting exchanges of an engine, get from a {@link ResultReader}. The list is read newest
 * first, down to the watermark of the subscription: up to there everything was offered to it. A backlog is read page by
 * page, and the newest page is looked at again in between. A task is read alone where the list does not bring it: when its
 * exchange has failed, when it has been outstanding for long, and when it is the only one.
 *
 * <p>For one caller that reads, hands the results on, and reads again. Thread-safe.
 */
public final class ResultSubscription {

    /** A read that is due so soon is worth waiting for. */
    private static final Duration PATIENCE = Duration.ofMillis(1_100);

    /** While a backlog is read, at least one page in so many is the newest. */
    private static final int NEWEST_PAGE_EVERY = 25;

    /** So much of the newest page may be new: the rest shows that nothing lies between it and the one before. */
    private static final double NEW_ON_NEWEST_PAGE = 0.8;

    /** After so many reads without a result, tasks that have been outstanding for long are read more often. */
    private static final int FRUITLESS_READS = 5;

    private static final Set<TaskStatus> FINAL = Set.of(TaskStatus.COMPLETED, TaskStatus.FAILED);

    /** What the reader reads next for this subscription. */
    sealed interface Read permits ReadPage, ReadTask {}

    /**
     * Reads a page of the list.
     *
     * @param types the types that the list is limited to
     * @param goesOn whether the scan of the subscription goes on with it; else it is only the newest page in between
     */
    record ReadPage(PageRequest page, TaskQuery query, Set<String> types, boolean goesOn) implements Read {}

    /** Reads one task. */
    record ReadTask(PendingTask task) implements Read {}

    private final ResultReader reader;
    private final TaskSource source;
    private final TaskSelection selection;
    private final Set<String> wantedTypes;
    private final PollingPace pace;
    private final Watermark watermark;
    private final LongOutstanding longOutstanding;
    private final RedeliveryTurns redeliveries = new RedeliveryTurns();

    private Demand demand = Demand.NOTHING;
    private Set<String> listedTypes;
    private Set<String> scannedTypes = Set.of();
    private NewestFirstScan scan;
    private int newestPageEvery = NEWEST_PAGE_EVERY;
    private int pagesSinceNewest;
    private int readsBetweenNewest;
    private int fruitlessReads;
    private boolean reading;
    private Runnable progress = () -> {};

    /**
     * @param source where this subscription reads single tasks
     * @param wantedTypes the task types wanted; empty means all
     * @param nanoTime a clock that only goes forward, in nanoseconds
     */
    ResultSubscription(
            ResultReader reader,
            TaskSource source,
            TaskSelection selection,
            Set<String> wantedTypes,
            LongSupplier nanoTime) {
        this.reader = reader;
        this.source = source;
        this.selection = selection;
        this.wantedTypes = wantedTypes;
        this.listedTypes = wantedTypes;
        this.pace = new PollingPace(nanoTime);
        this.watermark = new Watermark(selection, nanoTime);
        this.longOutstanding = new LongOutstanding(nanoTime);
    }

    TaskSource source() {
        return source;
    }

    /**
     * Whether to read now: something is wanted, and a read is due soon or is made for others anyway. Asks the repository.
     */
    public synchronized boolean isDue() {
        if (reading || selection.isHeldUp()) {
            return false;
        }
        demand = selection.demand();
        if (demand.isNothing()) {
            rest();
            return false;
        }
        if (watermark.goBack()) {
            scan = null;
        }
        listTypesOfDemand();
        return untilDue().compareTo(PATIENCE) <= 0 || reader.isReading();
    }

    private void rest() {
        scan = null;
        fruitlessReads = 0;
        listedTypes = wantedTypes;
        longOutstanding.clear();
        reader.leave(this);
    }

    /** Another type is outstanding. What was offered, was so perhaps without it. */
    private void listTypesOfDemand() {
        Set<String> outstanding = demand.countByType().keySet();
        boolean isListed = demand.isUnknown() || !wantedTypes.isEmpty() || listedTypes.containsAll(outstanding);
        if (!isListed) {
            Set<String> more = new HashSet<>(listedTypes);
            more.addAll(outstanding);
            listedTypes = Set.copyOf(more);
            scan = null;
            watermark.reset(null);
        }
    }

    /** The types that the list has to hold; empty means all. */
    synchronized Set<String> listedTypes() {
        return listedTypes;
    }

    /** Whether there is more to read at once: what was found reaches further than one page. */
    public synchronized boolean isCatchingUp() {
        return !reading && isScanning();
    }

    private boolean isScanning() {
        return scan != null && scan.pages() > 0;
    }

    /** How long until the next read is due, if what is wanted stays as it is. */
    public synchronized Duration untilDue() {
        return isScanning() || longOutstanding.isFindingMore() ? Duration.ZERO : pace.untilDue(demand);
    }

    /**
     * Tasks have become known late: what finished since then is looked for again. Does not wait for a read that is under
     * way.
     *
     * @param createdAt when the first of them was created, by Linkup's clock
     */
    public void lookBack(Instant createdAt) {
        watermark.lookBack(createdAt);
    }

    /**
     * Reads once.
     *
     * @return what is wanted of it, perhaps nothing; in progress from now on. Say {@link #handedOn()} when all of it was
     *     handed on, or the same page is read again. Fails with what the read failed with. Cancelling it gives the read up
     */
    public CompletableFuture<List<FinishedTask>> read() {
        synchronized (this) {
            reading = true;
            progress = () -> {};
            pace.read();
        }
        return reader.read(this);
    }

    /** Everything that the last read brought was handed on: the scan goes on behind it. */
    public synchronized void handedOn() {
        progress.run();
        progress = () -> {};
    }

    /** Nothing is read for it any more. */
    void close() {
        reader.leave(this);
    }

    /** The caller has what it asked for, or does not wait any more. */
    synchronized void readEnded() {
        reading = false;
    }

    synchronized void readFailed() {
        reading = false;
        pace.failed();
    }

    /** Results that come too late for the caller. */
    void giveBack(List<FinishedTask> results) {
        results.forEach(selection::returned);
    }

    /**
     * Chooses what is read next.
     *
     * @param types the types that the list is limited to
     * @param isAlone whether no other subscription waits, to which a page could bring something as well
     */
    synchronized Read plan(int pageSize, Set<String> types, boolean isAlone) {
        Optional<PendingTask> task = taskToRead(isAlone);
        if (task.isPresent()) {
            return new ReadTask(task.get());
        }
        beginScan(types);
        pagesSinceNewest++;
        boolean isNewestInBetween = isScanning() && pagesSinceNewest >= newestPageEvery;
        PageRequest page = isNewestInBetween ? new PageRequest(1, pageSize) : scan.next(pageSize);
        if (isNewestInBetween) {
            // Also if it cannot be had: the scan goes on first.
            readsBetweenNewest = pagesSinceNewest;
            pagesSinceNewest = 0;
        }
        TaskQuery query = new TaskQuery(
                page.number(),
                page.size(),
                SortBy.UPDATED_AT,
                SortDirection.DESC,
                source.filters() ? FINAL : Set.of(),
                types);
        return new ReadPage(page, query, types, !isNewestInBetween);
    }

    /** A list of other types has its tasks at other places. */
    private void beginScan(Set<String> types) {
        if (scan == null || !scannedTypes.equals(types)) {
            scan = new NewestFirstScan(watermark.endOfNextScan(demand));
            scannedTypes = types;
            redeliveries.walkBegins();
        }
    }

    private Optional<PendingTask> taskToRead(boolean isAlone) {
        List<FailedDelivery> due = selection.dueAgain();
        boolean onlyThese = !demand.isUnknown() && demand.waiting() <= due.size();
        Optional<PendingTask> again = redeliveries.next(due, onlyThese, isScanning());
        if (again.isPresent()) {
            return again;
        }
        if (!isScanning()) {
            redeliveries.seekFrom(due).filter(watermark::isBeyond).ifPresent(earlier -> {
                watermark.reset(earlier);
                scan = null;
            });
        }
        if (demand.isUnknown()) {
            return Optional.empty();
        }
        if (isAlone && demand.waiting() == 1 && !isScanning()) {
            longOutstanding.endRun();
            return selection.oldest(1).stream().findFirst();
        }
        boolean isFruitless = fruitlessReads >= FRUITLESS_READS;
        return isScanning() && !isFruitless ? Optional.empty() : longOutstanding.next(selection, isFruitless);
    }

    /**
     * A page was read, for this subscription or for another.
     *
     * @param isLead whether this subscription had chosen it
     * @param finished the finished tasks on it
     * @return what is wanted of it; null if it was of no use here, and another page is waited for
     */
    synchronized List<FinishedTask> pageRead(ReadPage read, boolean isLead, PageSummary summary, List<Task> finished) {
        List<FinishedTask> selected = select(finished);
        boolean goesOn = goesOnWith(read, isLead);
        NewestFirstScan current = scan;
        if (goesOn) {
            progress = () -> goOn(current, read.page(), summary);
        } else if (isScanning() && read.page().start() == 0 && scannedTypes.equals(read.types())) {
            if (!isLead) {
                readsBetweenNewest = pagesSinceNewest;
                pagesSinceNewest = 0;
            }
            progress = () -> newestInBetween(current, read.page(), summary);
        }
        if (goesOn || isLead) {
            noteFound(selected.size());
        }
        return goesOn || isLead || !selected.isEmpty() ? selected : null;
    }

    private boolean goesOnWith(ReadPage read, boolean isLead) {
        if (isLead) {
            return read.goesOn();
        }
        if (!isScanning() && read.page().start() == 0 && holdsMyTypes(read.types())) {
            scan = null;
            beginScan(read.types());
        }
        return scan != null && scannedTypes.equals(read.types()) && scan.isContinuedBy(read.page());
    }

    private boolean holdsMyTypes(Set<String> types) {
        return types.isEmpty() || !listedTypes.isEmpty() && types.containsAll(listedTypes);
    }

    /** Finished tasks were read for another purpose; null if none is wanted, and a page of the list is waited for. */
    synchronized List<FinishedTask> glance(List<Task> finished) {
        List<FinishedTask> selected = finished.isEmpty() ? List.of() : select(finished);
        return selected.isEmpty() ? null : selected;
    }

    /** What finished first comes first. */
    private List<FinishedTask> select(List<Task> finished) {
        if (finished.isEmpty()) {
            return List.of();
        }
        Set<String> again = selection.dueAgain().stream()
                .map(delivery -> delivery.task().id())
                .collect(Collectors.toSet());
        List<FinishedTask> selected = selection.select(finished.stream()
                .sorted(Comparator.comparing(Task::updatedAt, Comparator.nullsLast(Comparator.naturalOrder())))
                .toList());
        selected.stream()
                .filter(task -> !again.contains(task.id()))
                .forEach(task -> watermark.found(task.finishedAt()));
        return selected;
    }

    private synchronized void goOn(NewestFirstScan continued, PageRequest page, PageSummary summary) {
        if (scan == continued) {
            if (scan.pages() == 0) {
                // Whether the rest is a backlog, or the list grows fast, shows when the newest page is read again.
                newestPageEvery = 2;
                pagesSinceNewest = 0;
            }
            scan.read(page, summary);
            endScanIfRead();
        }
    }

    private synchronized void newestInBetween(NewestFirstScan current, PageRequest page, PageSummary summary) {
        if (scan != current) {
            return;
        }
        chooseNewestPageEvery(summary);
        if (!scan.extendsTo(summary)) {
            scan = new NewestFirstScan(scan.end());
            scan.read(page, summary);
            endScanIfRead();
        }
    }

    /** The faster the list grows, the more often its newest page is read: a gap between two of them costs another scan. */
    private void chooseNewestPageEvery(PageSummary summary) {
        double newOfEachRead = (double) summary.tasksAfter(scan.newest()) / Math.max(1, readsBetweenNewest);
        double every = NEW_ON_NEWEST_PAGE * summary.tasks() / Math.max(1e-6, newOfEachRead);
        newestPageEvery = (int) Math.max(1, Math.min(NEWEST_PAGE_EVERY, every));
    }

    private void endScanIfRead() {
        if (scan.isAtEnd()) {
            Instant newest = scan.newest();
            scan = null;
            watermark.advance(newest);
        }
    }

    /**
     * A page of size 1 cannot be read: its task is stepped over. If it is known which task it is, and it is wanted, it is
     * read alone next.
     */
    synchronized List<FinishedTask> steppedOver(ReadPage read, boolean isLead, LinkupException failure) {
        boolean goesOn = goesOnWith(read, isLead);
        if (goesOn) {
            scan.stepOver(read.page());
            endScanIfRead();
        }
        SpoiledPage.task(failure)
                .map(TaskIdentity::id)
                .filter(Objects::nonNull)
                .ifPresent(id -> selection.passedOver(Set.of(id)));
        return isLead ? List.of() : null;
    }

    /**
     * A task was read, or could not be read.
     *
     * @param failure null if it was read
     */
    synchronized List<FinishedTask> taskRead(ReadTask read, Task task, Throwable failure) {
        PendingTask pending = read.task();
        List<FinishedTask> selected;
        if (failure == null) {
            selected = task.isFinished() ? select(List.of(task)) : List.of();
        } else if (failure instanceof LinkupTaskNotFoundException) {
            selected = listOf(selection.selectExpired(pending));
        } else if (SpoiledPage.is(failure)) {
            // Neither the result nor the limit changes, so a second read would fail as well.
            selected = listOf(selection.selectUnreadable(pending, (LinkupException) failure));
        } else {
            longOutstanding.read(pending.id(), false);
            selection.missed(pending);
            throw failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
        }
        boolean found = !selected.isEmpty();
        boolean foundLongOutstanding = longOutstanding.read(pending.id(), found);
        if (!found) {
            selection.missed(pending);
        }
        if (foundLongOutstanding) {
            // It does not tell that lists bring anything.
            pace.moved();
            selected.forEach(each -> watermark.foundAlone(each.finishedAt()));
        } else {
            noteFound(selected.size());
        }
        return selected;
    }

    private static List<FinishedTask> listOf(FinishedTask task) {
        return task == null ? List.of() : List.of(task);
    }

    private void noteFound(int found) {
        fruitlessReads = found > 0 ? 0 : fruitlessReads + 1;
        if (found > 0) {
            pace.moved();
        }
    }
}
