package io.github.camellinkup.engine.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.camellinkup.client.model.RawJson;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a field as it was sent and the field of a task are the same. Linkup normalises what it is sent: it writes
 * dates with a time, gives a schema back as an object, absent values as null, and numbers as JavaScript keeps them.
 */
final class FieldEquality {

    private static final Set<String> DATES = Set.of("fromDate", "toDate");
    private static final Set<String> CHOICES = Set.of("depth", "outputType", "mode", "reasoningDepth");

    private FieldEquality() {}

    /**
     * @param field the API's name of the field
     * @param sent the value that was sent
     * @param echo the value of the task, or of another request; null if it has none
     */
    static boolean same(String field, JsonNode sent, JsonNode echo) {
        if (isNothing(echo)) {
            return isNothing(sent) || NumberEquality.isInfinite(sent);
        }
        if (field.equals("structuredOutputSchema")) {
            JsonNode schema = parsed(sent);
            return !schema.isMissingNode() && schema.equals(NumberEquality.BY_DOUBLE, parsed(echo));
        }
        if (sent.isTextual() && echo.isTextual()) {
            return sameText(field, sent.textValue(), echo.textValue());
        }
        if (sent.isArray() && echo.isArray()) {
            return sameList(sent, echo);
        }
        return sent.equals(NumberEquality.BY_DOUBLE, echo);
    }

    /** Whether a value says no more than its absence: Linkup may give either back. */
    private static boolean isNothing(JsonNode value) {
        return value == null
                || value.isNull()
                || value.isMissingNode()
                || value.isBoolean() && !value.booleanValue()
                || value.isArray() && value.isEmpty();
    }

    private static boolean sameList(JsonNode sent, JsonNode echo) {
        if (sent.size() != echo.size()) {
            return false;
        }
        for (int i = 0; i < sent.size(); i++) {
            if (!echo.get(i).isTextual()
                    || !sent.get(i).asText().equalsIgnoreCase(echo.get(i).textValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameText(String field, String sent, String echo) {
        if (sent.equals(echo)) {
            return true;
        }
        if (DATES.contains(field)) {
            return sameDate(sent, echo);
        }
        if (CHOICES.contains(field)) {
            return sent.equalsIgnoreCase(echo);
        }
        return question(field, sent).equals(question(field, echo));
    }

    /** The question or the page of a task, written in one way, so that those of two tasks can be compared. */
    static String question(String field, String text) {
        return field.equals("url") ? page(text.strip()) : text.strip();
    }

    /** Host names have no case, and a site without a path is its root. */
    private static String page(String url) {
        try {
            URI uri = new URI(url);
            if (uri.getHost() == null || uri.getScheme() == null) {
                return url;
            }
            String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            String authority = uri.getRawAuthority();
            int pathLength = uri.getRawPath() == null ? 0 : uri.getRawPath().length();
            String rest = url.substring(uri.getScheme().length() + "://".length() + authority.length() + pathLength);
            int host = authority.lastIndexOf('@') + 1;
            return uri.getScheme().toLowerCase(Locale.ROOT) + "://" + authority.substring(0, host)
                    + authority.substring(host).toLowerCase(Locale.ROOT) + path + rest;
        } catch (URISyntaxException e) {
            return url;
        }
    }

    private static boolean sameDate(String one, String other) {
        Instant first = instant(one);
        Instant second = instant(other);
        return first != null && first.equals(second);
    }

    private static Instant instant(String text) {
        try {
            if (text.indexOf('T') < 0) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return withoutZone(text);
        }
    }

    private static Instant withoutZone(String text) {
        try {
            return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static JsonNode parsed(JsonNode schema) {
        if (!schema.isTextual()) {
            return schema;
        }
        try {
            return RawJson.wrap(schema.textValue().getBytes(StandardCharsets.UTF_8))
                    .toTree();
        } catch (UncheckedIOException e) {
            return MissingNode.getInstance();
        }
    }
}
