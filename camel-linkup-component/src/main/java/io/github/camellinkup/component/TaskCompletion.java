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
 * Takes note of how the exchange of a finished task ended. It knows the task from when the exchange was made, not from
 * a header, which the route may have changed. Only the first outcome counts. Thread-safe.
 */
final class TaskCompletion implements Synchronization {

    private final TaskSelection selection;
    private final FinishedTask task;
    private final TaskStatistics statistics;
    private final BooleanSupplier routeStops;
    private final GivenUpResults givenUp;
    private final AtomicBoolean notified = new AtomicBoolean();

    /** @param routeStops whether the route of the exchange is being stopped, or has been */
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

    /** Nothing was found out about the result: its task is wanted again, as if there had been no exchange. */
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
            // Holds the id and not the task: it can take long until the failure is recorded.
            GivenUpResults results = givenUp;
            selection.failed(task, reason).thenAccept(again -> {
                if (!again) {
                    results.failedTooOften(id, reason);
                }
            });
        });
    }

    /**
     * Camel rejects or interrupts what is under way when the route stops, which must not count against the result. It is
     * to come again all the same: another consumer may have passed it by meanwhile.
     */
    private void interrupted() {
        notifySelection(() -> selection.postponed(task, 1));
    }

    /** The result cannot be read: however its exchange has ended, it is not wanted again. */
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
            // Without memory not even this may have come through, and a task that stays in progress never comes again.
            selection.returned(task);
            throw e;
        }
    }
}
