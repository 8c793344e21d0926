package io.github.camellinkup.component.structured;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** The JSON Schemas of types whose JSON is a text, a number or a boolean, as Jackson reads and writes it. */
final class ScalarSchemas {

    private static final String TYPE = "type";
    private static final String FORMAT = "format";
    private static final String PATTERN = "pattern";

    private static final String MONTH = "(0[1-9]|1[0-2])";
    private static final String DATE = "\\d{4}-" + MONTH + "-(0[1-9]|[12]\\d|3[01])";
    private static final String TIME = "([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,9})?)?";
    private static final String SECONDS = "-?\\d+(\\.\\d{1,9})?S";
    private static final String HOURS =
            "T(-?\\d+H(-?\\d+M)?(" + SECONDS + ")?|-?\\d+M(" + SECONDS + ")?|" + SECONDS + ")";
    private static final String OFFSET = "(Z|[+-](0\\d|1[0-7]):[0-5]\\d)";

    private static final Set<Class<?>> OPTIONALS = Set.of(OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    /** What is said of a text. A date or time whose form is none of the formats of JSON Schema has a pattern. */
    private static final Map<Class<?>, Map<String, String>> TEXTS = Map.ofEntries(
            entry(LocalDate.class, Map.of(FORMAT, "date")),
            entry(Instant.class, Map.of(FORMAT, "date-time")),
            entry(OffsetDateTime.class, Map.of(FORMAT, "date-time")),
            entry(ZonedDateTime.class, Map.of(FORMAT, "date-time")),
            entry(Date.class, Map.of(FORMAT, "date-time")),
            entry(Calendar.class, Map.of(FORMAT, "date-time")),
            entry(LocalDateTime.class, Map.of(PATTERN, "^" + DATE + "T" + TIME + "$")),
            entry(LocalTime.class, Map.of(PATTERN, "^" + TIME + "$")),
            entry(OffsetTime.class, Map.of(PATTERN, "^" + TIME + OFFSET + "$")),
            entry(ZoneOffset.class, Map.of(PATTERN, "^" + OFFSET + "$")),
            entry(YearMonth.class, Map.of(PATTERN, "^\\d{4}-" + MONTH + "$")),
            entry(
                    MonthDay.class,
                    Map.of(PATTERN, "^--(" + MONTH + "-(0[1-9]|[12]\\d)|(0[13-9]|1[0-2])-30|(0[13578]|1[02])-31)$")),
            entry(Duration.class, Map.of(PATTERN, "^P(-?\\d+D(" + HOURS + ")?|" + HOURS + ")$")),
            entry(
                    Period.class,
                    Map.of(
                            PATTERN,
                            "^P(-?\\d+Y(-?\\d+M)?(-?\\d+W)?(-?\\d+D)?|-?\\d+M(-?\\d+W)?(-?\\d+D)?|-?\\d+W(-?\\d+D)?|-?\\d+D)$")),
            entry(UUID.class, Map.of(FORMAT, "uuid")),
            entry(URI.class, Map.of(FORMAT, "uri")),
            entry(URL.class, Map.of(PATTERN, "^https?://")),
            entry(Currency.class, Map.of(PATTERN, "^[A-Z]{3}$")),
            entry(char[].class, Map.of()),
            entry(byte[].class, Map.of("contentEncoding", "base64")));

    /** The numbers whose range or kind the reader's own name does not tell. */
    private static final Map<Class<?>, Map<String, String>> NUMBERS = Map.ofEntries(
            entry(int.class, Map.of(TYPE, "integer", FORMAT, "int32")),
            entry(Integer.class, Map.of(TYPE, "integer", FORMAT, "int32")),
            entry(OptionalInt.class, Map.of(TYPE, "integer", FORMAT, "int32")),
            entry(long.class, Map.of(TYPE, "integer", FORMAT, "int64")),
            entry(Long.class, Map.of(TYPE, "integer", FORMAT, "int64")),
            entry(OptionalLong.class, Map.of(TYPE, "integer", FORMAT, "int64")),
            entry(double.class, Map.of(TYPE, "number", FORMAT, "double")),
            entry(Double.class, Map.of(TYPE, "number", FORMAT, "double")),
            entry(OptionalDouble.class, Map.of(TYPE, "number", FORMAT, "double")),
            entry(float.class, Map.of(TYPE, "number", FORMAT, "float")),
            entry(Float.class, Map.of(TYPE, "number", FORMAT, "float")),
            entry(Number.class, Map.of(TYPE, "number")));

    private record Range(int minimum, int maximum) {}

    /** The integers whose range has no format. */
    private static final Map<Class<?>, Range> RANGES = Map.of(
            byte.class, new Range(Byte.MIN_VALUE, Byte.MAX_VALUE),
            Byte.class, new Range(Byte.MIN_VALUE, Byte.MAX_VALUE),
            short.class, new Range(Short.MIN_VALUE, Short.MAX_VALUE),
            Short.class, new Range(Short.MIN_VALUE, Short.MAX_VALUE),
            Year.class, new Range(Year.MIN_VALUE, Year.MAX_VALUE));

    private ScalarSchemas() {}

    /** The schema of a type that is known by its name; null for others. */
    static ObjectNode of(Class<?> type) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        if (type == char.class || type == Character.class) {
            return schema.put(TYPE, "string").put("minLength", 1).put("maxLength", 1);
        }
        if (RANGES.containsKey(type)) {
            Range range = RANGES.get(type);
            return schema.put(TYPE, "integer").put("minimum", range.minimum()).put("maximum", range.maximum());
        }
        if (TEXTS.containsKey(type)) {
            schema.put(TYPE, "string");
            TEXTS.get(type).forEach(schema::put);
            return schema;
        }
        if (!NUMBERS.containsKey(type)) {
            return null;
        }
        Map<String, String> number = NUMBERS.get(type);
        schema.put(TYPE, number.get(TYPE));
        if (OPTIONALS.contains(type)) {
            schema.putArray(TYPE).add(number.get(TYPE)).add("null");
        }
        return number.containsKey(FORMAT) ? schema.put(FORMAT, number.get(FORMAT)) : schema;
    }

    /** The schema of what a reader reads; null for objects, arrays and maps. */
    static ObjectNode of(LogicalType read) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        if (read == null) {
            return schema;
        }
        return switch (read) {
            case Integer -> schema.put(TYPE, "integer");
            case Float -> schema.put(TYPE, "number");
            case Boolean -> schema.put(TYPE, "boolean");
            case Textual, DateTime, OtherScalar, Binary -> schema.put(TYPE, "string");
            case Untyped -> schema;
            case POJO, Map, Collection, Array, Enum -> null;
        };
    }

    /** Whether a type has a value of its own for what is unknown. */
    static boolean isOptional(JavaType type) {
        return type.isReferenceType() || OPTIONALS.contains(type.getRawClass());
    }
}
