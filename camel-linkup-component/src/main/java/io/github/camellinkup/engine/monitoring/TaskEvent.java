package io.github.camellinkup.engine.monitoring;

import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Something that has happened to one task.
 *
 * @param type what has happened
 * @param taskType the type of the task in the API's spelling
 * @param taskId the id of the task; null of a request that has none yet
 * @param reference the sender's own key, or null
 * @param detail more about it for an operator, such as the reason of a failure, or null
 * @param lag how long after its end its result was given to its exchange; null if that is not known
 */
public record TaskEvent(
        TaskEventType type, String taskType, String taskId, String reference, String detail, Duration lag) {

    /** @param detail more about it, or null */
    public static TaskEvent of(TaskEventType type, PendingTask task, String detail) {
        return new TaskEvent(type, task.type(), task.id(), task.reference(), detail, null);
    }

    /**
     * A result was given to its exchange.
     *
     * @param finishedAt when the task came to its end, or null
     */
    public static TaskEvent delivered(TaskEventType type, PendingTask task, Instant finishedAt, Clock clock) {
        Duration lag = finishedAt == null ? null : Duration.between(finishedAt, clock.instant());
        return new TaskEvent(type, task.type(), task.id(), task.reference(), null, lag);
    }

    /** @param detail more about it, or null */
    public static TaskEvent of(TaskEventType type, TaskRequest request, String detail) {
        String taskType = request.input().taskType().apiValue();
        return new TaskEvent(type, taskType, null, request.reference(), detail, null);
    }
}
