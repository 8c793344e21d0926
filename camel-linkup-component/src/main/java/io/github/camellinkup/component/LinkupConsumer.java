package io.github.camellinkup.component;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.results.FinishedTask;
import io.github.camellinkup.engine.results.ResultSubscription;
import io.github.camellinkup.engine.results.TaskSelection;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.StatefulService;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.ScheduledBatchPollingConsumer;
import org.apache.camel.util.URISupport;

/**
 * Emits one exchange for each finished task. A task counts as taken when its exchange has completed; if the exchange
 * fails, the task is emitted again. While its exchange is under way it is not emitted a second time.
 */
@ManagedResource(description = "Managed Linkup consumer")
public class LinkupConsumer extends ScheduledBatchPollingConsumer implements LinkupTaskAttributes {

    private static final long STOP_TIMEOUT_SECONDS = 10;

    private final ConsumerOptions options;
    private final ReentrantLock polling = new ReentrantLock();
    private final ReadBackoff readBackoff;
    private TaskSelection selection;
    private TaskEngine engine;
    private ResultSubscription subscription;
    private ResultEmitter emitter;
    private ExecutorService threads;
    private InFlightLimit inFlightLimit;
    private volatile CompletableFuture<List<FinishedTask>> reading;

    LinkupConsumer(LinkupEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.options = ConsumerOptions.of(endpoint);
        this.readBackoff = new ReadBackoff(
                URISupport.sanitizeUri(endpoint.getEndpointUri()),
                endpoint.getComponent().nanoTime());
        // The endpoint sets another one in its place if an option says so.
        setExceptionHandler(ReadBackoff.withoutRefusals(getExceptionHandler()));
    }

    @Override
    protected void doStart() throws Exception {
        readBackoff.restart();
        engine = getEndpoint().engine();
        boolean research = getEndpoint().getOperation() == LinkupOperations.research;
        if (selection == null) {
            selection = options.selection(getEndpoint());
        }
        subscription = engine.results().subscribe(selection, options.wanted().types(), research);
        threads = options.isDirect()
                ? null
                : getEndpoint()
                        .getCamelContext()
                        .getExecutorServiceManager()
                        .newFixedThreadPool(this, "LinkupConsumer", options.concurrentConsumers());
        TaskResubmitter resubmitter = new TaskResubmitter(
                new SingleTaskSender(getEndpoint(), engine),
                engine.repository(),
                options.maxResubmits(),
                engine.statistics());
        inFlightLimit = new InFlightLimit(threads, options.maxInFlight());
        emitter = new ResultEmitter(
                this,
                selection,
                options,
                inFlightLimit,
                resubmitter,
                engine.statistics(),
                getEndpoint().getComponent().clock());
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        cancelRead();
        awaitPoll();
        super.doStop();
        if (subscription != null) {
            engine.results().close(subscription);
        }
        if (threads != null) {
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownGraceful(threads);
            inFlightLimit.drop();
            threads = null;
        }
    }

    @Override
    protected void doSuspend() throws Exception {
        if (!isCompletingAllTasks()) {
            cancelRead();
        }
        super.doSuspend();
    }

    /** A shutdown waits for the exchanges under way, but not for a page whose tasks would not be emitted any more. */
    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        boolean deferred = super.deferShutdown(task);
        if (!isCompletingAllTasks()) {
            cancelRead();
        }
        return deferred;
    }

    /** Whether a shutdown waits for all tasks of the page that is being read. */
    private boolean isCompletingAllTasks() {
        return shutdownRunningTask == ShutdownRunningTask.CompleteAllTasks;
    }

    private void cancelRead() {
        CompletableFuture<List<FinishedTask>> read = reading;
        if (read != null) {
            read.cancel(true);
        }
    }

    /**
     * Lets the poll end by itself: stopping interrupts it, and an exchange that has just ended might not be recorded as
     * taken. A graceful shutdown waits for exchanges under way, but in a cluster not for what comes after them.
     */
    private void awaitPoll() {
        try {
            if (polling.tryLock(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                polling.unlock();
            }
        } catch (InterruptedException e) {
            // Whoever stops cannot wait, but all that follows has to be stopped.
            Thread.currentThread().interrupt();
        }
    }

    /** While reads have to wait, Camel must not count polls: a poll that does nothing would look like a success. */
    @Override
    public void run() {
        if (!readBackoff.isWaiting()) {
            super.run();
        }
    }

    @Override
    protected int poll() throws Exception {
        polling.lock();
        try {
            return readAndEmit();
        } catch (LinkupException e) {
            readBackoff.failed(e, subscription.untilDue());
            throw e;
        } catch (Error e) {
            // Camel would not poll again after an error that is no exception.
            throw new RuntimeCamelException(e);
        } finally {
            polling.unlock();
        }
    }

    private int readAndEmit() throws Exception {
        shutdownRunningTask = null;
        pendingExchanges = 0;
        int limit = getMaxMessagesPerPoll() > 0 ? getMaxMessagesPerPoll() : Integer.MAX_VALUE;
        int handled = 0;
        do {
            if (!subscription.isDue()) {
                break;
            }
            handled += emit(read(), limit - handled);
        } while (handled < limit && subscription.isCatchingUp() && isEmissionAllowed() && !isSuspendingOrSuspended());
        return handled;
    }

    /** Reads results; none if the consumer stops: what they would have been is still there for the next start. */
    private List<FinishedTask> read() throws Exception {
        CompletableFuture<List<FinishedTask>> read = subscription.read();
        reading = read;
        if (!isEmissionAllowed()) {
            // It was stopped before it could be seen that there is something to give up.
            read.cancel(true);
        }
        try {
            List<FinishedTask> results = read.get();
            readBackoff.succeeded();
            return results;
        } catch (CancellationException e) {
            return List.of();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            reading = null;
            // If this thread was interrupted, nobody takes the results.
            read.cancel(true);
        }
    }

    private int emit(List<FinishedTask> results, int limit) throws Exception {
        Queue<Object> wanted = new ArrayDeque<>(results.subList(0, Math.min(results.size(), limit)));
        results.subList(wanted.size(), results.size()).forEach(selection::returned);
        int handled = processBatch(wanted);
        if (handled == results.size()) {
            subscription.handedOn();
        }
        return handled;
    }

    @Override
    public int processBatch(Queue<Object> finished) throws Exception {
        int total = finished.size();
        int handled = 0;
        try {
            while (handled < total && isEmissionAllowed()) {
                FinishedTask next = (FinishedTask) finished.poll();
                pendingExchanges = total - handled - 1;
                if (!emitter.handle(next, handled, total)) {
                    break;
                }
                handled++;
            }
        } finally {
            // A shutdown would wait for what this poll leaves to the next one.
            pendingExchanges = 0;
            finished.forEach(left -> selection.returned((FinishedTask) left));
            finished.clear();
        }
        return handled;
    }

    /** Whether another exchange may begin. */
    boolean isEmissionAllowed() {
        return isBatchAllowed() && !isRouteStopping() && (isCompletingAllTasks() || !isSuspendingOrSuspended());
    }

    /** Whether exchanges can fail because the route is stopped. {@code master:} stops it before it stops its consumer. */
    boolean isRouteStopping() {
        return isStoppingOrStopped()
                || getProcessor() instanceof StatefulService route && (route.isStopping() || route.isStopped());
    }

    @Override
    public Exchange createExchange(boolean autoRelease) {
        return super.createExchange(autoRelease);
    }

    /** Only a bridge to the error handler of the route asks for it. */
    @Override
    public UnitOfWork createUoW(Exchange exchange) throws Exception {
        UnitOfWork work = super.createUoW(exchange);
        ErrorHandling.attachTo(work, exchange);
        return work;
    }

    @Override
    public TaskEngine taskEngine() {
        return engine;
    }

    @Override
    public LinkupEndpoint getEndpoint() {
        return (LinkupEndpoint) super.getEndpoint();
    }
}
