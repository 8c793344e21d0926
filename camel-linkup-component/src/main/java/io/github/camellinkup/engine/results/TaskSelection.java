package io.github.camellinkup.engine.results;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Selects the finished tasks that are wanted, and records how their exchanges ended. A task that was selected is not
 * selected again until it was reported as failed, returned or postponed. Thread-safe; methods may block, because they use a repository.
 */
public interface TaskSelection {

    /** The results that are wanted at present. */
    Demand demand();

    /** Those of the finished tasks that are wanted now, in the same order. They are in progress from now on. */
    List<FinishedTask> select(List<Task> finished);

    /** When the wanted tasks had finished that were found since the last call of this, but not by {@link #select}. */
    default List<Instant> foundElsewhere() {
        return List.of();
    }

    /** Selects a task that Linkup does not know any more; null if it is not wanted now. */
    FinishedTask selectExpired(PendingTask task);

    /**
     * Selects a task whose result can never be read; null if it is not wanted now.
     *
     * @param reason why it cannot be read
     */
    FinishedTask selectUnreadable(PendingTask task, LinkupException reason);

    /**
     * The wanted tasks that were created first and can be read alone, the oldest first; empty if they are not known.
     *
     * @param limit the most that are given
     */
    List<PendingTask> oldest(int limit);

    /**
     * A page stepped over these tasks: those that are wanted are to be read alone, as if they were due again.
     */
    default void passedOver(Set<String> taskIds) {}

    /** Tasks whose exchange has failed and that are due again, or that a page stepped over, in no order. */
    List<FailedDelivery> dueAgain();

    /** Whether no task should be selected for now, because too many completions are not recorded yet. */
    default boolean isHeldUp() {
        return false;
    }

    /**
     * The exchange with the result of a selected task has completed: the result is not wanted again. As with
     * {@link #failed} and {@link #giveUp} the task stays in progress until that is recorded, which is tried until it
     * succeeds. Nothing is thrown.
     */
    void taken(FinishedTask task);

    /**
     * The exchange with the result of a selected task has failed.
     *
     * @param reason the failure
     * @return false if this call has given it up; completes when that is recorded
     */
    CompletableFuture<Boolean> failed(FinishedTask task, String reason);

    /**
     * The result of a selected task is not delivered any more.
     *
     * @param reason why, for an operator
     */
    void giveUp(FinishedTask task, String reason);

    /**
     * The request of a selected task is being sent again. The repository does not count the task as outstanding then, so
     * it must not be subtracted from that number. It stays in progress until it is reported as returned or postponed.
     */
    default void sendingAgain(FinishedTask task) {}

    /** A selected task was not given to an exchange: it is wanted again, as if it had not been selected. */
    void returned(FinishedTask task);

    /**
     * A selected task could not be handled now, though its exchange has not failed: it is wanted again after a while.
     *
     * @param times how often this has happened in a row, at least 1: the wait grows with it
     */
    void postponed(FinishedTask task, int times);

    /** A read of this task alone has failed or brought no result: others come first for a while. */
    void missed(PendingTask task);

    /** Where reading begins: tasks that finished earlier, by Linkup's clock, are not wanted. */
    Instant since();

    /** All tasks that were listed as finished up to this time were offered. */
    void covered(Instant time);

    /**
     * A result whose exchange has failed, or that a page stepped over.
     *
     * @param task the task as the repository knows it
     * @param finishedAt when it finished, or null
     */
    record FailedDelivery(PendingTask task, Instant finishedAt) {

        /** Does not hold the result. */
        static FailedDelivery of(FinishedTask task) {
            return new FailedDelivery(task.pending(), task.finishedAt());
        }
    }
}
