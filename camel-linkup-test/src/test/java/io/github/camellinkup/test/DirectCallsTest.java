package io.github.camellinkup.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DirectCallsTest {

    @RegisterExtension
    static final LinkupStandInExtension LINKUP = new LinkupStandInExtension();

    private LinkupStandIn standIn;
    private Wire wire;

    @BeforeEach
    void connect(LinkupStandIn running) {
        standIn = running;
        wire = Wire.to(running);
    }

    @Test
    void searchResultsAreTextsWithNameUrlContentAndFavicon() throws Exception {
        Wire.Answer answer = wire.post("/search", Wire.search("capital of France"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(fieldsOf(answer.json())).containsExactly("results");
        assertThat(answer.json().get("results")).isNotEmpty().allSatisfy(result -> {
            assertThat(fieldsOf(result)).containsExactly("type", "name", "url", "content", "favicon");
            assertThat(result.get("type").asText()).isEqualTo("text");
        });
    }

    @Test
    void imagesAreAddedWhenAskedFor() throws Exception {
        JsonNode results = wire.post("/search", """
                        {"q":"x","depth":"fast","outputType":"searchResults","includeImages":true}""").json().get("results");

        assertThat(results)
                .filteredOn(result -> result.get("type").asText().equals("image"))
                .isNotEmpty()
                .allSatisfy(image -> assertThat(fieldsOf(image)).containsExactly("type", "name", "url"));
    }

    @Test
    void maxResultsAndIncludeDomainsAreHonoured() throws Exception {
        JsonNode results = wire.post("/search", """
                        {"q":"x","depth":"deep","outputType":"searchResults","includeImages":true,"maxResults":2,
                         "includeDomains":["acme.example"]}""").json().get("results");

        assertThat(results)
                .hasSize(2)
                .allSatisfy(result -> assertThat(result.get("url").asText()).startsWith("https://acme.example/"));
    }

    @Test
    void sourcedAnswerHasAnswerAndSources() throws Exception {
        JsonNode answer = wire.post("/search", """
                {"q":"x","depth":"fast","outputType":"sourcedAnswer"}""").json();

        assertThat(fieldsOf(answer)).containsExactly("answer", "sources");
        assertThat(answer.get("answer").asText()).doesNotContain("[1]");
        assertThat(fieldsOf(answer.at("/sources/0"))).containsExactly("name", "url", "snippet", "favicon");
        assertThat(answer.at("/sources/1/favicon").asText()).isEmpty();
        assertThat(answer.at("/sources/2/favicon").isMissingNode()).isTrue();
    }

    @Test
    void inlineCitationsAreInTheAnswer() throws Exception {
        JsonNode answer = wire.post("/search", """
                        {"q":"x","depth":"fast","outputType":"sourcedAnswer","includeInlineCitations":true}""").json();

        assertThat(answer.get("answer").asText()).contains("[1]", "[2]", "[3]");
    }

    @Test
    void structuredAnswerIsTheBareObject() throws Exception {
        JsonNode answer = wire.post("/search", structured("")).json();

        assertThat(fieldsOf(answer)).containsExactly("name", "founded");
        assertThat(answer.get("founded").isInt()).isTrue();
    }

    @Test
    void includeSourcesWrapsTheStructuredAnswer() throws Exception {
        JsonNode answer =
                wire.post("/search", structured(",\"includeSources\":true")).json();

        assertThat(fieldsOf(answer)).containsExactly("data", "sources");
        assertThat(fieldsOf(answer.get("data"))).containsExactly("name", "founded");
        assertThat(answer.at("/sources/0/type").asText()).isEqualTo("text");
    }

    @Test
    void theSameQuestionGetsTheSameAnswer() throws Exception {
        String first = wire.post("/search", structured("")).text();

        assertThat(wire.post("/search", structured("")).text()).isEqualTo(first);
    }

    @Test
    void fetchWithASchemaHasDataThatFitsIt() throws Exception {
        JsonNode page = wire.post("/fetch", """
                        {"url":"https://example.com","schema":{"type":"object","properties":{"name":{"type":"string"},
                         "founded":{"type":"integer"}}}}""").json();

        assertThat(fieldsOf(page)).containsExactly("markdown", "favicon", "data");
        assertThat(fieldsOf(page.get("data"))).containsExactly("name", "founded");
        assertThat(page.at("/data/founded").isInt()).isTrue();
    }

    @Test
    void fetchAnswersMarkdownAndOnlyWhatElseWasAskedFor() throws Exception {
        assertThat(fieldsOf(
                        wire.post("/fetch", "{\"url\":\"https://example.com\"}").json()))
                .containsExactly("markdown", "favicon");
        assertThat(fieldsOf(wire.post("/fetch", """
                                {"url":"https://example.com","includeRawContent":true,"includeRawHtml":true,
                                 "extractImages":true,"mode":"pro","renderJs":false}""").json()))
                .containsExactly("markdown", "favicon", "rawContent", "contentType", "rawHtml", "images");
    }

    @Test
    void creditsAreABalance() throws Exception {
        standIn.setCredits(new BigDecimal("123.456"));

        assertThat(wire.get("/credits/balance").text()).isEqualTo("{\"balance\":123.456}");
    }

    @Test
    void answersCanBeScripted() throws Exception {
        standIn.answerSearch(
                input -> input.get("q").asText().equals("mine") ? Json.object().put("answer", "42") : null);

        assertThat(wire.post("/search", Wire.search("mine")).text()).isEqualTo("{\"answer\":\"42\"}");
        assertThat(wire.post("/search", Wire.search("other")).json().get("results"))
                .isNotEmpty();
    }

    @Test
    void aScriptThatThrowsIsNamedInTheAnswer() throws Exception {
        standIn.answerFetch(input -> {
            throw new IllegalStateException("script is broken");
        });

        Wire.Answer answer = wire.post("/fetch", "{\"url\":\"https://example.com\"}");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).contains("script is broken");
    }

    @Test
    void anUnknownPathOrMethodIsNotFoundInJson() throws Exception {
        for (String path : List.of("/nothing", "/search", "/tasks/a/b", "/..", "/credits")) {
            Wire.Answer answer = wire.get(path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.code()).isEqualTo("NOT_FOUND");
        }
        assertThat(standIn.count(Operation.UNKNOWN)).isEqualTo(5);
    }

    private static String structured(String more) {
        return """
                {"q":"x","depth":"fast","outputType":"structured","structuredOutputSchema":"{\\"type\\":\\"object\\",\\"properties\\":{\\"name\\":{\\"type\\":\\"string\\"},\\"founded\\":{\\"type\\":\\"integer\\"}}}"%s}""".formatted(more);
    }

    private static List<String> fieldsOf(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
