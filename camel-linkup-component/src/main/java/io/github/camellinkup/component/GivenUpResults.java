package io.github.camellinkup.component;

import io.github.camellinkup.engine.results.FinishedTask;
import io.github.camellinkup.engine.statistics.TaskCount;
import io.github.camellinkup.engine.statistics.TaskStatistics;
import org.apache.camel.CamelExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts and logs results that are not delivered. Thread-safe. */
final class GivenUpResults {

    private static final Logger LOG = LoggerFactory.getLogger(GivenUpResults.class);

    /** Only the beginning of a long message is stored. */
    private static final int MAX_REASON = 500;

    private final TaskStatistics statistics;

    GivenUpResults(TaskStatistics statistics) {
        this.statistics = statistics;
    }

    /** The text of a failure for the task repository. */
    static String reason(Throwable failure) {
        if (failure == null) {
            return "The exchange failed without an exception";
        }
        // Camel wraps an error in this exception.
        boolean isWrapped = failure instanceof CamelExecutionException && failure.getCause() instanceof Error;
        Throwable original = isWrapped ? failure.getCause() : failure;
        String reason = original.getClass().getName() + ": " + original.getMessage();
        return reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
    }

    /** A task was given up because its exchanges failed too often. */
    void failedTooOften(String taskId, String reason) {
        statistics.increment(TaskCount.GIVEN_UP);
        LOG.warn(
                "The result of Linkup task {} is not delivered any more, because its exchanges failed too often."
                        + " A task repository in a database keeps the task as failed. The last failure: {}",
                taskId,
                reason);
    }

    /** A task was given up because its result cannot be read. */
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
