package io.github.camellinkup.engine.receiving;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Instant;

/**
 * A task that has come to its end, with what is remembered of it.
 *
 * @param pending what is remembered
 * @param task the task as Linkup reported it, or null if Linkup does not know it any more: its result has expired
 */
public record FinishedTask(PendingTask pending, Task task) {

    public String id() {
        return pending.id();
    }

    /** Whether Linkup does not know the task any more. */
    public boolean isExpired() {
        return task == null;
    }

    /** Whether there is no result: the task has failed, or it is completed without an output. */
    public boolean isFailed() {
        return task != null && (task.status() == TaskStatus.FAILED || task.error() != null || task.output() == null);
    }

    /** When the task came to its end, by Linkup's clock; null if that is not known. */
    public Instant finishedAt() {
        return task == null ? null : task.updatedAt();
    }
}
