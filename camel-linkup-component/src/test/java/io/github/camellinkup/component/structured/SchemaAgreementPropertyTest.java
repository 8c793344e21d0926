package io.github.camellinkup.component.structured;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
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
import java.util.ArrayList;
import java.util.Currency;
import java.util.Date;
import java.util.HashSet;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What the schema of a class allows Jackson reads, and what Jackson writes the schema allows. */
class SchemaAgreementPropertyTest {

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

    private static final JsonMapper WRITER = StructuredOutputClass.mapper()
            .rebuild()
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .withConfigOverride(
                    Year.class, year -> year.setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.NUMBER_INT)))
            .build();

    private static final SchemaValidatorsConfig WITH_FORMATS =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private static final Map<String, StructuredOutputClass> OUTPUTS = new ConcurrentHashMap<>();
    private static final Map<StructuredOutputClass, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    /** Not among them is what no schema can tell, such as codes of currencies that do not exist. */
    private static final List<String> TEXTS = List.of(
            "",
            "x",
            "0",
            "12",
            "3.5",
            "true",
            "small",
            "SMALL",
            "Large",
            "LARGE",
            "MONDAY",
            "circle",
            "2007",
            "2007-12",
            "2007-13",
            "--12-03",
            "--02-29",
            "--02-30",
            "2007-12-03",
            "2007-02-30",
            "03.12.2007",
            "2007-12-03T10:15",
            "2007-12-03T10:15:30",
            "2007-12-03T10:15:30.123456789",
            "2007-12-03T10:15:30Z",
            "2007-12-03T10:15:30+02:00",
            "10:15",
            "25:15",
            "10:15:30",
            "10:15:30Z",
            "10:15:30+02:00",
            "Z",
            "+02:00",
            "PT15M",
            "PT-6H",
            "-P1D",
            "+P1D",
            "1e3",
            "a b",
            "Ünïcode",
            "P1D",
            "P1DT1H",
            "P1Y2M",
            "P2W",
            "P",
            "PT",
            "https://example.com/a?b=c",
            "http://exa mple.com",
            "urn:isbn:1",
            "/relative",
            "en",
            "en-US",
            "zh-Hans-CN",
            "EUR",
            "eur",
            "2dbcc4bb-2c0d-4bcb-aaf5-44f7cbcf4eee");

    /** This format is none of JSON Schema. */
    private static final Set<Class<?>> FORMATTED =
            Set.of(Formatted.class, OptionalFormatted.class, ListFormatted.class, MapFormatted.class);

    private static final List<Boolean> INLINE = List.of(true, false);

    @Test
    void whatTheSchemaAllowsIsRead() {
        JsonNodeFactory json = JsonNodeFactory.instance;
        List<JsonNode> values = new ArrayList<>(List.of(
                json.nullNode(),
                json.booleanNode(true),
                json.numberNode(7),
                json.arrayNode(),
                json.arrayNode().add(1),
                json.arrayNode().add("SMALL"),
                json.arrayNode().addNull(),
                json.objectNode(),
                json.objectNode().put("value", 1),
                json.objectNode().put("kind", "square"),
                json.objectNode().put("kind", "circle").put("value", 1),
                json.objectNode().put("a", "2007-12")));
        TEXTS.forEach(text -> values.add(json.textNode(text)));
        Set<Class<?>> read = new HashSet<>();

        instances()
                .forEach(instance -> values.forEach(value -> {
                    if (isReadIfAllowed(instance, value) > 0) {
                        read.add(instance.getClass());
                    }
                }));

        assertThat(read)
                .as("classes that the schema allows some of the values in")
                .containsAll(instances()
                        .map(Object::getClass)
                        .filter(type -> !FORMATTED.contains(type))
                        .toList());
    }

    @Provide
    Arbitrary<BigDecimal> numbers() {
        return Arbitraries.oneOf(
                Arbitraries.bigDecimals()
                        .between(BigDecimal.valueOf(-1000), BigDecimal.valueOf(1000))
                        .ofScale(2),
                Arbitraries.integers().between(-300, 300).map(number -> new BigDecimal(number + ".0")),
                Arbitraries.integers().map(BigDecimal::valueOf));
    }

    @Property(tries = 200, seed = "1")
    void numbersThatTheSchemaAllowsAreRead(@ForAll("numbers") BigDecimal number) {
        instances().forEach(instance -> isReadIfAllowed(instance, JsonNodeFactory.instance.numberNode(number)));
    }

    /** Puts the value in each place of an instance, and reads what the schema allows of that. */
    private static int isReadIfAllowed(Object instance, JsonNode value) {
        int allowed = 0;
        for (boolean inline : INLINE) {
            StructuredOutputClass output = output(instance.getClass(), inline);
            for (JsonNode answer : answers(WRITER.valueToTree(instance), value)) {
                if (answer.isObject()
                        && !FORMATTED.contains(instance.getClass())
                        && schema(output).validate(answer).isEmpty()) {
                    assertThat(output.read(answer)).as("%s", answer).isInstanceOf(instance.getClass());
                    allowed++;
                }
            }
        }
        return allowed;
    }

    /** The JSON with the value in place of each of its parts, and of none. */
    private static List<JsonNode> answers(JsonNode json, JsonNode value) {
        List<JsonNode> answers = new ArrayList<>(List.of(value));
        if (json instanceof ObjectNode object) {
            object.properties().forEach(field -> answers(field.getValue(), value)
                    .forEach(part -> answers.add(object.deepCopy().set(field.getKey(), part))));
        } else if (json instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                answers(array.get(i), value)
                        .forEach(part -> answers.add(array.deepCopy().set(index, part)));
            }
        }
        return answers;
    }

    @Test
    void whatIsWrittenTheSchemaAllows() {
        instances()
                .forEach(instance -> INLINE.forEach(inline -> {
                    StructuredOutputClass output = output(instance.getClass(), inline);
                    JsonNode json = WRITER.valueToTree(instance);

                    // Some engines for regular expressions do not know lookaheads.
                    assertThat(output.schema().json()).doesNotContain("(?");
                    assertThat(schema(output).validate(json)).as("%s", json).isEmpty();
                    assertThat(output.read(json)).isEqualTo(instance);
                }));
    }

    private static StructuredOutputClass output(Class<?> type, boolean inline) {
        return OUTPUTS.computeIfAbsent(
                type.getName() + inline, key -> StructuredOutputClass.of(type, inline && type != Itself.class));
    }

    private static JsonSchema schema(StructuredOutputClass output) {
        return SCHEMAS.computeIfAbsent(output, wanted -> JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(wanted.schema().json(), WITH_FORMATS));
    }

    private static URL url(String address) {
        try {
            return URI.create(address).toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Stream<Object> instances() {
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
