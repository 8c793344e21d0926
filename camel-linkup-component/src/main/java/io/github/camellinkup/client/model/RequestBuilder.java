package io.github.camellinkup.client.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Collects the fields of a request, by method or by the API's own field names. Later values replace earlier ones.
 * Not thread-safe; {@link #copy()} makes an independent one.
 *
 * @param <B> the builder itself
 * @param <R> the request
 */
public abstract class RequestBuilder<B extends RequestBuilder<B, R>, R extends LinkupRequest> {

    /** The end of the message about a field or a value that is refused because it is not known. */
    public static final String UNLESS_SENT = ". The option unknownFields=send sends it all the same";

    private final Map<String, FieldType<?>> fieldTypes;
    private final Map<String, Object> values = new HashMap<>();

    /** Fields and values that are not known. A field is here or in the values, never in both. */
    private final Map<String, JsonNode> furtherFields = new HashMap<>();

    private boolean sendsUnknown;

    RequestBuilder(Map<String, FieldType<?>> fieldTypes) {
        this.fieldTypes = fieldTypes;
    }

    /**
     * From now on fields, and values of a choice, that this version does not know are sent as they are. Without this they
     * are refused, because most of them are typing errors.
     */
    public B sendUnknownFields() {
        sendsUnknown = true;
        return self();
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
        if (type == null && !sendsUnknown) {
            throw LinkupInvalidRequestException.of(
                    field,
                    "is not a field of this request; it has " + String.join(", ", new TreeSet<>(fieldTypes.keySet()))
                            + UNLESS_SENT);
        }
        boolean isSet = value != null && !(value instanceof NullNode);
        boolean isKnown = type != null && !(isSet && sendsUnknown && type.isUnknownChoice(name, value));
        Object read = isSet && isKnown ? type.read(name, value) : null;
        JsonNode further = isSet && !isKnown ? FieldType.JSON.read(name, value) : null;
        put(values, name, read);
        put(furtherFields, name, further);
        return self();
    }

    private static <T> void put(Map<String, T> map, String name, T value) {
        if (value == null) {
            map.remove(name);
        } else {
            map.put(name, value);
        }
    }

    /** Whether a value was given for this field, by the API's own name. */
    public boolean has(String field) {
        return values.containsKey(field) || furtherFields.containsKey(field);
    }

    /** Copies every field that is set in the other builder. Sends unknown fields if the other one does. */
    public B setAll(B other) {
        RequestBuilder<B, R> source = other;
        furtherFields.keySet().removeAll(source.values.keySet());
        values.keySet().removeAll(source.furtherFields.keySet());
        values.putAll(source.values);
        furtherFields.putAll(source.furtherFields);
        sendsUnknown |= source.sendsUnknown;
        return self();
    }

    /** The names of all known fields of such a request, as the API spells them. */
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

    final Map<String, JsonNode> furtherFields() {
        return furtherFields;
    }

    /** An immutable copy, sorted so that equal requests are written as equal texts; empty for null. */
    static Map<String, JsonNode> sorted(Map<String, JsonNode> furtherFields) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        if (furtherFields != null) {
            furtherFields.forEach((name, value) -> sorted.put(name, value.deepCopy()));
        }
        return Collections.unmodifiableMap(sorted);
    }

    @SuppressWarnings("unchecked")
    final <T> T get(String field) {
        return (T) values.get(field);
    }

    @SuppressWarnings("unchecked")
    private B self() {
        return (B) this;
    }
}
