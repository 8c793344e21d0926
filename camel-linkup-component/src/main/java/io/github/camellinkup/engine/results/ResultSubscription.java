package io.github.camellinkup.engine.results;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupTaskNotFoundException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskIdentity;
import io.github.camellinkup.engine.listing.PageSummary;
import io.github.camellinkup.engine.listing.SpoiledPage;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.results.PollStep.ReadPage;
import io.github.camellinkup.engine.results.PollStep.ReadTask;
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
public final class ResultSubscription implements PageSubscriber {

    /** A read that is due so soon is worth waiting for. */
    private static final Duration PATIENCE = Duration.ofMillis(1_100);

    /** After so many reads without a result, a scan looks for tasks that were listed late. */
    private static final int IDLE_READS = 2;

    /** After so many reads without a result, tasks that have been outstanding for long are read more often. */
    private static final int FRUITLESS_READS = 5;

    private final ResultReader reader;
    private final TaskSource source;
    private final TaskSelection selection;
    private final Set<String> wantedTypes;
    private final PollingPace pace;
    private final Watermark watermark;
    private final LongOutstanding longOutstanding;
    private final RedeliveryTurns redeliveries = new RedeliveryTurns();
    private final ResultScan scan;

    private Demand demand = Demand.NOTHING;
    private Set<String> listedTypes;
    private int fruitlessReads;
    private boolean reading;

    /** Moves the scan on, once the last results are handed on. */
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
        this.scan = new ResultScan(watermark, source.filters(), redeliveries::scanBegins);
    }

    @Override
    public TaskSource source() {
        return source;
    }

    /**
     * Whether to read now: something is wanted, and a read is due soon or is made for others anyway. Asks the repository.
     */
    public synchronized boolean prepareRead() {
        if (reading || selection.isHeldUp()) {
            return false;
        }
        demand = selection.demand();
        if (demand.isNothing()) {
            rest();
            return false;
        }
        if (!scan.hasMorePages() && watermark.goBack()) {
            scan.restart();
        }
        listTypesOfDemand();
        return untilDue().compareTo(PATIENCE) <= 0 || reader.isReading();
    }

    private void rest() {
        scan.restart();
        fruitlessReads = 0;
        listedTypes = wantedTypes;
        longOutstanding.clear();
        reader.leave(this);
    }

    /** Another type is outstanding. The list of before was perhaps without it. */
    private void listTypesOfDemand() {
        Set<String> outstanding = demand.countByType().keySet();
        boolean isListed = demand.isUnknown() || !wantedTypes.isEmpty() || listedTypes.containsAll(outstanding);
        if (!isListed) {
            Set<String> more = new HashSet<>(listedTypes);
            more.addAll(outstanding);
            listedTypes = Set.copyOf(more);
            scan.restart();
            watermark.reset(null);
        }
    }

    @Override
    public synchronized Set<String> listedTypes() {
        return listedTypes;
    }

    /** Whether there is more to read at once: what was found reaches further than one page. */
    public synchronized boolean hasMorePages() {
        return !reading && scan.hasMorePages();
    }

    /** How long until the next read is due, if what is wanted stays as it is. */
    public synchronized Duration untilDue() {
        return scan.hasMorePages() || longOutstanding.isFindingMore() ? Duration.ZERO : pace.untilDue(demand);
    }

    /** Up to which time all finished tasks were offered, by Linkup's clock; null if nothing was offered yet. */
    public synchronized Instant watermark() {
        return watermark.time();
    }

    /** Whether results were wanted at the last look that are not in progress already, or due later. */
    public synchronized boolean isWaiting() {
        return !demand.isNothing();
    }

    /** Whether nothing is read, because too many completions could not be recorded. */
    public boolean isHeldUp() {
        return selection.isHeldUp();
    }

    /**
     * A task is wanted from now on. If it was read before, what finished since its creation is read again. Does not wait for
     * a read that is in flight.
     *
     * @param createdAt when it was created, by Linkup's clock, or null
     */
    void wanted(String taskId, Instant createdAt) {
        if (createdAt != null && reader.mayHaveRead(taskId, createdAt)) {
            watermark.lookBack(createdAt);
        }
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

    @Override
    public synchronized void readEnded() {
        reading = false;
    }

    @Override
    public synchronized void readFailed() {
        reading = false;
        pace.failed();
    }

    @Override
    public void giveBack(List<FinishedTask> results) {
        results.forEach(selection::returned);
    }

    @Override
    public synchronized PollStep plan(int pageSize, Set<String> types, boolean isAlone) {
        Optional<PendingTask> task = taskToRead(isAlone);
        return task.isPresent()
                ? new ReadTask(task.get())
                : scan.next(pageSize, types, listedTypes, demand, fruitlessReads >= IDLE_READS);
    }

    private Optional<PendingTask> taskToRead(boolean isAlone) {
        List<FailedDelivery> due = selection.dueAgain();
        boolean onlyThese = !demand.isUnknown() && demand.waiting() <= due.size();
        Optional<PendingTask> again = redeliveries.next(due, onlyThese, scan.hasMorePages());
        if (again.isPresent()) {
            return again;
        }
        if (!scan.hasMorePages()) {
            redeliveries.seekFrom(due).filter(watermark::isBeyond).ifPresent(earlier -> {
                watermark.reset(earlier);
                scan.restart();
            });
        }
        if (demand.isUnknown()) {
            return Optional.empty();
        }
        if (isAlone && demand.waiting() == 1 && !scan.hasMorePages()) {
            longOutstanding.clear();
            return selection.oldest(1).stream().findFirst();
        }
        boolean isFruitless = fruitlessReads >= FRUITLESS_READS;
        return scan.hasMorePages() && !isFruitless
                ? Optional.empty()
                : longOutstanding.next(selection, source.now(), isFruitless);
    }

    @Override
    public synchronized List<FinishedTask> pageRead(
            ReadPage read, boolean isLead, PageSummary summary, List<Task> finished) {
        List<FinishedTask> selected = select(finished);
        List<Instant> elsewhere = selection.foundElsewhere();
        elsewhere.forEach(watermark::found);
        boolean goesOn = scan.isContinuedBy(read, isLead, listedTypes, demand);
        progress = goesOn ? scan.goOnWith(read, summary) : scan.passBy(read, isLead, summary);
        if (goesOn || isLead) {
            noteFound(selected.size() + elsewhere.size());
        }
        return goesOn || isLead || !selected.isEmpty() ? selected : null;
    }

    @Override
    public synchronized List<FinishedTask> glance(List<Task> finished) {
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
        List<Task> sorted = finished.stream()
                .sorted(Comparator.comparing(Task::updatedAt, Comparator.nullsFirst(Comparator.naturalOrder())))
                .toList();
        List<FinishedTask> selected = selection.select(sorted);
        selected.stream()
                .filter(task -> !again.contains(task.id()))
                .forEach(task -> watermark.found(task.finishedAt()));
        return selected;
    }

    @Override
    public synchronized List<FinishedTask> steppedOver(ReadPage read, boolean isLead, LinkupException failure) {
        if (scan.isContinuedBy(read, isLead, listedTypes, demand)) {
            scan.stepOver(read.page());
        }
        // If it is known which task it is, and it is wanted, it is read alone next.
        SpoiledPage.task(failure)
                .map(TaskIdentity::id)
                .filter(Objects::nonNull)
                .ifPresent(id -> selection.passedOver(Set.of(id)));
        return isLead ? List.of() : null;
    }

    @Override
    public synchronized void brokeOff(ReadPage read) {
        scan.brokeOff(read);
    }

    @Override
    public synchronized List<FinishedTask> taskRead(ReadTask read, Task task, Throwable failure) {
        PendingTask pending = read.task();
        List<FinishedTask> selected;
        if (failure == null) {
            selected = task.isFinished() ? select(List.of(task)) : List.of();
        } else if (failure instanceof LinkupTaskNotFoundException) {
            selected = listOf(selection.selectExpired(pending));
        } else if (SpoiledPage.isOf(pending.id(), failure)) {
            // A second read would fail as well: neither the result nor the limit changes.
            selected = listOf(selection.selectUnreadable(pending, (LinkupException) failure));
        } else {
            longOutstanding.read(pending.id(), false);
            selection.missed(pending);
            throw failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
        }
        List<Instant> elsewhere = selection.foundElsewhere();
        boolean found = !selected.isEmpty() || !elsewhere.isEmpty();
        boolean foundLongOutstanding = longOutstanding.read(pending.id(), found);
        if (!found) {
            selection.missed(pending);
        }
        if (foundLongOutstanding) {
            // It does not show that lists bring results.
            pace.moved();
            selected.forEach(each -> watermark.foundAlone(each.finishedAt()));
            elsewhere.forEach(watermark::foundAlone);
        } else {
            elsewhere.forEach(watermark::found);
            noteFound(found ? 1 : 0);
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
