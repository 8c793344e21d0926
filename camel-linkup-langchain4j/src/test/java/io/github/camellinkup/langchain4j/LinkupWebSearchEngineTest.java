package io.github.camellinkup.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.web.search.WebSearchOrganicResult;
import dev.langchain4j.web.search.WebSearchRequest;
import dev.langchain4j.web.search.WebSearchResults;
import dev.langchain4j.web.search.WebSearchTool;
import io.github.camellinkup.client.exception.LinkupAuthenticationException;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.component.LinkupComponent;
import io.github.camellinkup.engine.exception.LinkupSpendLimitException;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.LinkupStandIn;
import io.github.camellinkup.test.LinkupStandInExtension;
import io.github.camellinkup.test.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LinkupWebSearchEngineTest {

    /** What is spent counts for each key in the JVM, so the limit is tried with a key of its own. */
    private static final String LIMITED_KEY = "lk-secret-77b1e0c2d4aa";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @RegisterExtension
    static final LinkupStandInExtension LINKUP =
            new LinkupStandInExtension(LinkupStandIn.builder().apiKeys(LinkupStandIn.DEFAULT_API_KEY, LIMITED_KEY));

    private final CamelContext context = new DefaultCamelContext();
    private LinkupStandIn standIn;
    private LinkupWebSearchEngine engine;

    @BeforeEach
    void start(LinkupStandIn running) {
        standIn = running;
        LinkupComponent component = context.getComponent("linkup", LinkupComponent.class);
        component.getConfiguration().setBaseUrl(standIn.baseUrl());
        component.getConfiguration().setApiKey(standIn.apiKey());
        context.start();
        engine = new LinkupWebSearchEngine(context);
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    // Requests

    @Test
    void aQuestionIsAskedAsASearchForResults() throws Exception {
        engine.setEndpoint("linkup:search?depth=deep");

        engine.search(WebSearchRequest.from("Who maintains Apache Camel?", 3));

        assertThat(sent()).isEqualTo(MAPPER.readTree("""
                {"q": "Who maintains Apache Camel?", "depth": "deep", "outputType": "searchResults", "maxResults": 3}"""));
    }

    @Test
    void furtherParametersAreFieldsOfTheSearch() throws Exception {
        engine.search(WebSearchRequest.builder()
                .searchTerms("Camel")
                .additionalParams(Map.of(
                        "q",
                        "not this",
                        "depth",
                        "fast",
                        "fromDate",
                        "2026-01-01",
                        "includeDomains",
                        List.of("apache.org")))
                .build());

        assertThat(sent()).isEqualTo(MAPPER.readTree("""
                {"q": "Camel", "depth": "fast", "outputType": "searchResults", "fromDate": "2026-01-01",
                 "includeDomains": ["apache.org"]}"""));
    }

    @Test
    void aParameterThatLinkupDoesNotKnowIsRefusedBeforeAnythingIsSent() {
        assertThatThrownBy(() -> engine.search(with("dept", "fast")))
                .isInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining("dept");
        assertThatThrownBy(() -> engine.search(with("outputType", "sourcedAnswer")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("outputType");
        assertThat(standIn.received()).isEmpty();
    }

    @Test
    void aPageAfterTheFirstIsEmptyAndCostsNothing() {
        WebSearchResults second = engine.search(
                WebSearchRequest.builder().searchTerms("Camel").startPage(2).build());

        assertThat(second.results()).isEmpty();
        assertThat(standIn.received()).isEmpty();
    }

    // Results

    @Test
    void resultsHaveTitleAddressPassageAndIcon() {
        answer("""
                {"results": [
                    {"type": "text", "name": "Team", "url": "https://camel.apache.org/team", "content": "A committee",
                     "favicon": "https://camel.apache.org/favicon.ico"},
                    {"type": "image", "name": "Logo", "url": "https://camel.apache.org/logo.svg"}]}""");

        WebSearchResults found = engine.search("Camel");

        assertThat(found.searchInformation().totalResults()).isEqualTo(2);
        assertThat(found.searchMetadata().get("estimatedCost")).isEqualTo(new BigDecimal("0.005"));
        assertThat(found.results())
                .containsExactly(
                        WebSearchOrganicResult.from(
                                "Team",
                                URI.create("https://camel.apache.org/team"),
                                "A committee",
                                "A committee",
                                Map.of("type", "text", "favicon", "https://camel.apache.org/favicon.ico")),
                        WebSearchOrganicResult.from(
                                "Logo",
                                URI.create("https://camel.apache.org/logo.svg"),
                                null,
                                null,
                                Map.of("type", "image")));
    }

    @Test
    void aLongPassageHasASnippetThatEndsWithAWord() {
        answer("{\"results\": [{\"type\": \"text\", \"name\": \"Long\", \"url\": \"https://a.org\", \"content\": \""
                + "word ".repeat(100) + "\"}]}");

        WebSearchOrganicResult result = engine.search("Camel").results().get(0);

        assertThat(result.content()).hasSize(500);
        assertThat(result.snippet()).hasSizeLessThan(302).endsWith("word…");
    }

    @Test
    void oddAddressesAndMissingTitlesAreNoObstacle() {
        answer("""
                {"results": [
                    {"type": "text", "url": "https://a.org/a page?q=a|b&c=%20d#x y", "content": "one"},
                    {"type": "text", "name": "without an address", "content": "two"},
                    {"type": "text", "name": "none", "url": "no address", "content": "three"},
                    {"type": "text", "name": " ", "url": "https://b.org/", "content": "four"}]}""");

        assertThat(engine.search("Camel").results())
                .extracting(
                        WebSearchOrganicResult::title, result -> result.url().toString())
                .containsExactly(
                        tuple("https://a.org/a page?q=a|b&c=%20d#x y", "https://a.org/a%20page?q=a%7Cb&c=%20d#x%20y"),
                        tuple("https://b.org/", "https://b.org/"));
    }

    @Test
    void aSearchThatFindsNothingHasNoResultsSoThatAnAgentGoesOn() {
        standIn.failNext(
                Operation.SEARCH, Fault.error(400, "SEARCH_QUERY_NO_RESULT", "The query did not yield any result"));

        assertThat(new WebSearchTool(engine).searchWeb("nothing")).isEqualTo("No results found.");
    }

    @Test
    void anAgentInJavaHasItAsATool() {
        answer("""
                {"results": [{"type": "text", "name": "Team", "url": "https://camel.apache.org/team", "content": "A committee"}]}""");

        // snippet:java
        LinkupWebSearchEngine linkup = new LinkupWebSearchEngine(context);
        linkup.setEndpoint("linkup:search?depth=fast&spendLimit=5");
        WebSearchTool tool = new WebSearchTool(linkup);
        // end:java

        assertThat(tool.searchWeb("Who maintains Apache Camel?"))
                .contains("Team", "https://camel.apache.org/team", "A committee");
    }

    // Errors

    @Test
    void errorsAreThoseOfTheComponent() {
        engine.setEndpoint("linkup:search?apiKey=lk-secret-0d41f7c9a6b3");

        assertThatThrownBy(() -> engine.search("Camel"))
                .isInstanceOf(LinkupAuthenticationException.class)
                .hasMessageNotContaining("0d41f7c9a6b3");
    }

    @Test
    void theLimitOfADayHoldsForAnAgentToo() {
        engine.setEndpoint("linkup:search?spendLimit=0.006&apiKey=" + LIMITED_KEY);
        engine.search("one");

        assertThatThrownBy(() -> engine.search("two")).isInstanceOf(LinkupSpendLimitException.class);
        assertThat(standIn.received(Operation.SEARCH)).hasSize(1);
    }

    @Test
    void withoutAContextTheReasonIsTold() {
        assertThatThrownBy(() -> new LinkupWebSearchEngine().search("Camel")).hasMessageContaining("CamelContext");
    }

    private static WebSearchRequest with(String name, Object value) {
        return WebSearchRequest.builder()
                .searchTerms("Camel")
                .additionalParams(Map.of(name, value))
                .build();
    }

    private JsonNode sent() throws Exception {
        return MAPPER.readTree(standIn.received(Operation.SEARCH).get(0).body());
    }

    private void answer(String json) {
        standIn.answerSearch(input -> {
            try {
                return MAPPER.readTree(json);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
