package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camellinkup.client.exception.LinkupMismatchedAnswerException;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.model.StructuredAnswer;
import io.github.camellinkup.component.StructuredOutputClassTest.Company;
import io.github.camellinkup.component.StructuredOutputClassTest.Person;
import io.github.camellinkup.component.StructuredOutputClassTest.Town;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that fit the class, and answers that do not. */
class StructuredAnswerTest extends StructuredOutputTestSupport {

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
