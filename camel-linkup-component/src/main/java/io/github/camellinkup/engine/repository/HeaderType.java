package io.github.camellinkup.engine.repository;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The types of header values that are stored as text with the name of their type. */
enum HeaderType {
    BYTE("byte", Byte.class, Byte::valueOf),
    SHORT("short", Short.class, Short::valueOf),
    LONG("long", Long.class, Long::valueOf),
    FLOAT("float", Float.class, Float::valueOf),
    DOUBLE("double", Double.class, Double::valueOf),
    DECIMAL("decimal", BigDecimal.class, BigDecimal::new),
    BIG_INTEGER("bigInteger", BigInteger.class, BigInteger::new),
    UUID_VALUE("uuid", UUID.class, UUID::fromString),
    INSTANT("instant", Instant.class, Instant::parse),
    LOCAL_DATE("localDate", LocalDate.class, LocalDate::parse),
    LOCAL_TIME("localTime", LocalTime.class, LocalTime::parse),
    LOCAL_DATE_TIME("localDateTime", LocalDateTime.class, LocalDateTime::parse),
    OFFSET_DATE_TIME("offsetDateTime", OffsetDateTime.class, OffsetDateTime::parse),
    ZONED_DATE_TIME("zonedDateTime", ZonedDateTime.class, ZonedDateTime::parse),
    DURATION("duration", Duration.class, Duration::parse),
    DATE("date", Date.class, date -> date.toInstant().toString(), text -> Date.from(Instant.parse(text))),
    // Its own text has no more than four digits of a year.
    SQL_DATE(
            "sqlDate",
            java.sql.Date.class,
            date -> date.toLocalDate().toString(),
            text -> java.sql.Date.valueOf(LocalDate.parse(text))),
    SQL_TIMESTAMP(
            "sqlTimestamp",
            Timestamp.class,
            timestamp -> timestamp.toInstant().toString(),
            text -> Timestamp.from(Instant.parse(text))),
    BYTES("bytes", byte[].class, Base64.getEncoder()::encodeToString, Base64.getDecoder()::decode);

    private final String text;
    private final Class<?> type;
    private final Function<Object, String> writer;
    private final Function<String, ?> reader;

    <T> HeaderType(String text, Class<T> type, Function<String, T> reader) {
        this(text, type, Object::toString, reader);
    }

    <T> HeaderType(String text, Class<T> type, Function<T, String> writer, Function<String, T> reader) {
        this.text = text;
        this.type = type;
        this.writer = value -> writer.apply(type.cast(value));
        this.reader = reader;
    }

    /** The type of a value. Empty for a subclass, which may hold more than could be stored. */
    static Optional<HeaderType> of(Object value) {
        return Arrays.stream(values())
                .filter(header -> header.type == value.getClass())
                .findFirst();
    }

    /** @throws IllegalArgumentException if there is no such type */
    static HeaderType named(String text) {
        return Arrays.stream(values())
                .filter(header -> header.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no type of a header"));
    }

    String text() {
        return text;
    }

    String write(Object value) {
        return writer.apply(value);
    }

    /** @throws IllegalArgumentException or DateTimeException if the text is not what {@link #write} wrote */
    Object read(String written) {
        return reader.apply(written);
    }
}
