package io.github.camellinkup.engine.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.camellinkup.client.model.RawJson;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.Comparator;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a field as it was sent and the field of a task are the same. Linkup normalises what it is sent: it writes
 * dates with a time, gives a schema back as an object and absent values as null. It is written in JavaScript, where every
 * number is a double: {@code 12345678901234567890} comes back as {@code 12345678901234567000}, and {@code 1e400}, which
 * is infinite there, as null.
 */
final class FieldEquality {

    private static final Set<String> DATES = Set.of("fromDate", "toDate");
    private static final Set<String> SCHEMAS = Set.of("structuredOutputSchema", "schema");
    private static final Set<String> CHOICES = Set.of("depth", "outputType", "mode", "reasoningDepth");

    /** Midnight and UTC, unless the text says more. */
    private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .parseLenient()
            .appendOffsetId()
            .optionalEnd()
            .optionalEnd()
            .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
            .parseDefaulting(ChronoField.OFFSET_SECONDS, 0)
            .toFormatter(Locale.ROOT);

    /** Scheme, user, host and port, path, and the rest. */
    private static final Pattern URL = Pattern.compile("(\\w+://)([^/?#]*@)?([^/?#]+)([^?#]*)(.*)");

    private static final Pattern NUMBER = Pattern.compile("-?\\d++(\\.\\d++)?+([eE][+-]?+\\d++)?+");

    /** The client reads a number with more digits as a text. */
    private static final int MAX_DIGITS = 10_000;

    /** For {@link JsonNode#equals(Comparator, JsonNode)}: 0 if the values can be the same, also if they are no numbers. */
    private static final Comparator<JsonNode> BY_DOUBLE = (one, other) -> sameNumber(one, other) ? 0 : 1;

    /** The same for texts whose case does not matter. */
    private static final Comparator<JsonNode> BY_TEXT =
            (one, other) -> one.asText().equalsIgnoreCase(other.textValue()) ? 0 : 1;

    private FieldEquality() {}

    /**
     * @param field the API's name of the field
     * @param sent the value that was sent
     * @param echo the value of the task, or of another request; null if it has none
     */
    static boolean same(String field, JsonNode sent, JsonNode echo) {
        if (isNothing(echo)) {
            return isNothing(sent) || isInfinite(sent);
        }
        if (SCHEMAS.contains(field)) {
            return sameJson(sent, echo);
        }
        if (sent.isTextual() && echo.isTextual()) {
            return sameText(field, sent.textValue(), echo.textValue());
        }
        if (sent.isArray() && echo.isArray()) {
            return sent.equals(BY_TEXT, echo);
        }
        return sent.equals(BY_DOUBLE, echo);
    }

    /**
     * The same for a field, or a value of a choice, that this version does not know, nor how Linkup normalises it. A task
     * that is not recognised would be paid twice.
     */
    static boolean sameUnknown(JsonNode sent, JsonNode echo) {
        if (isNothing(echo) || same("", sent, echo)) {
            return same("", sent, echo);
        }
        return sent.isTextual() && echo.isTextual()
                ? sent.textValue().equalsIgnoreCase(echo.textValue()) || sameDate(sent.textValue(), echo.textValue())
                : sameJson(sent, echo);
    }

    /** Whether two values are the same where either may be a text that contains it. */
    private static boolean sameJson(JsonNode sent, JsonNode echo) {
        JsonNode json = parsed(sent);
        return !json.isMissingNode() && json.equals(BY_DOUBLE, parsed(echo));
    }

    /** Whether a value says no more than its absence: Linkup may give either back. */
    private static boolean isNothing(JsonNode value) {
        return value == null
                || value.isNull()
                || value.isMissingNode()
                || value.isBoolean() && !value.booleanValue()
                || value.isArray() && value.isEmpty();
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

    /** Scheme and host have no case, and a site without a path is its root. */
    private static String page(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            return url;
        }
        String user = parts.group(2) == null ? "" : parts.group(2);
        String path = parts.group(4).isEmpty() ? "/" : parts.group(4);
        return parts.group(1).toLowerCase(Locale.ROOT)
                + user
                + parts.group(3).toLowerCase(Locale.ROOT)
                + path
                + parts.group(5);
    }

    private static boolean sameDate(String one, String other) {
        try {
            return DATE.parse(one, Instant::from).equals(DATE.parse(other, Instant::from));
        } catch (DateTimeParseException e) {
            return false;
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

    /** Whether JavaScript writes null in place of this value. */
    private static boolean isInfinite(JsonNode value) {
        OptionalDouble number = number(value);
        return number.isPresent() && Double.isInfinite(number.getAsDouble());
    }

    private static boolean sameNumber(JsonNode one, JsonNode other) {
        if (one.equals(other)) {
            return true;
        }
        if (isInfinite(one) || isInfinite(other)) {
            return (isInfinite(one) || one.isNull()) && (isInfinite(other) || other.isNull());
        }
        OptionalDouble first = number(one);
        OptionalDouble second = number(other);
        // Not Double.compare, which tells 0 from -0: JavaScript writes both as 0.
        return first.isPresent() && second.isPresent() && first.getAsDouble() == second.getAsDouble();
    }

    private static OptionalDouble number(JsonNode value) {
        if (value.isNumber()) {
            return OptionalDouble.of(value.doubleValue());
        }
        if (!value.isTextual() || !NUMBER.matcher(value.textValue()).matches()) {
            return OptionalDouble.empty();
        }
        // A text is a number only if the client made a text of it, because it has too many digits when written out.
        String text = value.textValue();
        double number = Double.parseDouble(text);
        boolean isTooSmall = number == 0 && text.chars().anyMatch(digit -> digit >= '1' && digit <= '9');
        boolean isTooLong = isTooSmall || Double.isInfinite(number) || text.length() > MAX_DIGITS;
        return isTooLong ? OptionalDouble.of(number) : OptionalDouble.empty();
    }
}
