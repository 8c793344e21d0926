package io.github.camellinkup.engine.repository;

import io.github.camellinkup.client.model.Task;
import java.time.Instant;
import java.util.Map;

/**
 * A task that was sent and whose result has not been taken yet. Its times are cut to the millisecond.
 *
 * @param id the task's id
 * @param type the task's type in the API's spelling
 * @param createdAt when Linkup created it, by Linkup's clock, or null if it did not say
 * @param reference the sender's own key, or null
 * @param headers the message headers that were kept; empty if none
 * @param awaitedUntil until when an exchange awaits the result, or null if the result is for a consumer
 * @param resubmission which failed task this one replaces, or null
 * @param failedDeliveries how many exchanges with its result have failed
 */
public record PendingTask(
        String id,
        String type,
        Instant createdAt,
        String reference,
        Map<String, Object> headers,
        Instant awaitedUntil,
        Resubmission resubmission,
        int failedDeliveries) {

    /** The length of the columns in databases. */
    private static final int LONGEST_ID = 255;

    public PendingTask {
        createdAt = StoredTime.kept(createdAt);
        awaitedUntil = StoredTime.kept(awaitedUntil);
        headers = headers == null ? Map.of() : Map.copyOf(headers);
    }

    /** A task that was just created from this request. */
    public static PendingTask of(Task task, TaskRequest request) {
        return new PendingTask(
                task.id(),
                task.type(),
                task.createdAt(),
                request.reference(),
                request.headers(),
                request.awaitedUntil(),
                request.resubmission(),
                0);
    }

    /** A task that was not sent from here. */
    public static PendingTask unknown(Task task) {
        return new PendingTask(task.id(), task.type(), task.createdAt(), null, Map.of(), null, null, 0);
    }

    /** The same task, awaited until another time, with another number of failed exchanges. */
    PendingTask with(Instant until, int failed) {
        return new PendingTask(id, type, createdAt, reference, headers, until, resubmission, failed);
    }

    /** Whether every repository can keep a task of this id. */
    public static boolean canKeep(String id) {
        return id.length() <= LONGEST_ID && StorableText.isStorable(id);
    }

    /** Whether an exchange awaits the result, so that consumers must not emit it. */
    public boolean isAwaited(Instant now) {
        return awaitedUntil != null && awaitedUntil.isAfter(now);
    }

    /** How often the request was sent again after a failure. */
    public int resubmits() {
        return resubmission == null ? 0 : resubmission.number();
    }
}
