package io.github.camellinkup.test;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camellinkup.test.StandInTask.Status;
import java.time.Instant;
import java.util.Objects;

/**
 * A task that another client of the same organisation created: it is in the list and in the quota, but was never sent
 * through this client. Immutable; each method answers a changed copy.
 *
 * <p>Unless said otherwise it is completed, was created and finished at the time it is added, has an empty input and an
 * output made by the stand-in (for an unknown type an empty object).
 */
public final class ForeignTask {

    private final String type;
    private final Status status;
    private final JsonNode input;
    private final JsonNode output;
    private final String error;
    private final Instant createdAt;
    private final Instant updatedAt;

    private ForeignTask(
            String type,
            Status status,
            JsonNode input,
            JsonNode output,
            String error,
            Instant createdAt,
            Instant updatedAt) {
        this.type = Objects.requireNonNull(type, "type");
        this.status = Objects.requireNonNull(status, "status");
        this.input = Objects.requireNonNull(input, "input");
        this.output = output;
        this.error = error;
        this.createdAt = createdAt;
        this.updatedAt = updatedAt;
    }

    /**
     * A completed task.
     *
     * @param type {@code search}, {@code fetch}, {@code research}, or a type that no client knows
     * @return the task, to be refined and handed to {@link LinkupStandIn#addForeignTask(ForeignTask)}
     */
    public static ForeignTask of(String type) {
        return new ForeignTask(type, Status.COMPLETED, Json.object(), null, null, null, null);
    }

    /**
     * Sets the state; it stays in it for good.
     *
     * @param state any
     * @return a changed copy
     */
    public ForeignTask status(Status state) {
        return new ForeignTask(type, state, input, output, error, createdAt, updatedAt);
    }

    /**
     * Sets the input.
     *
     * @param json as its client would have sent it
     * @return a changed copy
     */
    public ForeignTask input(JsonNode json) {
        return new ForeignTask(type, status, json, output, error, createdAt, updatedAt);
    }

    /**
     * Sets the output that a completed task shows.
     *
     * @param json any JSON
     * @return a changed copy
     */
    public ForeignTask output(JsonNode json) {
        return new ForeignTask(type, status, input, json, error, createdAt, updatedAt);
    }

    /**
     * Makes it a failed task.
     *
     * @param message the error that it shows
     * @return a changed copy
     */
    public ForeignTask failed(String message) {
        return new ForeignTask(type, Status.FAILED, input, output, message, createdAt, updatedAt);
    }

    /**
     * Sets its times. It is in its state whatever they are, also if they lie ahead.
     *
     * @param created when it was created
     * @param updated when its state last changed
     * @return a changed copy
     */
    public ForeignTask times(Instant created, Instant updated) {
        return new ForeignTask(type, status, input, output, error, created, updated);
    }

    TaskEntry entry(long number, String id, Instant now) {
        Instant created = createdAt == null ? now : createdAt;
        long updated = (updatedAt == null ? now : updatedAt).toEpochMilli();
        String message = status == Status.FAILED && error == null ? "Task failed" : error;
        StandInTask task = new StandInTask(number, id, type, Status.PENDING, created, created, input, message, true);
        long finishedAt = status.isFinal() ? updated : TaskEntry.NEVER;
        TaskEntry entry = new TaskEntry(
                task, TaskEntry.NEVER, finishedAt, finishedAt, status == Status.FAILED ? message : null, output);
        entry.become(status, status == Status.PENDING ? created.toEpochMilli() : updated);
        entry.list();
        return entry;
    }
}
