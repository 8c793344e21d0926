package io.github.camellinkup.engine.repository;

import java.util.Collection;
import java.util.Optional;

/**
 * Remembers the tasks that were sent and whose results have not been taken yet. This is what several nodes share, so
 * that any of them can take the results. Implementations are thread-safe.
 */
public interface TaskRepository {

    /** Remembers tasks that were just created. A task that is already known is replaced. */
    void add(Collection<PendingTask> tasks);

    /** The task of this id, if its result has not been taken yet. */
    Optional<PendingTask> find(String taskId);

    /** The tasks whose results have not been taken yet, as they are at some moment of the call, in no order. */
    Collection<PendingTask> findAll();

    /** Whether there is no task whose result has not been taken. */
    boolean isEmpty();

    /** Forgets a task, because its result has been taken. Does nothing if it is not known. */
    void remove(String taskId);
}
