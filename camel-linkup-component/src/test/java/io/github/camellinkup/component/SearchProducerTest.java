package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.camellinkup.client.exception.LinkupMismatchedAnswerException;
import io.github.camellinkup.client.model.Depth;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.SearchResults;
import io.github.camellinkup.client.model.SourcedAnswer;
import io.github.camellinkup.client.model.StructuredAnswer;
import io.github.camellinkup.test.Operation;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

class SearchProducerTest extends LinkupTestSupport {

    record Company(
            @JsonPropertyDescription("The name in use") String name, int employees, Optional<String> website) {}

    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}}}";

    private Object search(String uri, Object body, Map<String, Object> headers) {
        return template.requestBodyAndHeaders(uri, body, headers);
    }

    private JsonNode sent() {
        return onlyCall(Operation.SEARCH).json();
    }

    @Test
    void asksTheTextOfTheBodyWithTheDefaultsOfTheCommandLineTool() {
        Object answer = search("linkup:search", "Who founded Camel?", Map.of());

        assertThat(sent())
                .isEqualTo(
                        json("{\"q\":\"Who founded Camel?\",\"depth\":\"standard\",\"outputType\":\"sourcedAnswer\"}"));
        assertThat(answer).isInstanceOf(SourcedAnswer.class);
    }

    @Test
    void sendsEveryOptionInTheNamesAndTypesOfTheApi() {
        search(
                "linkup:search?depth=deep&outputType=searchResults&includeImages=false&includeInlineCitations=true"
                        + "&includeSources=true&fromDate=2026-01-01&toDate=2026-05-18T10:00:00Z"
                        + "&includeDomains=apache.org, camel.apache.org&excludeDomains=example.com&maxResults=7",
                "camel",
                Map.of());

        assertThat(sent())
                .isEqualTo(json("{\"q\":\"camel\",\"depth\":\"deep\",\"outputType\":\"searchResults\","
                        + "\"includeImages\":false,\"includeInlineCitations\":true,\"includeSources\":true,"
                        + "\"fromDate\":\"2026-01-01\",\"toDate\":\"2026-05-18T10:00:00Z\","
                        + "\"includeDomains\":[\"apache.org\",\"camel.apache.org\"],"
                        + "\"excludeDomains\":[\"example.com\"],\"maxResults\":7}"));
    }

    @Test
    void headersWinOverOptionsAndTheBodyOverBoth() {
        search(
                "linkup:search?depth=fast&maxResults=1&includeImages=true",
                Map.of("query", "from the body", "maxResults", 3),
                Map.of(
                        LinkupConstants.DEPTH,
                        "deep",
                        LinkupConstants.MAX_RESULTS,
                        2,
                        LinkupConstants.Q,
                        "from a header",
                        LinkupConstants.FROM_DATE,
                        LocalDate.of(2026, 1, 2),
                        LinkupConstants.INCLUDE_DOMAINS,
                        List.of("apache.org")));

        assertThat(sent())
                .isEqualTo(json("{\"q\":\"from the body\",\"depth\":\"deep\",\"outputType\":\"sourcedAnswer\","
                        + "\"includeImages\":true,\"fromDate\":\"2026-01-02\","
                        + "\"includeDomains\":[\"apache.org\"],\"maxResults\":3}"));
    }

    @Test
    void theFastestSearchIsAFlash() {
        search("linkup:search?depth=flash", "camel", Map.of());
        search("linkup:search", "camel", Map.of(LinkupConstants.DEPTH, "flash"));
        search("linkup:search", Map.of("q", "camel", "depth", "flash"), Map.of());
        search(
                "linkup:search",
                SearchRequest.builder().q("camel").depth(Depth.FLASH).build(),
                Map.of());

        assertThat(standIn().received(Operation.SEARCH)).hasSize(4).allSatisfy(call -> {
            assertThat(call.json().path("depth").asText()).isEqualTo("flash");
            assertThat(call.status()).isEqualTo(200);
        });
    }

    @Test
    void takesTheQuestionFromAnOptionOrHeaderWhenTheBodyIsEmpty() {
        search("linkup:search?q=camel&depth=fast", null, Map.of());

        assertThat(sent().path("q").asText()).isEqualTo("camel");
    }

    @Test
    void readsTypedRequestsTreesBytesAndStreams() {
        String text = "{\"q\":\"camel\",\"depth\":\"fast\"}";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<Object> bodies = List.of(
                SearchRequest.builder().q("camel").depth(Depth.FAST).build(),
                json(text),
                bytes,
                new ByteArrayInputStream(bytes));

        bodies.forEach(body -> search("linkup:search", body, Map.of()));

        assertThat(standIn().received(Operation.SEARCH)).hasSize(4).allSatisfy(call -> assertThat(call.json())
                .isEqualTo(json("{\"q\":\"camel\",\"depth\":\"fast\",\"outputType\":\"sourcedAnswer\"}")));
    }

    @Test
    void aNullInTheBodyTakesAnOptionBack() {
        search("linkup:search?includeImages=true&maxResults=3", json("{\"q\":\"a\",\"includeImages\":null}"), Map.of());

        assertThat(sent().has("includeImages")).isFalse();
        assertThat(sent().path("maxResults").asInt()).isEqualTo(3);
    }

    @Test
    void answersResultsAsRecordsAndKeepsTheExactJson() {
        standIn()
                .answerSearch(
                        input -> json(
                                "{\"results\":[{\"type\":\"text\",\"name\":\"n\",\"url\":\"https://a.org\","
                                        + "\"content\":\"c\",\"favicon\":\"f\",\"rank\":1.10},{\"type\":\"map\"}],\"later\":{\"x\":1e2}}"));

        Exchange exchange = template.request(
                "linkup:search?outputType=searchResults", e -> e.getIn().setBody("camel"));

        SearchResults answer = exchange.getMessage().getBody(SearchResults.class);
        assertThat(answer.results()).hasSize(2);
        assertThat(answer.results().get(0).content()).isEqualTo("c");
        assertThat(answer.results().get(1).type()).isEqualTo("map");
        String exact = exchange.getMessage().getBody(String.class);
        assertThat(json(exact).path("later").path("x").isNumber()).isTrue();
        assertThat(new String(exchange.getMessage().getBody(byte[].class), StandardCharsets.UTF_8))
                .isEqualTo(exact);
        assertThat(exchange.getMessage().getBody(InputStream.class))
                .hasBinaryContent(exact.getBytes(StandardCharsets.UTF_8));
        assertThat(exchange.getMessage().getBody(JsonNode.class).path("results"))
                .hasSize(2);
        Map<?, ?> map = exchange.getMessage().getBody(Map.class);
        assertThat(map.keySet()).isEqualTo(java.util.Set.of("results", "later"));
    }

    @Test
    void aSchemaMakesTheAnswerStructuredAndTheBodyAMap() {
        standIn().answerSearch(input -> json("{\"answer\":\"not a sourced answer\",\"name\":\"Camel\"}"));

        Exchange exchange = template.request("linkup:search?structuredOutputSchema=RAW(" + SCHEMA + ")", e -> e.getIn()
                .setBody("camel"));

        assertThat(sent().path("outputType").asText()).isEqualTo("structured");
        assertThat(sent().path("structuredOutputSchema").textValue()).isEqualTo(SCHEMA);
        assertThat(exchange.getMessage().getBody()).isInstanceOf(Map.class).isInstanceOf(StructuredAnswer.class);
        Map<?, ?> body = exchange.getMessage().getBody(Map.class);
        assertThat(body.get("name")).isEqualTo("Camel");
        assertThat(body.get("answer")).isEqualTo("not a sourced answer");
        assertThat(json(exchange.getMessage().getBody(String.class)))
                .isEqualTo(json("{\"answer\":\"not a sourced answer\",\"name\":\"Camel\"}"));
    }

    @Test
    void aSchemaCanBeAMapInAHeaderOrAFileOnTheClassPath() {
        search("linkup:search", "a", Map.of(LinkupConstants.STRUCTURED_OUTPUT_SCHEMA, Map.of("type", "object")));
        search("linkup:search?structuredOutputSchema=classpath:company-schema.json", "b", Map.of());

        assertThat(standIn()
                        .received(Operation.SEARCH)
                        .get(0)
                        .json()
                        .path("structuredOutputSchema")
                        .textValue())
                .isEqualTo("{\"type\":\"object\"}");
        assertThat(json(standIn()
                                .received(Operation.SEARCH)
                                .get(1)
                                .json()
                                .path("structuredOutputSchema")
                                .textValue())
                        .path("properties")
                        .has("name"))
                .isTrue();
    }

    @Test
    void aClassGivesTheSchemaAndTheBodyIsItsInstance() {
        standIn()
                .answerSearch(
                        input -> json("{\"name\":\"Camel\",\"employees\":12,\"website\":\"https://a.org\",\"new\":1}"));

        Exchange exchange =
                template.request("linkup:search?structuredOutputClass=" + Company.class.getName(), e -> e.getIn()
                        .setBody("camel"));

        JsonNode schema = json(sent().path("structuredOutputSchema").textValue());
        assertThat(schema.path("type").asText()).isEqualTo("object");
        assertThat(schema.at("/properties/name/description").asText()).isEqualTo("The name in use");
        assertThat(schema.path("required")).extracting(JsonNode::asText).containsExactlyInAnyOrder("name", "employees");
        assertThat(exchange.getMessage().getBody()).isEqualTo(new Company("Camel", 12, Optional.of("https://a.org")));
        StructuredAnswer answer = exchange.getProperty(LinkupConstants.ANSWER_PROPERTY, StructuredAnswer.class);
        assertThat(answer).containsEntry("new", 1);
    }

    @Test
    void sourcesOfAStructuredAnswerAreInAHeaderAndTheClassIsReadFromItsData() {
        standIn()
                .answerSearch(
                        input -> json(
                                "{\"data\":{\"name\":\"Camel\",\"employees\":1},"
                                        + "\"sources\":[{\"type\":\"text\",\"name\":\"n\",\"url\":\"https://a.org\",\"content\":\"c\"}]}"));

        Exchange exchange = template.request(
                "linkup:search?includeSources=true&structuredOutputClass=" + Company.class.getName(),
                e -> e.getIn().setBody("camel"));

        assertThat(exchange.getMessage().getBody(Company.class).name()).isEqualTo("Camel");
        List<?> sources = exchange.getMessage().getHeader(LinkupConstants.SOURCES, List.class);
        assertThat(sources).extracting("url").containsExactly("https://a.org");
    }

    @Test
    void anAnswerToASchemaOfTheMessageStaysAMap() {
        standIn().answerSearch(input -> json("{\"town\":\"Paris\"}"));

        Object body = search(
                "linkup:search?structuredOutputClass=" + Company.class.getName(),
                "camel",
                Map.of(LinkupConstants.STRUCTURED_OUTPUT_SCHEMA, SCHEMA));

        assertThat(body).isInstanceOf(StructuredAnswer.class);
    }

    @Test
    void anAnswerThatDoesNotFitTheClassSaysWhere() {
        standIn().answerSearch(input -> json("{\"name\":\"Camel\",\"employees\":\"many\"}"));

        Exchange exchange =
                template.request("linkup:search?structuredOutputClass=" + Company.class.getName(), e -> e.getIn()
                        .setBody("camel"));

        assertThat(exchange.getException())
                .isExactlyInstanceOf(LinkupMismatchedAnswerException.class)
                .hasMessageContaining("structuredOutputClass " + Company.class.getName())
                .hasMessageContaining("[employees: ")
                .hasMessageContaining("many");
        assertThat((LinkupMismatchedAnswerException) exchange.getException()).satisfies(mismatch -> {
            assertThat(mismatch.isPaid()).isTrue();
            assertThat(mismatch.isRetryable()).isFalse();
            assertThat(mismatch.getDetails()).extracting("field").containsExactly("employees");
        });
    }

    @Test
    void headersThatCameInStayAndNoneOfOursGoesOut() {
        Exchange exchange = template.request("linkup:search", e -> {
            e.getIn().setBody("camel");
            e.getIn().setHeader("mine", "kept");
        });

        assertThat(exchange.getMessage().getHeader("mine")).isEqualTo("kept");
        assertThat(onlyCall(Operation.SEARCH).headerNames()).doesNotContain("mine");
    }
}
