package io.github.camellinkup.engine.results;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Says which finished tasks are wanted, and takes note of what became of them. A task that was selected is not selected
 * again until it was reported as failed. Thread-safe; methods may block, because a repository is asked.
 */
public interface TaskSelection {

    /** What is waited for at present. */
    Demand demand();

    /** Those of the finished tasks that are wanted now, in the same order. They are in progress from now on. */
    List<FinishedTask> select(List<Task> finished);

    /** Selects a task that Linkup does not know any more; null if it is not wanted now. */
    FinishedTask selectExpired(PendingTask task);

    /**
     * Selects a task whose result cannot be read, however often that is tried; null if it is not wanted now.
     *
     * @param reason why it cannot be read
     */
    FinishedTask selectUnreadable(PendingTask task, LinkupException reason);

    /**
     * The tasks that have been waited for longest and can be read one by one, the oldest first; empty where that is not
     * known.
     *
     * @param limit the most that are given
     */
    List<PendingTask> oldest(int limit);

    /**
     * A page did not bring these tasks, because they are too large: those that are wanted are to be read alone, as if they
     * were due again.
     */
    default void passedOver(Set<String> taskIds) {}

    /** Tasks whose exchange has failed and that are due again, or that a page passed over, in no order. */
    List<FailedDelivery> dueAgain();

    /** Whether no task should be selected for now, because too little can be recorded of those that were. */
    default boolean isHeldUp() {
        return false;
    }

    /**
     * The result of a selected task has reached its end: it is not wanted again. As with {@link #failed} and
     * {@link #giveUp} the task stays in progress until that is recorded, however often it takes to try, and nothing is
     * thrown.
     */
    void taken(FinishedTask task);

    /**
     * The exchange with the result of a selected task has failed.
     *
     * @param reason what it failed with
     * @return whether it is wanted again, as soon as that is recorded; false if it was given up
     */
    CompletableFuture<Boolean> failed(FinishedTask task, String reason);

    /**
     * The result of a selected task is not wanted any more, whatever exchanges there were with it.
     *
     * @param reason why, for an operator
     */
    void giveUp(FinishedTask task, String reason);

    /**
     * The request of a selected task is being sent again. The repository does not count the task as outstanding then, so
     * it must not be taken off what is; it stays in progress until it is reported as returned or postponed.
     */
    default void sendingAgain(FinishedTask task) {}

    /** A selected task was not given to an exchange after all: it is wanted again, as if it had never been selected. */
    void returned(FinishedTask task);

    /**
     * A selected task could not be dealt with now, which is not its exchange's failure: it is wanted again after a while.
     *
     * @param times how often this has happened in a row, at least 1: the while grows with it
     */
    void postponed(FinishedTask task, int times);

    /** A read of this task alone has failed or brought nothing: others come first for a while. */
    void missed(PendingTask task);

    /** Where reading begins: nothing that finished earlier is wanted, by Linkup's clock. */
    Instant since();

    /** Everything that was listed as finished up to this time was offered. */
    void covered(Instant time);

    /**
     * A result that was read before, and its exchange has failed, or that a page passed over.
     *
     * @param task what is remembered of the task
     * @param finishedAt when it had come to its end, or null
     */
    record FailedDelivery(PendingTask task, Instant finishedAt) {

        /** Of a result that was read. It does not hold the result. */
        static FailedDelivery of(FinishedTask task) {
            return new FailedDelivery(task.pending(), task.finishedAt());
        }
    }
}
