package io.github.camellinkup.component;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.exception.LinkupUnsupportedTaskTypeException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.results.FinishedTask;
import io.github.camellinkup.engine.results.Resubmissions;
import io.github.camellinkup.engine.results.TaskSelection;
import io.github.camellinkup.engine.statistics.TaskCount;
import io.github.camellinkup.engine.statistics.TaskStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.support.LRUCacheFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the requests of failed tasks again: the option {@code maxResubmits}. Thread-safe. */
final class TaskResubmitter {

    private static final Logger LOG = LoggerFactory.getLogger(TaskResubmitter.class);

    /** A request that could not be sent so often is not sent any more. */
    private static final int MAX_ATTEMPTS = 5;

    /** Of so many tasks it is known what sending them again has failed with; older ones are tried anew. */
    private static final int MAX_REMEMBERED_FAILURES = 10_000;

    private final SingleTaskSender sender;
    private final TaskRepository repository;
    private final int maxResubmits;
    private final TaskStatistics statistics;
    private final Map<String, Failure> failures = LRUCacheFactory.newLRUCache(MAX_REMEMBERED_FAILURES);

    /** That a request could not be sent again: how often by now, and why the last time. */
    private record Failure(int attempts, boolean permanent, String reason) {

        boolean isFinal() {
            return permanent || attempts >= MAX_ATTEMPTS;
        }
    }

    TaskResubmitter(SingleTaskSender sender, TaskRepository repository, int maxResubmits, TaskStatistics statistics) {
        this.sender = sender;
        this.repository = repository;
        this.maxResubmits = maxResubmits;
        this.statistics = statistics;
    }

    /**
     * Sends the request of a failed task again, unless that was done often enough, was refused, failed too often, or may
     * have been done without anybody knowing, or it cannot be made again from what Linkup reports.
     *
     * @return whether it is sent; the task then has reached its end, or comes again after a while if sending fails
     */
    boolean send(FinishedTask failed, TaskSelection selection) {
        Failure failure = failures.get(failed.id());
        boolean isOver = failure != null && failure.isFinal() || wasEmittedAsFailed(failed);
        if (isOver || failed.pending().resubmits() >= maxResubmits) {
            return false;
        }
        Optional<TaskRequest> request = Resubmissions.of(failed);
        if (request.isEmpty()) {
            failures.put(failed.id(), new Failure(0, true, "What Linkup reports of it does not make a request"));
            return false;
        }
        try {
            if (repository.mayBeReplaced(failed.id())) {
                if (repository.find(failed.id()).isEmpty()) {
                    // Another node was faster: it has the task now.
                    selection.returned(failed);
                    return true;
                }
                failures.put(
                        failed.id(),
                        new Failure(0, true, "It is not known whether Linkup took it before: that call is given up"));
                return false;
            }
        } catch (RuntimeException e) {
            ended(failed, selection, e);
            return true;
        }
        selection.sendingAgain(failed);
        call(request.get()).whenComplete((task, problem) -> ended(failed, selection, problem));
        return true;
    }

    /** Why the request of a task is not sent again, or null if there is no reason but that it was sent often enough. */
    String reasonNotSent(FinishedTask task) {
        Failure failure = failures.get(task.id());
        return failure == null ? null : failure.reason();
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
            failures.remove(failed.id());
            // What was sent took its place in the repository.
            selection.returned(failed);
            return;
        }
        Throwable cause = Failures.cause(failure);
        LOG.warn("The failed Linkup task {} could not be sent again: {}", failed.id(), cause.getMessage());
        Failure last = failures.get(failed.id());
        int attempts = last == null ? 1 : last.attempts() + 1;
        failures.put(failed.id(), new Failure(attempts, isPermanent(cause), String.valueOf(cause.getMessage())));
        selection.postponed(failed, attempts);
    }

    /** What Linkup refuses it will refuse again, and what it may have taken must not be paid twice. */
    private static boolean isPermanent(Throwable failure) {
        return failure instanceof LinkupInvalidRequestException
                || failure instanceof LinkupUnsupportedTaskTypeException
                || failure instanceof LinkupSubmissionUncertainException;
    }
}
