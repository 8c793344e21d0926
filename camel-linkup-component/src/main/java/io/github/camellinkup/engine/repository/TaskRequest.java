package io.github.camellinkup.engine.repository;

import io.github.camellinkup.client.model.LinkupRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * A request to be sent as a task, with the data that comes back with its result. Linkup sees only the input.
 *
 * @param input the request body
 * @param reference the sender's own key, such as the id of a CRM record, or null
 * @param headers message headers to keep; empty if none
 * @param awaitedUntil until when an exchange awaits the result, or null if the result is for a consumer
 * @param resubmission which failed task the request replaces, or null
 * @param idempotencyPeriod if the reference is an idempotency key: how long after its task was taken no other one is
 *     created for it. Null if it is none
 */
public record TaskRequest(
        LinkupRequest input,
        String reference,
        Map<String, Object> headers,
        Instant awaitedUntil,
        Resubmission resubmission,
        Duration idempotencyPeriod) {

    public TaskRequest {
        Objects.requireNonNull(input, "input");
        if (idempotencyPeriod != null) {
            Objects.requireNonNull(reference, "reference");
        }
        headers = headers == null ? Map.of() : Map.copyOf(headers);
    }

    /** A request whose result is for a consumer. */
    public TaskRequest(LinkupRequest input, String reference, Map<String, Object> headers) {
        this(input, reference, headers, null, null, null);
    }

    /** A task without a reference. */
    public static TaskRequest of(LinkupRequest input) {
        return new TaskRequest(input, null, Map.of());
    }

    /** The same task with the sender's own key. */
    public TaskRequest withReference(String newReference) {
        return new TaskRequest(input, newReference, headers, awaitedUntil, resubmission, idempotencyPeriod);
    }

    /** The same task with message headers to keep. */
    public TaskRequest withHeaders(Map<String, Object> newHeaders) {
        return new TaskRequest(input, reference, newHeaders, awaitedUntil, resubmission, idempotencyPeriod);
    }

    /** The same task, whose result an exchange awaits until a time. */
    public TaskRequest awaitedUntil(Instant time) {
        return new TaskRequest(input, reference, headers, time, resubmission, idempotencyPeriod);
    }

    /**
     * The same task, whose reference is an idempotency key.
     *
     * @throws NullPointerException if there is no reference
     */
    public TaskRequest withIdempotencyPeriod(Duration period) {
        return new TaskRequest(input, reference, headers, awaitedUntil, resubmission, period);
    }
}
