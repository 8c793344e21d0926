package io.github.camellinkup.client.model;

import com.fasterxml.jackson.databind.node.NullNode;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Collects the fields of a request, by method or by the API's own field names. Later values replace earlier ones.
 * Not thread-safe; {@link #copy()} makes an independent one.
 *
 * @param <B> the builder itself
 * @param <R> the request
 */
public abstract class RequestBuilder<B extends RequestBuilder<B, R>, R extends LinkupRequest> {

    private final Map<String, FieldType<?>> fieldTypes;
    private final Map<String, Object> values = new HashMap<>();

    RequestBuilder(Map<String, FieldType<?>> fieldTypes) {
        this.fieldTypes = fieldTypes;
    }

    /**
     * Sets a field by the API's own name; {@code query} means {@code q} if the request has that field.
     *
     * @param field the API's name of the field
     * @param value text, number, boolean, list, date or JSON, as the field accepts it; null (or JSON null) removes the
     *     field from the request
     * @throws LinkupInvalidRequestException if the request has no such field, or the value cannot be converted to its type
     */
    public B set(String field, Object value) {
        String name = "query".equals(field) && fieldTypes.containsKey("q") ? "q" : field;
        FieldType<?> type = fieldTypes.get(name);
        if (type == null) {
            throw LinkupInvalidRequestException.of(
                    field,
                    "is not a field of this request; it has " + String.join(", ", new TreeSet<>(fieldTypes.keySet())));
        }
        if (value == null || value instanceof NullNode) {
            values.remove(name);
        } else {
            values.put(name, type.read(name, value));
        }
        return self();
    }

    /** Whether a value was given for this field, by the API's own name. */
    public boolean has(String field) {
        return values.containsKey(field);
    }

    /** Copies every field that is set in the other builder. */
    public B setAll(B other) {
        RequestBuilder<B, R> source = other;
        values.putAll(source.values);
        return self();
    }

    /** The names of all fields of such a request, as the API spells them. */
    public Set<String> fieldNames() {
        return Collections.unmodifiableSet(fieldTypes.keySet());
    }

    /** An independent builder with the same values. */
    public abstract B copy();

    /**
     * The request.
     *
     * @throws LinkupInvalidRequestException if a field is missing or two fields contradict each other
     */
    public abstract R build();

    @SuppressWarnings("unchecked")
    final <T> T get(String field) {
        return (T) values.get(field);
    }

    @SuppressWarnings("unchecked")
    private B self() {
        return (B) this;
    }
}
