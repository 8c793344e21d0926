package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import io.github.camellinkup.client.exception.LinkupMismatchedAnswerException;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.model.StructuredAnswer;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.ReceivedCall;
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

class StructuredOutputClassTest extends LinkupTestSupport {

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

    private Exchange ask(String options) {
        return template.request(
                "linkup:search?" + options, exchange -> exchange.getIn().setBody("camel"));
    }

    private JsonNode sentSchema() {
        JsonNode sent = onlyCall(Operation.SEARCH).json();
        assertThat(sent.path("outputType").asText()).isEqualTo("structured");
        assertThat(sent.path("structuredOutputSchema").isTextual()).isTrue();
        return json(sent.path("structuredOutputSchema").textValue());
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

    @Test
    void sourcesOfAnEarlierAnswerDoNotStay() throws Exception {
        context.addRoutes(new org.apache.camel.builder.RouteBuilder() {
            @Override
            public void configure() {
                from("direct:twice")
                        .to("linkup:search?q=a&includeSources=true&structuredOutputClass=" + Person.class.getName())
                        .to("mock:first")
                        .setBody(constant("b"))
                        .to("linkup:search");
            }
        });
        standIn()
                .answerSearch(input -> input.path("includeSources").asBoolean()
                        ? json(
                                "{\"data\":{\"name\":\"Ada\"},\"sources\":[{\"type\":\"text\",\"url\":\"https://a.org\"}]}")
                        : null);

        Exchange exchange = template.request("direct:twice", e -> {});

        assertThat(exchange.getException()).isNull();
        Exchange first = getMockEndpoint("mock:first").getExchanges().get(0);
        assertThat(first.getMessage().getHeaders()).containsKey(LinkupConstants.SOURCES);
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey(LinkupConstants.SOURCES);
        assertThat(exchange.getProperty(LinkupConstants.ANSWER_PROPERTY)).isNull();
    }

    @ParameterizedTest
    @ValueSource(classes = {String.class, Integer.class, Size.class, List.class, int[].class, LocalDate.class})
    void aClassThatIsNoObjectIsRefusedAtStartUp(Class<?> type) {
        context.getRegistry().bind("type", type);

        assertThatThrownBy(() -> context.getEndpoint("linkup:search?structuredOutputClass=#type"))
                .hasStackTraceContaining("Option structuredOutputClass must be a record or a bean");
    }

    @Test
    void anErrorWhileTheInstanceIsMadeFailsTheExchange() {
        standIn().answerSearch(input -> json("{\"name\":\"Camel\"}"));

        Exchange exchange = ask("structuredOutputClass=" + Breaking.class.getName());

        assertThat(exchange.getException())
                .as("never a message that goes on without its answer")
                .isNotNull()
                .hasStackTraceContaining("no such class");
    }

    /** Cannot be loaded, as a class whose own classes are not there. */
    public static class Breaking {
        static final Object CLASSES = missing();

        private String name;

        private static Object missing() {
            throw new NoClassDefFoundError("no such class");
        }

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }
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

    public record Dated(LocalDate founded) {}

    @Test
    void aYearIsNoDate() {
        standIn().answerSearch(input -> json("{\"founded\":2007}"));

        assertDoesNotFit(ask("structuredOutputClass=" + Dated.class.getName()), "founded", "2007");
    }

    public record Rating(int stars) {}

    public record Rated(String name, int employees, Integer founded, List<Rating> ratings) {}

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"name":"Camel","ratings":[]}                                 | employees        | primitive int
            {"name":"Camel","employees":null,"ratings":[]}                | employees        | primitive int
            {"name":"Camel","employees":3.7,"ratings":[]}                 | employees        | 3.7
            {"name":"Camel","employees":3000000000,"ratings":[]}          | employees        | 3000000000
            {"name":"Camel","employees":3,"founded":3.7,"ratings":[]}     | founded          | 3.7
            {"name":"Camel","employees":3,"ratings":[{"stars":1},{}]}     | ratings[1].stars | primitive int
            {"name":"Camel","employees":3,"ratings":[{"stars":"many"}]}   | ratings[0].stars | many
            """)
    void aValueThatTheFieldCannotHoldIsNeverMadeUp(String answer, String field, String problem) {
        standIn().answerSearch(input -> json(answer));

        Exchange exchange = ask("structuredOutputClass=" + Rated.class.getName());

        assertDoesNotFit(exchange, field, problem);
        assertThat(exchange.getProperty(LinkupConstants.ANSWER_PROPERTY, StructuredAnswer.class))
                .containsEntry("name", "Camel");
        assertThat(exchange.getMessage().getBody()).isEqualTo("camel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"country\":\"France\"}", "{\"country\":\"France\",\"inhabitants\":null}"})
    void aBeanIsNotLeftWithZero(String answer) {
        standIn().answerSearch(input -> json(answer));

        assertDoesNotFit(ask("structuredOutputClass=" + Town.class.getName()), "inhabitants", "primitive int");
    }

    public static class Place {
        public String street;
        public int number;
    }

    public static class Shop {
        public String name;

        @JsonUnwrapped(prefix = "at_")
        public Place place;
    }

    @Test
    void aBeanWhoseFieldsAreInTheObjectAroundItIsNotLeftWithZero() {
        standIn().answerSearch(input -> json("{\"name\":\"Camel\",\"at_street\":\"Oak\"}"));
        assertDoesNotFit(ask("structuredOutputClass=" + Shop.class.getName()), "at_number", "primitive int");

        standIn().answerSearch(input -> json("{\"name\":\"Camel\",\"at_street\":\"Oak\",\"at_number\":7}"));
        Exchange exchange = ask("structuredOutputClass=" + Shop.class.getName());
        assertThat(exchange.getMessage().getBody(Shop.class).place.number).isEqualTo(7);
    }

    private static void assertDoesNotFit(Exchange exchange, String field, String problem) {
        assertThat(exchange.getException())
                .isExactlyInstanceOf(LinkupMismatchedAnswerException.class)
                .hasMessageContaining(field + ": ")
                .hasMessageContaining(problem);
        assertThat(exchange.getException(LinkupMismatchedAnswerException.class).getDetails())
                .extracting("field")
                .containsExactly(field);
    }

    @Test
    void whatMayBeUnknownIsNull() {
        standIn().answerSearch(input -> json("{\"name\":\"Camel\",\"employees\":3.0,\"founded\":null,\"ratings\":[]}"));

        Exchange exchange = ask("structuredOutputClass=" + Rated.class.getName());

        JsonNode schema = sentSchema();
        assertThat(schema.at("/properties/founded/type"))
                .extracting(JsonNode::asText)
                .containsExactly("integer", "null");
        assertThat(schema.path("required"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("name", "employees", "ratings");
        assertThat(exchange.getMessage().getBody()).isEqualTo(new Rated("Camel", 3, null, List.of()));
    }

    public record Address(String town) {}

    public record Firm(
            Address seat,
            Optional<Address> branch,
            @JsonPropertyDescription("Where it sells") List<Address> shops) {}

    public record Part(String name, List<Part> parts) {}

    private JsonNode schema(String options) {
        ask(options);
        List<ReceivedCall> calls = standIn().received(Operation.SEARCH);
        return json(calls.get(calls.size() - 1)
                .json()
                .path("structuredOutputSchema")
                .textValue());
    }

    @Test
    void definitionsAreInlinedUnlessTheOptionSaysOtherwise() {
        String type = "structuredOutputClass=" + Firm.class.getName();

        for (String inlined : List.of("", "&inlineDefinitions=true")) {
            JsonNode schema = schema(type + inlined);
            assertThat(schema.toString()).doesNotContain("$defs", "$ref");
            assertThat(schema.at("/properties/seat/properties/town/type").asText())
                    .isEqualTo("string");
            assertThat(schema.at("/properties/branch/type"))
                    .extracting(JsonNode::asText)
                    .containsExactly("object", "null");
            assertThat(schema.at("/properties/shops/items/properties/town/type").asText())
                    .isEqualTo("string");
            assertThat(schema.at("/properties/shops/description").asText()).isEqualTo("Where it sells");
        }

        JsonNode defined = schema(type + "&inlineDefinitions=false");
        assertThat(defined.at("/$defs/Address/properties/town/type").asText()).isEqualTo("string");
        assertThat(defined.at("/properties/seat/$ref").asText()).isEqualTo("#/$defs/Address");
        assertThat(defined.at("/properties/shops/items/$ref").asText()).isEqualTo("#/$defs/Address");
        assertThat(defined.at("/properties/branch/anyOf"))
                .containsExactlyInAnyOrder(json("{\"$ref\":\"#/$defs/Address\"}"), json("{\"type\":\"null\"}"));
    }

    @Test
    void aTypeThatContainsItselfIsReferred() {
        String type = "structuredOutputClass=" + Part.class.getName();

        assertThat(schema(type).at("/properties/parts/items/$ref").asText()).isEqualTo("#");
        assertThatThrownBy(() -> context.getEndpoint("linkup:search?inlineDefinitions=true&" + type))
                .rootCause()
                .hasMessageContaining("Option inlineDefinitions")
                .hasMessageContaining("field parts of structuredOutputClass " + Part.class.getName());
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

    @Test
    void anAnswerThatIsNoObjectAtAllIsAnError() {
        standIn().answerSearch(input -> json("[1,2]"));

        Exchange exchange = ask("structuredOutputClass=" + Company.class.getName());

        assertThat(exchange.getException()).isInstanceOf(LinkupUnknownException.class);
    }

    @Test
    void theClassIsForTheSchemaOfTheEndpointOnly() {
        standIn().answerSearch(input -> json("{\"town\":\"Paris\"}"));

        Exchange exchange = template.request("linkup:search?structuredOutputClass=" + Company.class.getName(), e -> {
            e.getIn().setBody(Map.of("q", "camel", "structuredOutputSchema", "{\"type\":\"object\"}"));
        });

        assertThat(exchange.getMessage().getBody()).isInstanceOf(Map.class);
        assertThat(new ObjectMapper()
                        .<JsonNode>valueToTree(exchange.getMessage().getBody(Map.class)))
                .isEqualTo(json("{\"town\":\"Paris\"}"));
    }
}
