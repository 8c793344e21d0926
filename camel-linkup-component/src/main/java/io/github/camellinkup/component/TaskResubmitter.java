package io.github.camellinkup.component;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.exception.LinkupUnsupportedTaskTypeException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.exception.LinkupSpendLimitException;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.monitoring.EngineStatistics;
import io.github.camellinkup.engine.monitoring.TaskEvent;
import io.github.camellinkup.engine.monitoring.TaskEventType;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.results.FinishedTask;
import io.github.camellinkup.engine.results.Resubmissions;
import io.github.camellinkup.engine.results.TaskSelection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.camel.support.LRUCacheFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the requests of failed tasks again: the option {@code maxResubmits}. Thread-safe. */
final class TaskResubmitter {

    private static final Logger LOG = LoggerFactory.getLogger(TaskResubmitter.class);

    /** The maximum number of failed attempts per task. */
    private static final int MAX_ATTEMPTS = 5;

    /** The number of tasks whose failures are remembered; older tasks are tried again. */
    private static final int MAX_REMEMBERED_FAILURES = 10_000;

    private final Function<TaskRequest, CompletionStage<Task>> sender;
    private final TaskRepository repository;
    private final int maxResubmits;
    private final EngineStatistics statistics;
    private final Map<String, Failure> failures = LRUCacheFactory.newLRUCache(MAX_REMEMBERED_FAILURES);

    /** As after so many failures a task is read again: after the longest wait, of some minutes. */
    private static final int LONG_WAIT = 20;

    /** The failed attempts to send a request again, with the reason of the last one. */
    private record Failure(int attempts, boolean permanent, String reason) {

        boolean isFinal() {
            return permanent || attempts >= MAX_ATTEMPTS;
        }
    }

    TaskResubmitter(Function<TaskRequest, CompletionStage<Task>> sender, TaskEngine engine, int maxResubmits) {
        this.sender = sender;
        this.repository = engine.repository();
        this.maxResubmits = maxResubmits;
        this.statistics = engine.statistics();
    }

    /**
     * Sends the request of a failed task again, unless the limit is reached, an attempt was refused, attempts failed too
     * often, an earlier attempt is uncertain, or the request cannot be rebuilt from the task.
     *
     * @return whether it is sent; the task is then complete, or is emitted again later if sending fails
     */
    boolean send(FinishedTask failed, TaskSelection selection) {
        Failure failure = failures.get(failed.id());
        // A failed delivery does not change the decision to emit the task as failed.
        boolean wasEmitted = failed.pending().failedDeliveries() > 0;
        boolean isOver = failure != null && failure.isFinal() || wasEmitted;
        if (isOver || failed.pending().resubmits() >= maxResubmits) {
            return false;
        }
        Optional<TaskRequest> request = Resubmissions.of(failed);
        if (request.isEmpty()) {
            return refuse(failed, "The request cannot be rebuilt from what Linkup reports");
        }
        try {
            if (repository.mayBeReplaced(failed.id())) {
                if (repository.find(failed.id()).isEmpty()) {
                    // Another node has already replaced the task.
                    selection.returned(failed);
                    return true;
                }
                return refuse(failed, "It is not known whether Linkup created a task in an earlier attempt");
            }
        } catch (RuntimeException e) {
            ended(failed, null, selection, e);
            return true;
        }
        selection.sendingAgain(failed);
        sender.apply(request.get()).whenComplete((task, problem) -> ended(failed, task, selection, problem));
        return true;
    }

    private boolean refuse(FinishedTask failed, String reason) {
        failures.put(failed.id(), new Failure(0, true, reason));
        return false;
    }

    /** Why the request of a task is not sent again; null if the limit is reached. */
    String reasonNotSent(FinishedTask task) {
        Failure failure = failures.get(task.id());
        return failure == null ? null : failure.reason();
    }

    private void ended(FinishedTask failed, Task task, TaskSelection selection, Throwable failure) {
        if (failure == null) {
            statistics.happened(
                    TaskEvent.of(TaskEventType.RESUBMITTED, failed.pending(), "sent again as task " + task.id()));
            failures.remove(failed.id());
            // The new task has replaced it in the repository.
            selection.returned(failed);
            return;
        }
        Throwable cause = Failures.cause(failure);
        if (cause instanceof LinkupSpendLimitException) {
            tomorrow(failed, cause, selection);
            return;
        }
        LOG.warn("The failed Linkup task {} could not be sent again: {}", failed.id(), cause.getMessage());
        Failure last = failures.get(failed.id());
        int attempts = last == null ? 1 : last.attempts() + 1;
        failures.put(failed.id(), new Failure(attempts, isPermanent(cause), String.valueOf(cause.getMessage())));
        selection.postponed(failed, attempts);
    }

    /** Nothing is wrong with the request, so this is no failed attempt, however often it is met until the day is over. */
    private void tomorrow(FinishedTask failed, Throwable limit, TaskSelection selection) {
        Failure last = failures.get(failed.id());
        if (last == null) {
            LOG.warn("The failed Linkup task {} is not sent again today. {}", failed.id(), limit.getMessage());
        }
        failures.put(failed.id(), new Failure(last == null ? 0 : last.attempts(), false, limit.getMessage()));
        selection.postponed(failed, LONG_WAIT);
    }

    /** A refused request is refused again, and an uncertain one could be paid twice. */
    private static boolean isPermanent(Throwable failure) {
        return failure instanceof LinkupInvalidRequestException
                || failure instanceof LinkupUnsupportedTaskTypeException
                || failure instanceof LinkupSubmissionUncertainException;
    }
}
