package io.github.camellinkup.component;

import io.github.camellinkup.engine.receiving.FinishedTask;
import io.github.camellinkup.engine.receiving.TaskSelection;
import io.github.camellinkup.engine.statistics.TaskCount;
import io.github.camellinkup.engine.statistics.TaskStatistics;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Synchronization;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes note of how the exchange of a finished task ended. It knows the task from when the exchange was made, not from
 * a header, which the route may have changed.
 */
final class TaskCompletion implements Synchronization {

    private static final Logger LOG = LoggerFactory.getLogger(TaskCompletion.class);

    /** An operator needs the beginning of a failure, not its end. */
    private static final int MAX_REASON = 500;

    private final TaskSelection selection;
    private final FinishedTask task;
    private final TaskStatistics statistics;

    TaskCompletion(TaskSelection selection, FinishedTask task, TaskStatistics statistics) {
        this.selection = selection;
        this.task = task;
        this.statistics = statistics;
    }

    @Override
    public void onComplete(Exchange exchange) {
        selection.taken(task);
    }

    @Override
    public void onFailure(Exchange exchange) {
        failed(exchange.getException());
    }

    /** The exchange was never given to anyone: its task is wanted again, as if there had been no exchange. */
    void giveBack() {
        selection.returned(task);
    }

    void failed(Exception failure) {
        statistics.increment(TaskCount.FAILED_DELIVERIES);
        String reason = reason(failure);
        if (!selection.failed(task, reason)) {
            statistics.increment(TaskCount.GIVEN_UP);
            LOG.warn(
                    "The result of Linkup task {} is not delivered any more, because its exchanges failed too often."
                            + " A task repository in a database keeps the task as failed. The last failure: {}",
                    task.id(),
                    reason);
        }
    }

    private static String reason(Exception failure) {
        if (failure == null) {
            return "The exchange failed without an exception";
        }
        String reason = failure.getClass().getName() + ": " + failure.getMessage();
        return reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
    }
}
