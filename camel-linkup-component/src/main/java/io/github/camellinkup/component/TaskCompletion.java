package io.github.camellinkup.component;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupMismatchedAnswerException;
import io.github.camellinkup.engine.monitoring.EngineStatistics;
import io.github.camellinkup.engine.monitoring.TaskEvent;
import io.github.camellinkup.engine.monitoring.TaskEventType;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.results.FinishedTask;
import io.github.camellinkup.engine.results.TaskSelection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Synchronization;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records the outcome of the exchange of a finished task. It holds the task itself, because a route can change the
 * header with the id. Only the first outcome counts. Thread-safe. This is the journey of a result whose exchange fails:
 *
 * <ol>
 *   <li>{@link LinkupConsumer} reads a page, and {@link ResultEmitter} sends an exchange for each result into the route.
 *   <li>The exchange fails. Camel calls {@link #onFailure}, and the {@link TaskSelection} of the consumer is notified
 *       ({@link TaskSelection#failed}).
 *   <li>The selection records the failure: {@code SubmittedTasks} in the task repository, {@code AllTasks} in memory. After
 *       more failures than {@code maxRedeliveries} the task is given up, and {@code failedTooOften} logs it.
 *   <li>Otherwise the task is due again after a wait that doubles with each failure ({@code Redeliveries}).
 *   <li>{@code RedeliveryTurns} then chooses how it is read: up to five due tasks one by one, more of them by a scan of the
 *       list. The result comes to the consumer as before, and a new exchange gets it.
 * </ol>
 */
final class TaskCompletion implements Synchronization {

    private static final Logger LOG = LoggerFactory.getLogger(TaskCompletion.class);

    /** Only the beginning of a long message is stored. */
    private static final int MAX_REASON = 500;

    private final TaskSelection selection;
    private final FinishedTask task;
    private final EngineStatistics statistics;
    private final BooleanSupplier routeStops;
    private final AtomicBoolean notified = new AtomicBoolean();

    /** @param routeStops whether the route of the exchange is stopping or stopped */
    TaskCompletion(
            TaskSelection selection, FinishedTask task, EngineStatistics statistics, BooleanSupplier routeStops) {
        this.selection = selection;
        this.task = task;
        this.statistics = statistics;
        this.routeStops = routeStops;
    }

    @Override
    public void onComplete(Exchange exchange) {
        taken();
    }

    @Override
    public void onFailure(Exchange exchange) {
        failed(exchange.getException());
    }

    void taken() {
        notifySelection(() -> selection.taken(task));
    }

    /** The result was not processed: the task is emitted again, as if there had been no exchange. */
    void giveBack() {
        notifySelection(() -> selection.returned(task));
    }

    void failed(Throwable failure) {
        // A route that stops rejects or interrupts exchanges. That is no failed delivery. The result is queued for a
        // redelivery, because scans may have passed it already.
        notifySelection(routeStops.getAsBoolean() ? () -> selection.postponed(task, 1) : () -> failedDelivery(failure));
    }

    private void failedDelivery(Throwable failure) {
        String reason = reason(failure);
        // The callback holds what is remembered and not the result: recording the failure can take long.
        PendingTask pending = task.pending();
        statistics.happened(TaskEvent.of(TaskEventType.DELIVERY_FAILED, pending, reason));
        EngineStatistics counts = statistics;
        selection.failed(task, reason).thenAccept(again -> {
            if (!again) {
                failedTooOften(pending, reason, counts);
            }
        });
    }

    /** The result can never be used. It is not emitted again, whatever the outcome of the exchange. */
    void giveUp(LinkupException failure) {
        notifySelection(() -> {
            selection.giveUp(task, reason(failure));
            givenUp(task.pending(), failure, statistics);
        });
    }

    private void notifySelection(Runnable end) {
        if (!notified.compareAndSet(false, true)) {
            return;
        }
        try {
            end.run();
        } catch (Error e) {
            // For instance no memory. A task that stays in progress would never be emitted again.
            selection.returned(task);
            throw e;
        }
    }

    /** The text of a failure for the task repository. */
    static String reason(Throwable failure) {
        if (failure == null) {
            return "The exchange failed without an exception";
        }
        // Camel wraps an error in this exception.
        boolean isWrapped = failure instanceof CamelExecutionException && failure.getCause() instanceof Error;
        String reason = (isWrapped ? failure.getCause() : failure).toString();
        return reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
    }

    /** A task was given up because its exchanges failed too often. */
    private static void failedTooOften(PendingTask task, String reason, EngineStatistics statistics) {
        statistics.happened(TaskEvent.of(TaskEventType.GIVEN_UP, task, reason));
        LOG.warn(
                "The result of Linkup task {} is not delivered any more, because its exchanges failed too often."
                        + " A task repository in a database keeps the task as failed. The last failure: {}",
                task.id(),
                reason);
    }

    /** A task was given up because its result can never be used. */
    static void givenUp(PendingTask task, LinkupException failure, EngineStatistics statistics) {
        statistics.happened(TaskEvent.of(TaskEventType.GIVEN_UP, task, failure.getMessage()));
        LOG.warn(
                "The result of Linkup task {} is not delivered: {}. A task repository in a database keeps the task as"
                        + " failed. To get the result while Linkup holds it, {} and make the task pending again, or read it"
                        + " with linkup:tasks?mode=get",
                task.id(),
                failure.getMessage(),
                failure instanceof LinkupMismatchedAnswerException
                        ? "change the class"
                        : "set the option maxResponseSize higher");
    }
}
