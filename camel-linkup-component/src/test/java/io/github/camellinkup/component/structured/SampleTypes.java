package io.github.camellinkup.component.structured;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.DayOfWeek;
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
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Classes of every kind that an answer can be read into, and instances of them. */
final class SampleTypes {

    private SampleTypes() {}

    enum Plain {
        SMALL,
        LARGE
    }

    enum Valued {
        SMALL("small"),
        LARGE("Large");

        private final String json;

        Valued(String json) {
            this.json = json;
        }

        @JsonValue
        String json() {
            return json;
        }
    }

    enum Numbered {
        ONE(1),
        SEVEN(7);

        private final int number;

        Numbered(int number) {
            this.number = number;
        }

        @JsonValue
        int number() {
            return number;
        }
    }

    enum PartlyNamed {
        @JsonProperty("small")
        SMALL,
        LARGE
    }

    record OfBoolean(boolean value) {}

    record OfBoxedBoolean(Boolean value) {}

    record OfByte(byte value) {}

    record OfInt(int value) {}

    record OfInteger(Integer value) {}

    record OfLong(long value) {}

    record OfDouble(double value) {}

    record OfBigInteger(BigInteger value) {}

    record OfBigDecimal(BigDecimal value) {}

    record OfChar(char value) {}

    record OfString(String value) {}

    record OfOptional(Optional<String> value) {}

    record OfOptionalInt(OptionalInt value) {}

    record OfOptionalLong(OptionalLong value) {}

    record OfOptionalDouble(OptionalDouble value) {}

    record OfPlain(Plain value) {}

    record OfValued(Valued value) {}

    record OfNumbered(Numbered value) {}

    record OfPartlyNamed(PartlyNamed value) {}

    record OfOptionalEnum(Optional<Valued> value) {}

    record OfDayOfWeek(DayOfWeek value) {}

    record OfYear(Year value) {}

    record OfYearMonth(YearMonth value) {}

    record OfMonthDay(MonthDay value) {}

    record OfLocalDate(LocalDate value) {}

    record OfLocalTime(LocalTime value) {}

    record OfLocalDateTime(LocalDateTime value) {}

    record OfOffsetTime(OffsetTime value) {}

    record OfOffsetDateTime(OffsetDateTime value) {}

    record OfInstant(Instant value) {}

    record OfDate(Date value) {}

    record OfDuration(Duration value) {}

    record OfPeriod(Period value) {}

    record OfZoneOffset(ZoneOffset value) {}

    record OfUrl(URL value) {}

    record OfUri(URI value) {}

    record OfLocale(Locale value) {}

    record OfCurrency(Currency value) {}

    record OfUuid(UUID value) {}

    record OfList(List<Integer> value) {}

    record OfSet(Set<Valued> value) {}

    record OfMap(Map<String, YearMonth> value) {}

    record OfOptionals(List<Optional<Integer>> value) {}

    record OfRecord(OfInt value) {}

    record OfOptionalRecord(Optional<OfInt> value) {}

    record OfRecords(List<OfInt> value) {}

    record Itself(List<Itself> value) {}

    record OfAny(Object value) {}

    record IsPublic(boolean isPublic) {}

    record Renamed(@JsonProperty("value") int number) {}

    record Aliased(@JsonAlias("number") int value) {}

    record Formatted(@JsonFormat(pattern = "dd.MM.yyyy") LocalDate value) {}

    record OptionalFormatted(
            @JsonFormat(pattern = "dd.MM.yyyy") Optional<LocalDate> value) {}

    record ListFormatted(@JsonFormat(pattern = "dd.MM.yyyy") List<LocalDate> value) {}

    record MapFormatted(@JsonFormat(pattern = "dd.MM.yyyy") Map<String, List<LocalDate>> value) {}

    @JsonTypeInfo(
            use = JsonTypeInfo.Id.NAME,
            include = JsonTypeInfo.As.EXISTING_PROPERTY,
            property = "kind",
            visible = true)
    @JsonSubTypes(@JsonSubTypes.Type(value = Cat.class, name = "cat"))
    interface Animal {}

    record Cat(String kind, int value) implements Animal {}

    record OfAnimal(Animal value) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
    @JsonSubTypes(@JsonSubTypes.Type(value = Car.class, name = "value"))
    interface Vehicle {}

    record Car(int value) implements Vehicle {}

    record OfVehicle(Optional<Vehicle> value) {}

    /** Nothing of it must be known. */
    static class Unknown {
        public Map<String, YearMonth> map;
        public OfInt value;
        public List<OfInt> list;
        public Plain plain;
        public Shape shape;

        @Override
        public boolean equals(Object other) {
            return other instanceof Unknown unknown
                    && Objects.equals(map, unknown.map)
                    && Objects.equals(value, unknown.value);
        }

        @Override
        public int hashCode() {
            return Objects.hash(map, value);
        }

        static Unknown of(Map<String, YearMonth> map, OfInt value) {
            Unknown unknown = new Unknown();
            unknown.map = map;
            unknown.value = value;
            return unknown;
        }
    }

    record Wrapped(@JsonValue String text) {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        Wrapped {}
    }

    record OfWrapped(Wrapped value) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({@JsonSubTypes.Type(value = Circle.class, name = "circle"), @JsonSubTypes.Type(Square.class)})
    sealed interface Shape permits Circle, Square {}

    record Circle(int value) implements Shape {}

    record Square(Optional<String> value) implements Shape {}

    record OfShape(Shape value) {}

    record OfShapes(List<Shape> value) {}

    record Inlined(@JsonUnwrapped(prefix = "my_") OfInt inner) {}

    /** A bean whose JSON differs from its fields. */
    static class Bean {
        private boolean isPublic;
        private String renamed;
        private int _value;

        public boolean isPublic() {
            return isPublic;
        }

        public void setPublic(boolean isPublic) {
            this.isPublic = isPublic;
        }

        @JsonProperty("new_name")
        public String getRenamed() {
            return renamed;
        }

        public void setRenamed(String renamed) {
            this.renamed = renamed;
        }

        public int getValue() {
            return _value;
        }

        public void setValue(int value) {
            this._value = value;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bean bean
                    && isPublic == bean.isPublic
                    && _value == bean._value
                    && Objects.equals(renamed, bean.renamed);
        }

        @Override
        public int hashCode() {
            return Objects.hash(isPublic, renamed, _value);
        }

        static Bean of(boolean isPublic, String renamed, int value) {
            Bean bean = new Bean();
            bean.isPublic = isPublic;
            bean.renamed = renamed;
            bean._value = value;
            return bean;
        }
    }

    /** This format is none of JSON Schema. */
    static final Set<Class<?>> FORMATTED =
            Set.of(Formatted.class, OptionalFormatted.class, ListFormatted.class, MapFormatted.class);

    private static URL url(String address) {
        try {
            return URI.create(address).toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Stream<Object> instances() {
        return Stream.of(
                new OfBoolean(true),
                new OfBoxedBoolean(false),
                new OfBoxedBoolean(null),
                new OfByte((byte) -7),
                new OfInt(Integer.MIN_VALUE),
                new OfInteger(7),
                new OfInteger(null),
                new OfLong(Long.MAX_VALUE),
                new OfDouble(3.7),
                new OfDouble(3),
                new OfBigInteger(BigInteger.TEN.pow(30)),
                new OfBigDecimal(new BigDecimal("19.90")),
                new OfBigDecimal(new BigDecimal("20.00")),
                new OfChar('x'),
                new OfString(""),
                new OfOptional(Optional.empty()),
                new OfOptional(Optional.of("x")),
                new OfOptionalInt(OptionalInt.empty()),
                new OfOptionalInt(OptionalInt.of(7)),
                new OfOptionalLong(OptionalLong.empty()),
                new OfOptionalLong(OptionalLong.of(1L << 40)),
                new OfOptionalDouble(OptionalDouble.empty()),
                new OfOptionalDouble(OptionalDouble.of(0.5)),
                new OfPlain(Plain.LARGE),
                new OfValued(Valued.LARGE),
                new OfNumbered(Numbered.SEVEN),
                new OfPartlyNamed(PartlyNamed.SMALL),
                new OfPartlyNamed(PartlyNamed.LARGE),
                new OfOptionalEnum(Optional.empty()),
                new OfOptionalEnum(Optional.of(Valued.SMALL)),
                new OfDayOfWeek(DayOfWeek.MONDAY),
                new OfYear(Year.of(2007)),
                new OfYearMonth(YearMonth.of(2007, 2)),
                new OfMonthDay(MonthDay.of(2, 29)),
                new OfMonthDay(MonthDay.of(4, 30)),
                new OfMonthDay(MonthDay.of(12, 31)),
                new OfLocalDate(LocalDate.of(2007, 12, 3)),
                new OfLocalTime(LocalTime.of(10, 15)),
                new OfLocalTime(LocalTime.of(10, 15, 30, 1)),
                new OfLocalDateTime(LocalDateTime.of(2007, 12, 3, 10, 15)),
                new OfOffsetTime(OffsetTime.of(LocalTime.of(10, 15), ZoneOffset.ofHours(-2))),
                new OfOffsetDateTime(OffsetDateTime.parse("2007-12-03T10:15:00Z")),
                new OfInstant(Instant.parse("2007-12-03T10:15:30.123456789Z")),
                new OfDate(new Date(1196676930000L)),
                new OfDuration(Duration.ofHours(-2).plusMillis(5)),
                new OfDuration(Duration.ZERO),
                new OfPeriod(Period.of(1, 2, 3)),
                new OfPeriod(Period.ZERO),
                new OfZoneOffset(ZoneOffset.UTC),
                new OfZoneOffset(ZoneOffset.ofHoursMinutes(5, 30)),
                new OfUrl(url("https://example.com/a?b=c")),
                new OfUri(URI.create("urn:isbn:1")),
                new OfLocale(Locale.US),
                new OfLocale(Locale.GERMAN),
                new OfCurrency(Currency.getInstance("EUR")),
                new OfUuid(UUID.fromString("2dbcc4bb-2c0d-4bcb-aaf5-44f7cbcf4eee")),
                new OfList(List.of(1, 2)),
                new OfList(List.of()),
                new OfSet(Set.of(Valued.LARGE)),
                new OfMap(Map.of("a", YearMonth.of(2007, 12))),
                new OfOptionals(List.of(Optional.of(1), Optional.empty())),
                new OfRecord(new OfInt(1)),
                new OfOptionalRecord(Optional.empty()),
                new OfOptionalRecord(Optional.of(new OfInt(1))),
                new OfRecords(List.of(new OfInt(1), new OfInt(2))),
                new Itself(List.of(new Itself(List.of()))),
                new OfAny("x"),
                new OfAny(1.0),
                new OfAny(null),
                new IsPublic(true),
                new Renamed(1),
                new Aliased(1),
                new Formatted(LocalDate.of(2007, 12, 3)),
                new OptionalFormatted(Optional.of(LocalDate.of(2007, 12, 3))),
                new OptionalFormatted(Optional.empty()),
                new ListFormatted(List.of(LocalDate.of(2007, 12, 3))),
                new MapFormatted(Map.of("a", List.of(LocalDate.of(2007, 12, 3)))),
                new OfAnimal(new Cat("cat", 1)),
                new OfVehicle(Optional.of(new Car(1))),
                new OfVehicle(Optional.empty()),
                Unknown.of(null, null),
                Unknown.of(Map.of("a", YearMonth.of(2007, 12)), new OfInt(1)),
                new OfWrapped(new Wrapped("x")),
                new OfShape(new Circle(1)),
                new OfShape(new Square(Optional.of("x"))),
                new OfShapes(List.of(new Circle(1), new Square(Optional.empty()))),
                new Inlined(new OfInt(1)),
                Bean.of(true, "x", 1),
                Bean.of(false, null, -1));
    }
}
