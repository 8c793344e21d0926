package io.github.camellinkup.component;

import io.github.camellinkup.engine.results.FinishedTask;
import io.github.camellinkup.engine.statistics.TaskCount;
import io.github.camellinkup.engine.statistics.TaskStatistics;
import org.apache.camel.CamelExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the results that nobody gets, and tells an operator of them. Thread-safe. */
final class GivenUpResults {

    private static final Logger LOG = LoggerFactory.getLogger(GivenUpResults.class);

    /** An operator needs the beginning of a failure, not its end. */
    private static final int MAX_REASON = 500;

    private final TaskStatistics statistics;

    GivenUpResults(TaskStatistics statistics) {
        this.statistics = statistics;
    }

    /** What the task repository keeps of a failure. */
    static String reason(Throwable failure) {
        if (failure == null) {
            return "The exchange failed without an exception";
        }
        // So Camel keeps an error that is no exception.
        boolean isWrapped = failure instanceof CamelExecutionException && failure.getCause() instanceof Error;
        Throwable told = isWrapped ? failure.getCause() : failure;
        String reason = told.getClass().getName() + ": " + told.getMessage();
        return reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
    }

    /** The task has been given up because its exchanges failed too often. */
    void failedTooOften(String taskId, String reason) {
        statistics.increment(TaskCount.GIVEN_UP);
        LOG.warn(
                "The result of Linkup task {} is not delivered any more, because its exchanges failed too often."
                        + " A task repository in a database keeps the task as failed. The last failure: {}",
                taskId,
                reason);
    }

    /** The task has been given up because its result cannot be read. */
    void unreadable(FinishedTask task) {
        statistics.increment(TaskCount.GIVEN_UP);
        LOG.warn(
                "The result of Linkup task {} is not delivered: {}. A task repository in a database keeps the task as"
                        + " failed. To get the result while Linkup holds it, set the option maxResponseSize higher and"
                        + " make the task pending again, or read it with linkup:tasks?mode=get",
                task.id(),
                task.unreadable().getMessage());
    }
}
