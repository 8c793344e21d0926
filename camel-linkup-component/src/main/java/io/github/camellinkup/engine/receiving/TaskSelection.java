package io.github.camellinkup.engine.receiving;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Instant;
import java.util.Optional;

/**
 * Which finished tasks a consumer wants, and what it has taken. One selection serves one consumer, whose polls follow
 * one another; {@link #taken} and {@link #failed} may be called on any thread.
 */
public interface TaskSelection {

    /** Whether there is nothing to wait for, so that no call need be made. */
    boolean isEmpty();

    /** The time before which no finished task is wanted any more. */
    Instant oldest();

    /** What is remembered of the task, empty if the task is not wanted. */
    Optional<PendingTask> select(Task task);

    /** The result of the task has reached its end: it is not wanted again. */
    void taken(Task task);

    /** The result of the task did not reach its end: it is wanted again. */
    void failed(Task task);

    /** A walk through the list has come to its end, so that everything up to its newest task was offered. */
    void walked(FinishedTaskWalk walk);
}
