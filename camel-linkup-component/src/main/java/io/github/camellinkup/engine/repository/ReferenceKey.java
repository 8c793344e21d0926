package io.github.camellinkup.engine.repository;

import java.util.Objects;

/**
 * Two requests with the same key are one request, if the reference is an idempotency key.
 *
 * @param type the task's type in the API's spelling: a search and a fetch of one record are two tasks
 * @param reference the sender's own key
 */
public record ReferenceKey(String type, String reference) {

    public ReferenceKey {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(reference, "reference");
    }

    /** The key of a request; null if its reference is no idempotency key. */
    public static ReferenceKey of(TaskRequest request) {
        return request.idempotencyPeriod() == null
                ? null
                : new ReferenceKey(request.input().taskType().apiValue(), request.reference());
    }
}
