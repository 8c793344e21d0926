package io.github.camellinkup.component;

import io.github.camellinkup.engine.results.FinishedTask;
import io.github.camellinkup.engine.results.TaskSelection;
import io.github.camellinkup.engine.statistics.TaskCount;
import io.github.camellinkup.engine.statistics.TaskStatistics;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Synchronization;

/**
 * Records the outcome of the exchange of a finished task. It holds the task itself, because a route can change the
 * header with the id. Only the first outcome counts. Thread-safe.
 */
final class TaskCompletion implements Synchronization {

    private final TaskSelection selection;
    private final FinishedTask task;
    private final TaskStatistics statistics;
    private final BooleanSupplier routeStops;
    private final GivenUpResults givenUp;
    private final AtomicBoolean notified = new AtomicBoolean();

    /** @param routeStops whether the route of the exchange is stopping or stopped */
    TaskCompletion(TaskSelection selection, FinishedTask task, TaskStatistics statistics, BooleanSupplier routeStops) {
        this.selection = selection;
        this.task = task;
        this.statistics = statistics;
        this.routeStops = routeStops;
        this.givenUp = new GivenUpResults(statistics);
    }

    @Override
    public void onComplete(Exchange exchange) {
        notifySelection(() -> selection.taken(task));
    }

    @Override
    public void onFailure(Exchange exchange) {
        failed(exchange.getException());
    }

    /** The result was not processed: the task is emitted again, as if there had been no exchange. */
    void giveBack() {
        notifySelection(() -> selection.returned(task));
    }

    void failed(Throwable failure) {
        if (routeStops.getAsBoolean()) {
            interrupted();
            return;
        }
        notifySelection(() -> {
            statistics.increment(TaskCount.FAILED_DELIVERIES);
            String reason = GivenUpResults.reason(failure);
            String id = task.id();
            // Holds the id and not the task: recording the failure can take long.
            GivenUpResults results = givenUp;
            selection.failed(task, reason).thenAccept(again -> {
                if (!again) {
                    results.failedTooOften(id, reason);
                }
            });
        });
    }

    /**
     * A route that stops rejects or interrupts exchanges. That is no failed delivery, but the result is emitted again
     * explicitly, because another consumer may have skipped it in the meantime.
     */
    private void interrupted() {
        notifySelection(() -> selection.postponed(task, 1));
    }

    /** The result cannot be read. It is not emitted again, whatever the outcome of the exchange. */
    void unreadable() {
        notifySelection(() -> {
            selection.giveUp(task, GivenUpResults.reason(task.unreadable()));
            givenUp.unreadable(task);
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
}
