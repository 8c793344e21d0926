package io.github.camellinkup.component;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.results.FinishedTask;
import io.github.camellinkup.engine.results.ResultSubscription;
import io.github.camellinkup.engine.results.SelectionOptions;
import io.github.camellinkup.engine.results.TaskSelection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.StatefulService;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.ScheduledBatchPollingConsumer;
import org.apache.camel.util.URISupport;

/**
 * Emits one exchange for each finished task. A task counts as taken when its exchange has completed. If the exchange
 * fails, the task is emitted again. A task is not emitted twice at the same time.
 */
@ManagedResource(description = "Managed Linkup consumer")
public class LinkupConsumer extends ScheduledBatchPollingConsumer implements LinkupTaskAttributes {

    private static final long STOP_TIMEOUT_SECONDS = 10;

    private static final Duration FAILING_FOR_LONG = Duration.ofMinutes(1);

    private final SelectionOptions wanted;
    private final ReentrantLock polling = new ReentrantLock();
    private volatile ReadBackoff readBackoff;
    private TaskSelection selection;
    private TaskEngine engine;
    private ResultSubscription subscription;
    private ResultEmitter emitter;
    private ExecutorService threads;
    private InFlightLimit inFlightLimit;
    private volatile Future<?> reading;
    private volatile Instant startedAt;
    private volatile Instant failingSince;

    LinkupConsumer(LinkupEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.wanted = ConsumerSelection.wanted(endpoint);
        // An option of the endpoint can replace it later.
        setExceptionHandler(ReadBackoff.withoutRefusals(getExceptionHandler()));
    }

    @Override
    protected void doStart() throws Exception {
        readBackoff = new ReadBackoff(
                URISupport.sanitizeUri(getEndpoint().getEndpointUri()),
                getEndpoint().getComponent().nanoTime());
        engine = getEndpoint().engine();
        if (selection == null) {
            selection = ConsumerSelection.of(getEndpoint(), wanted);
        }
        subscription = engine.results()
                .subscribe(selection, wanted.types(), getEndpoint().isResearch());
        LinkupConsumerConfiguration options = getEndpoint().getConsumerConfiguration();
        int consumers = options.getConcurrentConsumers();
        int maxInFlight = options.getMaxInFlight() == 0 ? consumers : options.getMaxInFlight();
        if (maxInFlight > 1) {
            threads = executors().newFixedThreadPool(this, "LinkupConsumer", consumers);
        }
        inFlightLimit = new InFlightLimit(threads, maxInFlight);
        TaskResubmitter resubmitter =
                new TaskResubmitter(getEndpoint().sender(engine), engine, options.getMaxResubmits());
        emitter = new ResultEmitter(this, selection, inFlightLimit, resubmitter);
        startedAt = now();
        getEndpoint().getComponent().runtime().started(this);
        super.doStart();
    }

    @Override
    protected void doBuild() throws Exception {
        setHealthCheck(new LinkupConsumerHealthCheck(this, "consumer:" + getRouteId()));
        super.doBuild();
    }

    /** When it was last started; null if it never was. */
    Instant startedAt() {
        return startedAt;
    }

    private Instant now() {
        return getEndpoint().getComponent().clock().instant();
    }

    /** Whether reads fail in a way that does not pass by itself within a minute, most of the time. */
    boolean isFailingForLong() {
        boolean passesByItself = getLastError() instanceof LinkupException failure && failure.isRetryable();
        Instant since = failingSince;
        return !passesByItself || since != null && !since.plus(FAILING_FOR_LONG).isAfter(now());
    }

    /** Why the last poll has failed; null if it has not. */
    String lastFailure() {
        return getErrorCounter() == 0 || getLastError() == null
                ? null
                : getLastError().getMessage();
    }

    /** What it reads; null before the first start. */
    ResultSubscription subscription() {
        return subscription;
    }

    /** The task types that are wanted; empty means all. */
    Set<String> wantedTypes() {
        return wanted.types();
    }

    @Override
    protected void doStop() throws Exception {
        cancelRead();
        awaitPoll();
        super.doStop();
        if (subscription != null) {
            engine.results().close(subscription);
            LinkupRuntime runtime = getEndpoint().getComponent().runtime();
            if (runtime != null) {
                runtime.stopped(this);
            }
        }
        if (threads != null) {
            executors().shutdownGraceful(threads);
            inFlightLimit.drop();
            threads = null;
        }
    }

    private ExecutorServiceManager executors() {
        return getEndpoint().getCamelContext().getExecutorServiceManager();
    }

    @Override
    protected void doResume() throws Exception {
        startedAt = now();
        super.doResume();
    }

    @Override
    protected void doSuspend() throws Exception {
        if (!isCompletingAllTasks()) {
            cancelRead();
        }
        super.doSuspend();
    }

    /** A shutdown waits for exchanges in flight, but not for a page whose tasks would not be emitted. */
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
        Future<?> read = reading;
        if (read != null) {
            read.cancel(true);
        }
    }

    /**
     * Waits for the end of the poll. Stopping interrupts the poll, so that an exchange that has just completed might not
     * be recorded as taken. In a cluster, a graceful shutdown does not wait for that.
     */
    private void awaitPoll() {
        try {
            if (polling.tryLock(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                polling.unlock();
            }
        } catch (InterruptedException e) {
            // The rest still has to be stopped.
            Thread.currentThread().interrupt();
        }
    }

    /** Does not poll while reads are delayed, because Camel would count an empty poll as a success. */
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
            failingSince = failingSince == null ? now() : failingSince;
            throw e;
        } catch (Error e) {
            // Camel would not poll again after an error.
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
            List<FinishedTask> results = subscription.prepareRead() ? read() : null;
            if (results == null) {
                break;
            }
            handled += emit(results, limit - handled);
        } while (handled < limit && subscription.hasMorePages() && isEmissionAllowed() && !isSuspendingOrSuspended());
        return handled;
    }

    /** Reads results. Null if the read was cancelled, because the consumer stops: then the scan must not go on. */
    private List<FinishedTask> read() throws Exception {
        CompletableFuture<List<FinishedTask>> read = subscription.read();
        reading = read;
        if (!isEmissionAllowed()) {
            // The consumer was stopped before it could cancel this read.
            read.cancel(true);
        }
        try {
            List<FinishedTask> results = read.get();
            readBackoff.succeeded();
            failingSince = null;
            return results;
        } catch (CancellationException e) {
            return null;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            reading = null;
            // If this thread was interrupted, the results are not used.
            read.cancel(true);
        }
    }

    private int emit(List<FinishedTask> results, int limit) throws Exception {
        Queue<Object> batch = new ArrayDeque<>(results.subList(0, Math.min(results.size(), limit)));
        results.subList(batch.size(), results.size()).forEach(selection::returned);
        int handled = processBatch(batch);
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
            // Otherwise a shutdown would wait for tasks that are left to the next poll.
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

    /** Whether exchanges can fail because the route stops. {@code master:} stops the route before its consumer. */
    boolean isRouteStopping() {
        return isStoppingOrStopped()
                || getProcessor() instanceof StatefulService route && (route.isStopping() || route.isStopped());
    }

    @Override
    public Exchange createExchange(boolean autoRelease) {
        return super.createExchange(autoRelease);
    }

    /** Called by the bridge to the error handler of the route only. */
    @Override
    public UnitOfWork createUoW(Exchange exchange) throws Exception {
        ResultEmitter.bridged(exchange);
        return super.createUoW(exchange);
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
