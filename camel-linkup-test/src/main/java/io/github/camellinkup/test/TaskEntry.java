package io.github.camellinkup.test;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camellinkup.test.StandInTask.Status;
import java.time.Instant;

/**
 * A task in the store. Its whole life is settled when it is created; which part of it has passed is written by the
 * store alone, under the store's lock. Times are epoch milliseconds.
 *
 * <p>Lists can be behind: a task that has finished is listed as it was before, until {@link #listedAt}.
 */
final class TaskEntry {

    static final long NEVER = Long.MAX_VALUE;

    final long number;
    final String id;
    final String type;
    final JsonNode input;
    final boolean foreign;
    final long createdAt;
    final long processingAt;
    final long finishedAt;
    /** When lists show that it has finished; not before {@link #finishedAt}. */
    final long listedAt;
    /** The message it ends with, or null if it completes. */
    final String error;
    /** The output it ends with, or null if the stand-in makes one. */
    final JsonNode output;

    Status status = Status.PENDING;
    long updatedAt;
    Status listedStatus = Status.PENDING;
    long listedUpdatedAt;

    TaskEntry(StandInTask task, long processingAt, long finishedAt, long listedAt, String error, JsonNode output) {
        this.number = task.number();
        this.id = task.id();
        this.type = task.type();
        this.input = task.input();
        this.foreign = task.foreign();
        this.createdAt = task.createdAt().toEpochMilli();
        this.processingAt = processingAt;
        this.finishedAt = finishedAt;
        this.listedAt = listedAt;
        this.error = error;
        this.output = output;
        become(Status.PENDING, createdAt);
        list();
    }

    void become(Status newStatus, long at) {
        status = newStatus;
        updatedAt = at;
    }

    /** Lists show it as it is now. */
    void list() {
        listedStatus = status;
        listedUpdatedAt = updatedAt;
    }

    boolean isListedAsFinal() {
        return listedStatus.isFinal();
    }

    Status finalStatus() {
        return error == null ? Status.COMPLETED : Status.FAILED;
    }

    /** A task as seen at one moment, with the output it was given in advance, if any. */
    record View(StandInTask task, JsonNode givenOutput) {}

    View view() {
        return new View(snapshot(), output);
    }

    /** As lists show it. */
    View listedView() {
        return new View(snapshot(listedStatus, listedUpdatedAt), output);
    }

    StandInTask snapshot() {
        return snapshot(status, updatedAt);
    }

    private StandInTask snapshot(Status shown, long shownUpdatedAt) {
        return new StandInTask(
                number,
                id,
                type,
                shown,
                Instant.ofEpochMilli(createdAt),
                Instant.ofEpochMilli(shownUpdatedAt),
                input,
                error,
                foreign);
    }
}
