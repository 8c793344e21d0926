package io.github.camellinkup.engine.results;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.Quota;
import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.listing.PageRequest;
import io.github.camellinkup.engine.listing.PageSize;
import io.github.camellinkup.engine.listing.PageSummary;
import io.github.camellinkup.engine.listing.SpoiledPage;
import io.github.camellinkup.engine.results.PollStep.Purpose;
import io.github.camellinkup.engine.results.PollStep.ReadPage;
import io.github.camellinkup.engine.results.PollStep.ReadTask;
import io.github.camellinkup.engine.results.ReaderQueue.PageCall;
import io.github.camellinkup.engine.results.ReaderQueue.ResultTurn;
import io.github.camellinkup.engine.results.ReaderQueue.Turn;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The one reader of a list of tasks for an account. It makes one read at a time, as long as anything is wanted, and gives
 * each page to every subscriber that waits: two consumers and a thousand awaiting exchanges cost as many reads as one
 * consumer. The rate limiter below it lets one read out in a second, so a subscriber that comes meanwhile is served by the
 * same read.
 *
 * <p>Thread-safe. Subscribers are asked on the workers, each by itself, so that one with a slow repository does not hold
 * up the others.
 */
public final class ResultReader implements AutoCloseable {

    /** Where only the quota is wanted: the smallest page there is, of a task that has no result yet. */
    private static final TaskQuery QUOTA_ONLY = new TaskQuery(1, 1, null, null, Set.of(TaskStatus.PENDING), null);

    private final TaskSource source;
    private final Executor workers;
    private final ListedTypes types;
    private final SteppedOverTasks steppedOver = new SteppedOverTasks();
    private final RecentlyFinished recentlyFinished = new RecentlyFinished();
    private final List<AwaitedResults> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<Quota>> quotaListeners = new CopyOnWriteArrayList<>();
    private final ReaderQueue queue = new ReaderQueue();
    private final PageSize pageSize = new PageSize();
    private volatile LinkupException lastBreak;

    private final TurnLoop turns;

    /** @param workers where subscribers are asked */
    public ResultReader(TaskSource source, Executor workers) {
        this.source = source;
        this.workers = workers;
        this.types = new ListedTypes(source.filters());
        this.turns = new TurnLoop(queue, workers, this::take, this::failAll);
    }

    /** Gives every finished task that is read to these as well, also while no subscription of theirs waits. */
    void addListener(AwaitedResults awaited) {
        listeners.add(awaited);
    }

    /** Tells the organisation's queue with each page of this list, also while no call asks for it. */
    public void addQuotaListener(Consumer<Quota> listener) {
        quotaListeners.add(listener);
    }

    /**
     * Whether a task that is wanted only now may have been read before.
     *
     * @param createdAt when it was created, by Linkup's clock
     */
    boolean mayHaveRead(String taskId, Instant createdAt) {
        return recentlyFinished.mayHold(taskId, createdAt);
    }

    /** Whether a read is in flight or about to be made. */
    boolean isReading() {
        return turns.isReading();
    }

    /** Reads for a subscriber, until a read has brought it results, or has told it that there are none for now. */
    CompletableFuture<List<FinishedTask>> read(PageSubscriber subscriber) {
        WaitingRead read = new WaitingRead(subscriber, this::leaveQueue);
        types.list(subscriber);
        if (!queue.add(read)) {
            read.fail(stopping());
        }
        turns.goOn();
        return read;
    }

    /** A subscriber ends, or wants nothing for now. */
    void leave(PageSubscriber subscriber) {
        types.remove(subscriber);
    }

    /** Reads a page in its turn. What it holds of finished tasks is given to the subscribers too. */
    public CompletionStage<TaskPage> page(TaskQuery query) {
        CompletableFuture<TaskPage> page = new CompletableFuture<>();
        if (!queue.add(new PageCall(query, page))) {
            page.completeExceptionally(stopping());
        }
        turns.goOn();
        return page;
    }

    /** The organisation's quota, from the next page that is read; null if that page does not have it. */
    public CompletionStage<Quota> quota() {
        CompletableFuture<Quota> quota = new CompletableFuture<>();
        if (!queue.add(quota)) {
            quota.completeExceptionally(stopping());
        }
        turns.goOn();
        return quota;
    }

    private void take(Turn turn) {
        if (turn instanceof PageCall call) {
            turns.send(() -> source.page(call.query()), (page, failure) -> pageCallEnded(call, page, failure));
        } else if (turn instanceof ResultTurn results) {
            lead(results.lead(), results.isAlone());
        } else {
            turns.send(() -> source.page(QUOTA_ONLY), this::quotaCallEnded);
        }
    }

    private void lead(WaitingRead lead, boolean isAlone) {
        PollStep step;
        try {
            step = lead.subscriber().plan(size(), types.get(), isAlone);
        } catch (RuntimeException | Error e) {
            if (leaveQueue(lead)) {
                lead.fail(e);
            }
            turns.ended();
            return;
        }
        if (step instanceof ReadTask one) {
            turns.send(
                    () -> lead.subscriber().source().task(one.task().id()),
                    (task, failure) -> taskCallEnded(lead, one, task, failure));
        } else {
            ReadPage read = (ReadPage) step;
            turns.send(() -> source.page(read.query()), (page, failure) -> scanCallEnded(lead, read, page, failure));
        }
    }

    private synchronized int size() {
        return pageSize.get();
    }

    private synchronized void sizeSucceeded(TaskPage page, int asked) {
        pageSize.read(page, asked);
    }

    private synchronized void sizeFailed(PageRequest asked) {
        pageSize.failed(asked);
    }

    private void pageCallEnded(PageCall call, TaskPage page, Throwable failure) {
        if (failure != null) {
            call.page().completeExceptionally(failure);
            return;
        }
        notifyOfQuota(page.quota());
        call.page().complete(page);
        List<Task> finished = finished(page);
        notifyListeners(finished);
        offerAll(read -> read.subscriber().glance(finished));
    }

    private void quotaCallEnded(TaskPage page, Throwable failure) {
        if (failure == null) {
            notifyOfQuota(page.quota());
        } else if (SpoiledPage.is(failure)) {
            // The one task on that page spoils it. The quota comes with another page.
            notifyOfQuota(null);
        } else {
            failQuotas(failure);
        }
    }

    private void taskCallEnded(WaitingRead lead, ReadTask step, Task task, Throwable failure) {
        if (failure == null && task.isFinished()) {
            notifyListeners(List.of(task));
        }
        if (leaveQueue(lead)) {
            offer(lead, () -> lead.subscriber().taskRead(step, task, failure));
        }
    }

    private void scanCallEnded(WaitingRead lead, ReadPage step, TaskPage page, Throwable failure) {
        if (failure == null) {
            if (step.purpose() == Purpose.BEHIND_BROKEN) {
                steppedOver.warn(lastBreak);
            }
            sizeSucceeded(page, step.page().size());
            notifyOfQuota(page.quota());
            List<Task> finished = finished(page);
            notifyListeners(finished);
            PageSummary summary = PageSummary.of(page, SortBy.UPDATED_AT, source.now());
            offerAll(read -> read.subscriber().pageRead(step, read == lead, summary, finished));
        } else if (!SpoiledPage.is(failure)) {
            if (SpoiledPage.mayBe(failure)) {
                brokeOff(lead, step, (LinkupException) failure);
            }
            failAll(failure);
        } else if (step.isOfScan() && step.page().size() > 1) {
            sizeFailed(step.page());
        } else if (step.isOfScan()) {
            stepOver(lead, step, (LinkupException) failure);
        } else if (step.purpose() == Purpose.BEHIND_BROKEN) {
            // It shows nothing of the page before it: another one is tried.
            lead.subscriber().brokeOff(step);
        }
        // A newest page in between is not tried again: the scan asks for it later.
    }

    private void brokeOff(WaitingRead lead, ReadPage step, LinkupException failure) {
        sizeFailed(step.page());
        if (step.page().size() == 1) {
            lastBreak = failure;
            lead.subscriber().brokeOff(step);
        }
    }

    private void stepOver(WaitingRead lead, ReadPage step, LinkupException failure) {
        steppedOver.warn(failure);
        offerAll(read -> read.subscriber().steppedOver(step, read == lead, failure));
    }

    private static List<Task> finished(TaskPage page) {
        return page.tasks().stream().filter(Task::isFinished).toList();
    }

    private void notifyListeners(List<Task> finished) {
        // Before anybody looks for wanted tasks: a task that is recorded meanwhile is found either here or there.
        recentlyFinished.add(finished, source.now());
        listeners.forEach(listener -> listener.give(finished));
    }

    /** Offers something to all that wait; those to which it is of no use go on waiting. */
    private void offerAll(Function<WaitingRead, List<FinishedTask>> offer) {
        queue.takeReads().forEach(read -> offer(read, () -> offer.apply(read)));
    }

    private void offer(WaitingRead read, Supplier<List<FinishedTask>> offer) {
        workers.execute(() -> {
            List<FinishedTask> results;
            try {
                results = offer.get();
            } catch (RuntimeException | Error e) {
                read.fail(e);
                return;
            }
            if (results != null) {
                read.end(results);
            } else {
                waitOn(read);
            }
        });
    }

    private void waitOn(WaitingRead read) {
        boolean waits = !read.isDone() && queue.addAgain(read);
        if (!waits || read.isDone() && queue.remove(read)) {
            read.fail(stopping());
        }
        turns.goOn();
    }

    private void notifyOfQuota(Quota quota) {
        if (quota != null) {
            quotaListeners.forEach(listener -> listener.accept(quota));
        }
        queue.takeQuotas().forEach(wanted -> wanted.complete(quota));
    }

    private void failQuotas(Throwable failure) {
        queue.takeQuotas().forEach(wanted -> wanted.completeExceptionally(failure));
    }

    private void failAll(Throwable failure) {
        queue.takeReads().forEach(read -> read.fail(failure));
        failQuotas(failure);
    }

    private boolean leaveQueue(WaitingRead read) {
        boolean wasWaiting = queue.remove(read);
        turns.cancelIfUnwanted();
        return wasWaiting;
    }

    private static CancellationException stopping() {
        return new CancellationException("The Linkup component is stopping");
    }

    /** Ends all waiting. */
    @Override
    public void close() {
        queue.close().forEach(call -> call.page().completeExceptionally(stopping()));
        failAll(stopping());
    }
}
