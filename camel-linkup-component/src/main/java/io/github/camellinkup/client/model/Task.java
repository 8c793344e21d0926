package io.github.camellinkup.client.model;

import java.time.Instant;

/**
 * A task as Linkup reported it.
 *
 * @param id the task's id
 * @param type the task's type in the API's spelling, never null; the service has types that this client does not know
 * @param status the status of the task
 * @param createdAt when it was created, or null if Linkup did not say
 * @param updatedAt when it last changed, or null if Linkup did not say
 * @param input the input as Linkup normalised it (defaults filled in, absent values null), or null
 * @param output the output of a completed task, else null
 * @param error the message of a failed task, else null
 * @param json the exact JSON that Linkup sent for this task
 */
public record Task(
        String id,
        String type,
        TaskStatus status,
        Instant createdAt,
        Instant updatedAt,
        RawJson input,
        RawJson output,
        String error,
        RawJson json)
        implements LinkupAnswer {

    /** Whether the task is completed or failed. */
    public boolean isFinished() {
        return status.isFinal();
    }

    /**
     * The task without its output, which is also null in its JSON. Shares no bytes with this task, so that the output can be
     * freed. A task without an output is returned as it is.
     */
    public Task withoutOutput() {
        if (output == null) {
            return this;
        }
        RawJson ownInput = input == null ? null : RawJson.wrap(input.toBytes());
        return new Task(id, type, status, createdAt, updatedAt, ownInput, null, error, json.withNullFor(output));
    }

    /** The same task with another type and another time of creation than Linkup reported. */
    public Task as(String knownType, Instant knownCreatedAt) {
        return new Task(id, knownType, status, knownCreatedAt, updatedAt, input, output, error, json);
    }

    /** Whether its type is one that this client can create. */
    public boolean isOfKnownType() {
        return ApiValue.find(TaskType.class, type).isPresent();
    }

    /** Whether its input asks for {@code outputType=structured}. */
    public boolean isStructured() {
        return AnswerReader.isStructured(type, input);
    }

    /**
     * The output as the typed answer that the task's own input asks for: search results, a sourced or structured answer, a
     * fetched page. The input decides, never the shape of the output. Research without an {@code outputType} is structured
     * if its input has a schema, else a sourced answer. The result is the JSON of the output if the input has no output
     * type, if this client does not know the type of the task, or if the output is of another kind than requested.
     *
     * <p>Each call reads the JSON again.
     *
     * @return null without an output
     */
    public LinkupAnswer answer() {
        return AnswerReader.taskAnswer(type, input, output);
    }
}
