package io.github.camellinkup.component;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.receiving.FinishedTask;
import io.github.camellinkup.engine.receiving.Resubmissions;
import io.github.camellinkup.engine.receiving.TaskSelection;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.statistics.TaskCount;
import io.github.camellinkup.engine.statistics.TaskStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the requests of failed tasks again: the option {@code maxResubmits}. Thread-safe. */
final class FailedTaskSender {

    private static final Logger LOG = LoggerFactory.getLogger(FailedTaskSender.class);

    /** A request that could not be sent so often is not sent any more. */
    private static final int MOST_TRIES = 5;

    private final SingleTaskSender sender;
    private final int maxResubmits;
    private final TaskStatistics statistics;
    private final Map<String, Integer> failedTries = new ConcurrentHashMap<>();

    FailedTaskSender(SingleTaskSender sender, int maxResubmits, TaskStatistics statistics) {
        this.sender = sender;
        this.maxResubmits = maxResubmits;
        this.statistics = statistics;
    }

    /**
     * Sends the request of a failed task again, unless that was done often enough, it cannot be made again from what
     * Linkup reports, or it could not be sent.
     *
     * @return whether it is sent; the task then has reached its end, or comes again after a while if sending fails
     */
    boolean send(FinishedTask failed, TaskSelection selection) {
        if (failed.pending().resubmits() >= maxResubmits || wasEmittedAsFailed(failed)) {
            return false;
        }
        if (failedTries.getOrDefault(failed.id(), 0) >= MOST_TRIES) {
            failedTries.remove(failed.id());
            return false;
        }
        Optional<TaskRequest> request = Resubmissions.of(failed);
        request.ifPresent(again -> call(again).whenComplete((task, failure) -> ended(failed, selection, failure)));
        return request.isPresent();
    }

    /** That its exchange has failed since does not change what was decided of the task. */
    private static boolean wasEmittedAsFailed(FinishedTask failed) {
        return failed.pending().failedDeliveries() > 0;
    }

    private CompletionStage<Task> call(TaskRequest request) {
        try {
            return sender.send(request);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void ended(FinishedTask failed, TaskSelection selection, Throwable failure) {
        if (failure == null) {
            statistics.increment(TaskCount.RESUBMITTED);
            failedTries.remove(failed.id());
            // What was sent took its place in the repository.
            selection.returned(failed);
            return;
        }
        Throwable cause = Failures.cause(failure);
        LOG.warn("The failed Linkup task {} could not be sent again: {}", failed.id(), cause.getMessage());
        int tries = failedTries.merge(failed.id(), isInVain(cause) ? MOST_TRIES : 1, Integer::sum);
        selection.postponed(failed, Math.min(tries, MOST_TRIES));
    }

    /** What Linkup refuses it will refuse again, and what it may have taken must not be paid twice. */
    private static boolean isInVain(Throwable failure) {
        return failure instanceof LinkupInvalidRequestException
                || failure instanceof LinkupSubmissionUncertainException;
    }
}
