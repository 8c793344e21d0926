package io.github.camellinkup.engine.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Whether a number as it was sent and the value of a task are the same. Linkup is written in JavaScript, where every
 * number is a double: {@code 12345678901234567890} comes back as {@code 12345678901234567000}, and {@code 1e400}, which
 * is infinite there, as null.
 */
final class NumberEquality {

    /** For {@link JsonNode#equals(Comparator, JsonNode)}: 0 if the values can be the same, also if they are no numbers. */
    static final Comparator<JsonNode> BY_DOUBLE = (one, other) -> same(one, other) ? 0 : 1;

    private static final Pattern NUMBER = Pattern.compile("-?\\d++(\\.\\d++)?+([eE][+-]?+\\d++)?+");

    /** The client reads a number with more digits as a text. */
    private static final int MAX_DIGITS = 10_000;

    private NumberEquality() {}

    /** Whether JavaScript writes null in place of this value. */
    static boolean isInfinite(JsonNode value) {
        OptionalDouble number = number(value);
        return number.isPresent() && Double.isInfinite(number.getAsDouble());
    }

    private static boolean same(JsonNode one, JsonNode other) {
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
