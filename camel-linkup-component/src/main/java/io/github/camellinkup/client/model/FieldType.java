package io.github.camellinkup.client.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URL;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Converts the values that callers give (text, numbers, lists, dates, JSON) to the type of a request field.
 *
 * @param <T> the type that the field has in a request
 */
@FunctionalInterface
interface FieldType<T> {

    /**
     * @param field the API's name of the field, for the message
     * @param value the value, never null
     * @throws LinkupInvalidRequestException if the value cannot be converted
     */
    T read(String field, Object value);

    /** Whether this is a choice, and the value a text that is none of it. */
    default boolean isUnknownChoice(String field, Object value) {
        return false;
    }

    FieldType<String> TEXT = (field, value) -> {
        Object plain = plain(value);
        if (plain instanceof CharSequence || plain instanceof URI || plain instanceof URL) {
            return plain.toString();
        }
        throw unreadable(field, "a text", value);
    };

    FieldType<Boolean> BOOLEAN = (field, value) -> {
        Object plain = plain(value);
        boolean isText = plain instanceof Boolean || plain instanceof CharSequence;
        return switch (isText ? plain.toString().strip().toLowerCase(Locale.ROOT) : "") {
            case "true" -> true;
            case "false" -> false;
            default -> throw unreadable(field, "true or false", value);
        };
    };

    FieldType<Integer> INTEGER = (field, value) -> {
        Object plain = plain(value);
        try {
            if (plain instanceof Number || plain instanceof CharSequence) {
                return new BigDecimal(plain.toString().strip()).intValueExact();
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // Not an integer: reported below.
        }
        throw unreadable(field, "a whole number", value);
    };

    /** A list of texts: any collection, array or JSON array, or one text with commas. */
    FieldType<List<String>> TEXT_LIST = (field, value) -> {
        Stream<?> items;
        if (value instanceof JsonNode node && node.isArray()) {
            items = node.valueStream();
        } else if (value instanceof Collection<?> collection) {
            items = collection.stream();
        } else if (value instanceof Object[] array) {
            items = Arrays.stream(array);
        } else {
            items = Arrays.stream(TEXT.read(field, value).split(",")).filter(part -> !part.isBlank());
        }
        return items.map(item -> {
                    if (item == null) {
                        throw unreadable(field, "a list of texts", null);
                    }
                    return TEXT.read(field, item).strip();
                })
                .toList();
    };

    /** An ISO date or date-time, as text or as a date of the JDK. */
    FieldType<String> DATE = (field, value) -> {
        if (value instanceof java.sql.Time) {
            throw unreadable(field, "an ISO date or date-time", value);
        }
        if (value instanceof Date date && !(date instanceof java.sql.Date)) {
            return date.toInstant().toString();
        }
        if (value instanceof ZonedDateTime dateTime) {
            return dateTime.toOffsetDateTime().toString();
        }
        boolean isDate = value instanceof java.sql.Date || value instanceof LocalDate || value instanceof LocalDateTime;
        if (isDate || value instanceof Instant || value instanceof OffsetDateTime) {
            return value.toString();
        }
        return TEXT.read(field, value).strip();
    };

    FieldType<StructuredOutputSchema> SCHEMA = (field, value) -> {
        if (value instanceof StructuredOutputSchema schema) {
            return schema;
        }
        try {
            return value instanceof Map || value instanceof JsonNode node && node.isContainerNode()
                    ? StructuredOutputSchema.ofValue(value)
                    : new StructuredOutputSchema(TEXT.read(field, value));
        } catch (LinkupInvalidRequestException e) {
            // The schema of a fetch is in a field of another name.
            throw LinkupInvalidRequestException.of(field, e.getDetails().get(0).message());
        }
    };

    /** The JSON of any value. */
    FieldType<JsonNode> JSON = (field, value) -> {
        if (value instanceof Date || value instanceof Temporal) {
            return TextNode.valueOf(DATE.read(field, value));
        }
        try {
            return RawJson.wrap(StructuredOutputSchema.MAPPER.writeValueAsBytes(value))
                    .toTree();
        } catch (JsonProcessingException e) {
            throw LinkupInvalidRequestException.of(field, "cannot be written as JSON: " + e.getOriginalMessage());
        }
    };

    static <E extends Enum<E> & ApiValue> FieldType<E> choice(Class<E> type) {
        return new FieldType<>() {

            @Override
            public E read(String field, Object value) {
                if (type.isInstance(value)) {
                    return type.cast(value);
                }
                String text = TEXT.read(field, value);
                return ApiValue.find(type, text)
                        .orElseThrow(() -> LinkupInvalidRequestException.of(
                                field,
                                "must be one of " + ApiValue.choices(type) + ", but it is '" + text + "'"
                                        + RequestBuilder.UNLESS_SENT));
            }

            @Override
            public boolean isUnknownChoice(String field, Object value) {
                return !type.isInstance(value)
                        && ApiValue.find(type, TEXT.read(field, value)).isEmpty();
            }
        };
    }

    private static Object plain(Object value) {
        if (value instanceof JsonNode node) {
            if (node.isTextual()) {
                return node.textValue();
            }
            if (node.isBoolean()) {
                return node.booleanValue();
            }
            if (node.isNumber()) {
                return node.numberValue();
            }
        }
        return value;
    }

    private static LinkupInvalidRequestException unreadable(String field, String wanted, Object value) {
        String found = value == null ? "null" : value.getClass().getSimpleName();
        if (value instanceof CharSequence || value instanceof Number || value instanceof Boolean) {
            found = "'" + value + "'";
        } else if (value instanceof JsonNode node) {
            found = "JSON of type " + node.getNodeType().name().toLowerCase(Locale.ROOT);
        }
        return LinkupInvalidRequestException.of(field, "must be " + wanted + ", but it is " + found);
    }
}
