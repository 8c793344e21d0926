package io.github.camellinkup.engine.repository;

import io.github.camellinkup.client.model.Task;
import java.time.Instant;
import java.util.Map;

/**
 * A task that was sent and whose result has not been taken yet.
 *
 * @param id the task's id
 * @param type the task's type in the API's spelling
 * @param createdAt when Linkup created it, or null if it did not say
 * @param reference the sender's own key, or null
 * @param headers the message headers that were kept; empty if none
 */
public record PendingTask(String id, String type, Instant createdAt, String reference, Map<String, Object> headers) {

    public PendingTask {
        headers = headers == null ? Map.of() : Map.copyOf(headers);
    }

    /** What to remember of a task that was just created from this request. */
    public static PendingTask of(Task task, TaskRequest request) {
        return new PendingTask(task.id(), task.type(), task.createdAt(), request.reference(), request.headers());
    }
}
