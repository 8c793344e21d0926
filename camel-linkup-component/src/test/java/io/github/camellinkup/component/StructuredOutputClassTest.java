package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import java.io.IOException;
import java.net.URL;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema that is made from a class, and the classes that are refused. */
class StructuredOutputClassTest extends StructuredOutputTestSupport {

    public enum Size {
        @JsonProperty("small")
        SMALL,
        @JsonProperty("large")
        LARGE
    }

    public record Person(
            @JsonPropertyDescription("First and last name") String name, Optional<String> role) {}

    @JsonClassDescription("A company as its own pages show it")
    public record Company(
            String name,
            int employees,
            Size size,
            List<Person> board,
            LocalDate founded,
            @JsonProperty("home_page") Optional<String> website) {}

    public static class Town {
        private String name;
        private int inhabitants;

        @JsonProperty(required = true)
        private String country;

        @JsonIgnore
        private String secret;

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public int getInhabitants() {
            return inhabitants;
        }

        public void setInhabitants(int inhabitants) {
            this.inhabitants = inhabitants;
        }

        public String getCountry() {
            return country;
        }

        public void setCountry(String country) {
            this.country = country;
        }

        public String getSecret() {
            return secret;
        }

        public void setSecret(String secret) {
            this.secret = secret;
        }
    }

    @Test
    void aRecordGivesASchemaWithAllThatItSays() {
        standIn()
                .answerSearch(input -> json(
                        "{\"name\":\"Camel\",\"employees\":3,\"size\":\"small\",\"board\":[{\"name\":\"Ada\",\"role\":\"chair\"},"
                                + "{\"name\":\"Bob\"}],\"founded\":\"2007-07-02\",\"home_page\":null}"));

        Exchange exchange = ask("structuredOutputClass=" + Company.class.getName());

        JsonNode schema = sentSchema();
        assertThat(schema.path("type").asText()).isEqualTo("object");
        assertThat(schema.path("description").asText()).isEqualTo("A company as its own pages show it");
        assertThat(schema.path("required"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("name", "employees", "size", "board", "founded");
        assertThat(schema.path("properties").fieldNames())
                .toIterable()
                .containsExactly("name", "employees", "size", "board", "founded", "home_page");
        assertThat(schema.at("/properties/employees/type").asText()).isEqualTo("integer");
        assertThat(schema.at("/properties/size/enum"))
                .extracting(JsonNode::asText)
                .containsExactly("small", "large");
        assertThat(schema.at("/properties/board/type").asText()).isEqualTo("array");
        assertThat(schema.at("/properties/board/items/properties/name/description")
                        .asText())
                .isEqualTo("First and last name");
        assertThat(schema.at("/properties/board/items/required"))
                .extracting(JsonNode::asText)
                .containsExactly("name");
        assertThat(schema.at("/properties/founded/type").asText()).isEqualTo("string");
        assertThat(schema.at("/properties/founded/format").asText()).isEqualTo("date");
        assertThat(schema.path("properties").has("home_page")).isTrue();
        assertThat(schema.at("/properties/home_page/type").toString()).contains("string");
        assertThat(exchange.getMessage().getBody())
                .isEqualTo(new Company(
                        "Camel",
                        3,
                        Size.SMALL,
                        List.of(new Person("Ada", Optional.of("chair")), new Person("Bob", Optional.empty())),
                        LocalDate.of(2007, 7, 2),
                        Optional.empty()));
    }

    @Test
    void aBeanGivesASchemaToo() {
        standIn().answerSearch(input -> json("{\"name\":\"Paris\",\"inhabitants\":2000000,\"country\":\"France\"}"));

        Exchange exchange = ask("structuredOutputClass=" + Town.class.getName());

        JsonNode schema = sentSchema();
        assertThat(schema.path("required"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("inhabitants", "country");
        assertThat(schema.path("properties").has("secret")).isFalse();
        Town town = exchange.getMessage().getBody(Town.class);
        assertThat(town.getName()).isEqualTo("Paris");
        assertThat(town.getInhabitants()).isEqualTo(2_000_000);
    }

    @ParameterizedTest
    @ValueSource(classes = {String.class, Integer.class, Size.class, List.class, int[].class, LocalDate.class})
    void aClassThatIsNoObjectIsRefusedAtStartUp(Class<?> type) {
        context.getRegistry().bind("type", type);

        assertThatThrownBy(() -> context.getEndpoint("linkup:search?structuredOutputClass=#type"))
                .hasStackTraceContaining("Option structuredOutputClass must be a record or a bean");
    }

    static final class UpperCaseReader extends StdDeserializer<UpperCase> {

        private static final long serialVersionUID = 1L;

        UpperCaseReader() {
            super(UpperCase.class);
        }

        @Override
        public UpperCase deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonNode answer = parser.readValueAsTree();
            return new UpperCase(answer.path("name").asText().toUpperCase(Locale.ROOT));
        }
    }

    @JsonDeserialize(using = UpperCaseReader.class)
    public record UpperCase(String name) {}

    @Test
    void aClassWithAReaderOfItsOwnIsAskedForByItsFields() {
        standIn().answerSearch(input -> json("{\"name\":\"Camel\"}"));

        Exchange exchange = ask("structuredOutputClass=" + UpperCase.class.getName());

        assertThat(sentSchema().at("/properties/name/type").asText()).isEqualTo("string");
        assertThat(exchange.getMessage().getBody()).isEqualTo(new UpperCase("CAMEL"));
    }

    static final class TreeReader extends StdDeserializer<Tree> {

        private static final long serialVersionUID = 1L;

        TreeReader() {
            super(Tree.class);
        }

        @Override
        public Tree deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return new Tree(parser.<JsonNode>readValueAsTree().path("name").asText(), List.of());
        }
    }

    @JsonDeserialize(using = TreeReader.class)
    public record Tree(String name, List<Tree> branches) {}

    public record Forest(Tree oldest) {}

    @ParameterizedTest
    @CsvSource({"Tree, branches", "Forest, oldest.branches"})
    void aClassWithAReaderOfItsOwnMayContainItself(String name, String field) {
        standIn().answerSearch(input -> json("{\"name\":\"Camel\",\"oldest\":{\"name\":\"Oak\"}}"));
        String type = "structuredOutputClass=" + StructuredOutputClassTest.class.getName() + "$" + name;

        assertThat(schema(type).toString()).contains("\"$ref\":\"#");
        assertThatThrownBy(() -> context.getEndpoint("linkup:search?inlineDefinitions=true&" + type))
                .rootCause()
                .hasMessageContaining("Option inlineDefinitions")
                .hasMessageContaining("field " + field + " of structuredOutputClass");
    }

    public record Money(String amount) {}

    static final class MoneyReader extends StdDeserializer<Money> {

        private static final long serialVersionUID = 1L;

        MoneyReader() {
            super(Money.class);
        }

        @Override
        public Money deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return new Money(parser.getText());
        }
    }

    static final class MoneyConverter extends StdConverter<String, Money> {
        @Override
        public Money convert(String amount) {
            return new Money(amount);
        }
    }

    static final class MoneyKeys extends KeyDeserializer {
        @Override
        public Object deserializeKey(String key, DeserializationContext context) {
            return new Money(key);
        }
    }

    public record Prices(
            @JsonDeserialize(contentUsing = MoneyReader.class)
            List<Money> list,

            @JsonDeserialize(contentConverter = MoneyConverter.class)
            Map<String, Money> byName,

            @JsonDeserialize(keyUsing = MoneyKeys.class) Map<Money, Integer> counts) {}

    @Test
    void elementsAndKeysMayHaveReadersOfTheirOwn() {
        standIn()
                .answerSearch(
                        input -> json("{\"list\":[\"3 EUR\"],\"byName\":{\"a\":\"4 EUR\"},\"counts\":{\"5 EUR\":6}}"));

        Exchange exchange = ask("structuredOutputClass=" + Prices.class.getName());

        assertThat(sentSchema().path("properties"))
                .isEqualTo(json("{\"list\":{\"type\":\"array\"},\"byName\":{\"type\":\"object\"},"
                        + "\"counts\":{\"type\":\"object\"}}"));
        assertThat(exchange.getMessage().getBody())
                .isEqualTo(new Prices(
                        List.of(new Money("3 EUR")), Map.of("a", new Money("4 EUR")), Map.of(new Money("5 EUR"), 6)));
    }

    public record Texts(
            LocalDateTime at,
            LocalTime time,
            OffsetTime offsetTime,
            ZoneOffset offset,
            YearMonth month,
            MonthDay day,
            Duration duration,
            Period period,
            Currency currency,
            URL page,
            byte[] bytes,
            @JsonFormat(pattern = "dd.MM.yyyy") LocalDate date,
            @JsonFormat(pattern = "yyyy-MM-dd HH:mm") LocalDateTime dateTime) {}

    @Test
    void whatTheStandInMakesUpIsRead() {
        Exchange exchange = ask("structuredOutputClass=" + Texts.class.getName());

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody()).isInstanceOf(Texts.class);
    }

    public enum Outdated {
        ONE;

        static {
            if (ONE.ordinal() == 0) {
                throw new NoSuchMethodError("void com.fasterxml.jackson.core.base.ParserMinimalBase.<init>()");
            }
        }
    }

    public record OfOutdated(Outdated value) {}

    @Test
    void aLibraryThatLacksAMethodIsFoundAtStartUp() {
        assertThatThrownBy(
                        () -> context.getEndpoint("linkup:search?structuredOutputClass=" + OfOutdated.class.getName()))
                .hasStackTraceContaining("Option structuredOutputClass: the schema or the reader of "
                        + OfOutdated.class.getName() + " cannot be made: java.lang.NoSuchMethodError")
                .hasStackTraceContaining("jackson-databind 2.")
                .hasStackTraceContaining("jackson-core 2.");
    }
}
