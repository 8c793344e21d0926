package io.github.camellinkup.engine.results;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.Quota;
import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.listing.PageSize;
import io.github.camellinkup.engine.listing.PageSummary;
import io.github.camellinkup.engine.listing.SpoiledPage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The one reader of a list of tasks for an account. It makes one read at a time, as long as anything is wanted, and gives
 * each page to every subscription that waits: two consumers and a thousand awaiting exchanges cost as many reads as one
 * consumer. The rate limiter below it lets one read out in a second, so a subscription that comes meanwhile is served by
 * the same read.
 *
 * <p>The subscriptions lead in turn: the first that waits says what is read. Pages that are asked for by themselves (of
 * the list by creation, or for the quota) have every other turn at the most.
 *
 * <p>Thread-safe. Subscriptions are asked on the workers, each by itself, so that one with a slow repository does not hold
 * up the others.
 */
public final class ResultReader implements AutoCloseable {

    /** Where only the quota is wanted: the smallest page there is, of a task that has no result yet. */
    private static final TaskQuery QUOTA_ONLY = new TaskQuery(1, 1, null, null, Set.of(TaskStatus.PENDING), null);

    private final TaskSource source;
    private final Executor workers;
    private final ListedTypes types;
    private final SteppedOverTasks steppedOver = new SteppedOverTasks();
    private final List<AwaitedResults> listeners = new CopyOnWriteArrayList<>();

    private final List<Consumer<Quota>> quotaListeners = new CopyOnWriteArrayList<>();

    private final Deque<Ticket> waiting = new ArrayDeque<>();
    private final Deque<PageCall> pages = new ArrayDeque<>();
    private final List<CompletableFuture<Quota>> quotas = new ArrayList<>();
    private final PageSize pageSize = new PageSize();
    private boolean reading;
    private boolean lastWasPageCall;
    private CompletableFuture<?> underWay;

    /** Whether the read under way was cancelled because it was not wanted any more. */
    private boolean isGivenUp;

    private boolean closed;

    /** A page that is asked for by itself. */
    private record PageCall(TaskQuery query, CompletableFuture<TaskPage> page) {}

    /** A subscription that waits for results. */
    final class Ticket extends CompletableFuture<List<FinishedTask>> {

        private final ResultSubscription subscription;

        private Ticket(ResultSubscription subscription) {
            this.subscription = subscription;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            if (!super.cancel(mayInterruptIfRunning)) {
                return false;
            }
            if (take(this)) {
                subscription.readEnded();
            }
            return true;
        }

        private void end(List<FinishedTask> results) {
            subscription.readEnded();
            if (!complete(results)) {
                subscription.giveBack(results);
            }
        }

        private void fail(Throwable failure) {
            subscription.readFailed();
            completeExceptionally(Failures.cause(failure));
        }
    }

    /** @param workers where subscriptions are asked */
    public ResultReader(TaskSource source, Executor workers) {
        this.source = source;
        this.workers = workers;
        this.types = new ListedTypes(source.filters());
    }

    /** Gives every finished task that is read to these as well, also while no subscription of theirs waits. */
    void addListener(AwaitedResults awaited) {
        listeners.add(awaited);
    }

    /** Tells the organisation's queue with each page of this list, also while nobody asks for it. */
    public void addQuotaListener(Consumer<Quota> listener) {
        quotaListeners.add(listener);
    }

    /** Whether a read is under way or about to be made for somebody. */
    synchronized boolean isReading() {
        return reading;
    }

    /** Reads for a subscription, until a read has brought it results, or has told it that there are none for now. */
    CompletableFuture<List<FinishedTask>> read(ResultSubscription subscription) {
        Ticket ticket = new Ticket(subscription);
        types.list(subscription);
        synchronized (this) {
            if (!closed) {
                waiting.add(ticket);
            }
        }
        if (closed) {
            ticket.fail(stopping());
        }
        readOn();
        return ticket;
    }

    /** A subscription ends, or wants nothing for now. */
    void leave(ResultSubscription subscription) {
        types.remove(subscription);
    }

    /** Reads a page in its turn. What it holds of finished tasks is given to the subscriptions too. */
    public CompletionStage<TaskPage> page(TaskQuery query) {
        CompletableFuture<TaskPage> page = new CompletableFuture<>();
        return queued(page, () -> pages.add(new PageCall(query, page)));
    }

    /** The organisation's queue as the next page that is read tells it; null if that page does not. */
    public CompletionStage<Quota> quota() {
        CompletableFuture<Quota> quota = new CompletableFuture<>();
        return queued(quota, () -> quotas.add(quota));
    }

    private <T> CompletableFuture<T> queued(CompletableFuture<T> wanted, Runnable queue) {
        synchronized (this) {
            if (!closed) {
                queue.run();
            }
        }
        if (closed) {
            wanted.completeExceptionally(stopping());
        }
        readOn();
        return wanted;
    }

    private void readOn() {
        synchronized (this) {
            if (reading || isNothingWanted()) {
                return;
            }
            reading = true;
        }
        onWorker(this::turn);
    }

    private boolean isNothingWanted() {
        return waiting.isEmpty() && pages.isEmpty() && quotas.isEmpty();
    }

    private void onWorker(Runnable work) {
        try {
            workers.execute(work);
        } catch (RuntimeException | Error e) {
            // There is no worker, not even memory for one. Who waits has to hear of it, or would wait for ever.
            failAll(e);
            ended();
        }
    }

    private void turn() {
        PageCall call;
        Ticket lead;
        boolean isAlone;
        synchronized (this) {
            boolean isPagesTurn = !pages.isEmpty() && (waiting.isEmpty() || !lastWasPageCall);
            call = isPagesTurn ? pages.remove() : null;
            lead = isPagesTurn ? null : waiting.peek();
            isAlone = waiting.size() == 1 && quotas.isEmpty();
            lastWasPageCall = isPagesTurn;
        }
        if (call != null) {
            send(() -> source.page(call.query()), (page, failure) -> pageCallEnded(call, page, failure));
        } else if (lead != null) {
            lead(lead, isAlone);
        } else {
            send(() -> source.page(QUOTA_ONLY), this::quotaCallEnded);
        }
    }

    private void lead(Ticket lead, boolean isAlone) {
        ResultSubscription.Read read;
        try {
            read = lead.subscription.plan(size(), types.get(), isAlone);
        } catch (RuntimeException | Error e) {
            if (take(lead)) {
                lead.fail(e);
            }
            ended();
            return;
        }
        if (read instanceof ResultSubscription.ReadTask one) {
            send(
                    () -> lead.subscription.source().task(one.task().id()),
                    (task, failure) -> taskCallEnded(lead, one, task, failure));
        } else {
            ResultSubscription.ReadPage page = (ResultSubscription.ReadPage) read;
            send(() -> source.page(page.query()), (found, failure) -> scanCallEnded(lead, page, found, failure));
        }
    }

    private synchronized int size() {
        return pageSize.get();
    }

    private interface End<T> {
        void accept(T answer, Throwable failure);
    }

    /** Makes a call, and the next turn when its end was dealt with on a worker. */
    private <T> void send(Supplier<CompletionStage<T>> call, End<T> end) {
        CompletableFuture<T> answer;
        try {
            answer = call.get().toCompletableFuture();
        } catch (RuntimeException | Error e) {
            answer = CompletableFuture.failedFuture(e);
        }
        synchronized (this) {
            underWay = answer;
        }
        answer.whenComplete((value, failure) -> onWorker(() -> {
            try {
                if (!isGivenUp()) {
                    end.accept(value, failure == null ? null : Failures.cause(failure));
                }
            } catch (RuntimeException | Error e) {
                failAll(e);
            } finally {
                ended();
            }
        }));
        cancelIfUnwanted();
    }

    /** Then its end is no failure for those who have come since: another read follows. */
    private synchronized boolean isGivenUp() {
        return isGivenUp;
    }

    private void ended() {
        synchronized (this) {
            reading = false;
            underWay = null;
            isGivenUp = false;
        }
        readOn();
    }

    private void pageCallEnded(PageCall call, TaskPage page, Throwable failure) {
        if (failure != null) {
            call.page().completeExceptionally(failure);
            return;
        }
        tellQuota(page.quota());
        call.page().complete(page);
        List<Task> finished = finished(page);
        toListeners(finished);
        offerAll(ticket -> ticket.subscription.glance(finished));
    }

    private void quotaCallEnded(TaskPage page, Throwable failure) {
        if (failure == null) {
            tellQuota(page.quota());
        } else if (SpoiledPage.is(failure)) {
            // The one task on that page spoils it. The quota comes with another page.
            tellQuota(null);
        } else {
            failQuotas(failure);
        }
    }

    private void taskCallEnded(Ticket lead, ResultSubscription.ReadTask read, Task task, Throwable failure) {
        if (failure == null && task.isFinished()) {
            toListeners(List.of(task));
        }
        if (take(lead)) {
            onWorker(lead, () -> lead.subscription.taskRead(read, task, failure));
        }
    }

    private void scanCallEnded(Ticket lead, ResultSubscription.ReadPage read, TaskPage page, Throwable failure) {
        if (failure == null) {
            synchronized (this) {
                pageSize.read(page, read.page().size());
            }
            tellQuota(page.quota());
            List<Task> finished = finished(page);
            toListeners(finished);
            PageSummary summary = PageSummary.of(page, SortBy.UPDATED_AT, source.now());
            offerAll(ticket -> ticket.subscription.pageRead(read, ticket == lead, summary, finished));
        } else if (!SpoiledPage.is(failure)) {
            if (SpoiledPage.mayBe(failure)) {
                synchronized (this) {
                    pageSize.failed(read.page());
                }
            }
            failAll(failure);
        } else if (read.goesOn() && read.page().size() > 1) {
            synchronized (this) {
                pageSize.failed(read.page());
            }
        } else if (read.goesOn()) {
            steppedOver.warn((LinkupException) failure);
            offerAll(ticket -> ticket.subscription.steppedOver(read, ticket == lead, (LinkupException) failure));
        }
        // The newest page in between is not worth more reads: who needs it asks for it again.
    }

    private static List<Task> finished(TaskPage page) {
        return page.tasks().stream().filter(Task::isFinished).toList();
    }

    private void toListeners(List<Task> finished) {
        listeners.forEach(listener -> listener.select(finished));
    }

    private interface Offer {
        /** @return null if the subscription goes on waiting */
        List<FinishedTask> to(Ticket ticket);
    }

    private void offerAll(Offer offer) {
        List<Ticket> offered;
        synchronized (this) {
            offered = List.copyOf(waiting);
            waiting.clear();
        }
        offered.forEach(ticket -> onWorker(ticket, () -> offer.to(ticket)));
    }

    private void onWorker(Ticket ticket, Supplier<List<FinishedTask>> offer) {
        try {
            workers.execute(() -> {
                List<FinishedTask> results;
                try {
                    results = offer.get();
                } catch (RuntimeException | Error e) {
                    ticket.fail(e);
                    return;
                }
                if (results != null) {
                    ticket.end(results);
                } else {
                    waitOn(ticket);
                }
            });
        } catch (RuntimeException | Error e) {
            ticket.fail(e);
        }
    }

    private void waitOn(Ticket ticket) {
        boolean waitsOn;
        synchronized (this) {
            waitsOn = !closed && !ticket.isDone();
            if (waitsOn) {
                waiting.addFirst(ticket);
            }
        }
        if (!waitsOn) {
            ticket.fail(stopping());
        }
        readOn();
    }

    private void tellQuota(Quota quota) {
        if (quota != null) {
            quotaListeners.forEach(listener -> listener.accept(quota));
        }
        takeQuotas().forEach(wanted -> wanted.complete(quota));
    }

    private void failQuotas(Throwable failure) {
        takeQuotas().forEach(wanted -> wanted.completeExceptionally(failure));
    }

    private synchronized List<CompletableFuture<Quota>> takeQuotas() {
        List<CompletableFuture<Quota>> taken = List.copyOf(quotas);
        quotas.clear();
        return taken;
    }

    private void failAll(Throwable failure) {
        List<Ticket> failed;
        synchronized (this) {
            failed = List.copyOf(waiting);
            waiting.clear();
        }
        failed.forEach(ticket -> ticket.fail(failure));
        failQuotas(failure);
    }

    private boolean take(Ticket ticket) {
        boolean taken;
        synchronized (this) {
            taken = waiting.remove(ticket);
        }
        cancelIfUnwanted();
        return taken;
    }

    /** A consumer that stops must not wait for a page that nobody wants any more. */
    private void cancelIfUnwanted() {
        CompletableFuture<?> unwanted;
        synchronized (this) {
            unwanted = isNothingWanted() && !lastWasPageCall ? underWay : null;
            isGivenUp |= unwanted != null && !unwanted.isDone();
        }
        if (unwanted != null) {
            unwanted.cancel(true);
        }
    }

    private static CancellationException stopping() {
        return new CancellationException("The Linkup component is stopping");
    }

    /** Ends all waiting. */
    @Override
    public void close() {
        List<PageCall> calls;
        synchronized (this) {
            closed = true;
            calls = List.copyOf(pages);
            pages.clear();
        }
        calls.forEach(call -> call.page().completeExceptionally(stopping()));
        failAll(stopping());
    }

    Set<String> listedTypes() {
        return types.get();
    }
}
