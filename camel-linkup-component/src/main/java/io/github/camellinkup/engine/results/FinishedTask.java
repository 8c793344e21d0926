package io.github.camellinkup.engine.results;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.listing.PageSummary;
import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Instant;

/**
 * A task that has come to its end, with what is remembered of it. It is one of these: finished, perhaps as failed;
 * expired; or unreadable.
 *
 * @param pending what is remembered
 * @param task the task as Linkup reported it; null if it is expired or unreadable
 * @param unreadable why its result cannot be read, however often that is tried; null if it is finished or expired
 */
public record FinishedTask(PendingTask pending, Task task, LinkupException unreadable) {

    /** @throws IllegalArgumentException if there is a task and it is unreadable */
    public FinishedTask {
        if (task != null && unreadable != null) {
            throw new IllegalArgumentException("Task " + task.id() + " was read, so it is not unreadable");
        }
    }

    /**
     * A task that has come to its end, as Linkup reported it. If Linkup does not say of which type it is, it is of the one
     * that is remembered.
     */
    public static FinishedTask of(PendingTask pending, Task task) {
        Task typed = task.isOfKnownType() ? task : task.as(pending.type(), task.createdAt());
        return new FinishedTask(pending, typed, null);
    }

    /** A task that Linkup does not know any more: its result has expired. */
    public static FinishedTask expired(PendingTask pending) {
        return new FinishedTask(pending, null, null);
    }

    /** A task whose result cannot be read, however often that is tried. */
    public static FinishedTask unreadable(PendingTask pending, LinkupException reason) {
        return new FinishedTask(pending, null, reason);
    }

    public String id() {
        return pending.id();
    }

    /** Whether Linkup does not know the task any more. */
    public boolean isExpired() {
        return task == null && unreadable == null;
    }

    /** Whether Linkup has the result, and it cannot be read. */
    public boolean isUnreadable() {
        return unreadable != null;
    }

    /** Whether Linkup reported that there is no result: the task has failed, or it is completed without an output. */
    public boolean isFailed() {
        return task != null && (task.status() == TaskStatus.FAILED || task.error() != null || task.output() == null);
    }

    /** When the task came to its end, by Linkup's clock; null if that is not known. */
    public Instant finishedAt() {
        return task == null ? null : PageSummary.plausible(task.updatedAt());
    }
}
