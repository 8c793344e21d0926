package io.github.camellinkup.client.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.camellinkup.client.exception.ErrorDetail;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestsTest {

    private static final String SCHEMA = "{\"type\":\"object\"}";

    @Test
    void everyFieldIsSentAsTheApiSpellsIt() {
        SearchRequest request = SearchRequest.builder()
                .set("q", "é")
                .set("depth", "DEEP")
                .set("outputType", "structured")
                .set("structuredOutputSchema", Map.of("type", "object"))
                .set("includeImages", "false")
                .set("includeInlineCitations", true)
                .set("includeSources", JsonNodeFactory.instance.booleanNode(true))
                .set("fromDate", LocalDate.of(2026, 1, 2))
                .set("toDate", "2026-02-03")
                .set("includeDomains", "a.com, b.com")
                .set("excludeDomains", List.of("c.com"))
                .set("maxResults", "5")
                .build();

        assertThat(json(request))
                .isEqualTo("{\"q\":\"é\",\"depth\":\"deep\",\"outputType\":\"structured\","
                        + "\"structuredOutputSchema\":\"{\\\"type\\\":\\\"object\\\"}\",\"includeImages\":false,"
                        + "\"includeInlineCitations\":true,\"includeSources\":true,\"fromDate\":\"2026-01-02\","
                        + "\"toDate\":\"2026-02-03\",\"includeDomains\":[\"a.com\",\"b.com\"],"
                        + "\"excludeDomains\":[\"c.com\"],\"maxResults\":5}");
    }

    @Test
    void whatIsNotSetIsNotSent() {
        assertThat(json(SearchRequest.builder().q("q").set("maxResults", null).build()))
                .isEqualTo("{\"q\":\"q\",\"depth\":\"standard\",\"outputType\":\"sourcedAnswer\"}");
        assertThat(json(FetchRequest.builder()
                        .url("https://a.b/c")
                        .mode(FetchMode.PRO)
                        .build()))
                .isEqualTo("{\"url\":\"https://a.b/c\",\"mode\":\"pro\"}");
        assertThat(json(ResearchRequest.builder()
                        .q("q")
                        .mode(ResearchMode.INVESTIGATE)
                        .reasoningDepth(ReasoningDepth.XL)
                        .build()))
                .isEqualTo(
                        "{\"q\":\"q\",\"outputType\":\"sourcedAnswer\",\"mode\":\"investigate\",\"reasoningDepth\":\"XL\"}");
    }

    @Test
    void schemaMakesTheAnswerStructuredUnlessSaidOtherwise() {
        assertThat(SearchRequest.builder()
                        .q("q")
                        .set("structuredOutputSchema", SCHEMA)
                        .build()
                        .outputType())
                .isEqualTo(OutputType.STRUCTURED);
        assertThat(ResearchRequest.builder()
                        .q("q")
                        .set("structuredOutputSchema", SCHEMA)
                        .build()
                        .outputType())
                .isEqualTo(OutputType.STRUCTURED);
    }

    @Test
    void queryIsTakenForQ() {
        assertThat(SearchRequest.builder().set("query", "a").build().q()).isEqualTo("a");
        assertThatThrownBy(() -> FetchRequest.builder().set("query", "a")).hasMessageContaining("query");
    }

    @Test
    void unknownFieldIsNamedWithThoseThatThereAre() {
        assertThatThrownBy(() -> SearchRequest.builder().set("dept", "fast"))
                .isInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining("dept: is not a field")
                .hasMessageContaining("depth, excludeDomains");
    }

    @Test
    void unknownFieldIsSentIfTheBuilderIsTold() {
        FetchRequest.Builder builder = FetchRequest.builder()
                .sendUnknownFields()
                .url("https://a.b")
                .set("wait", Instant.EPOCH)
                .set("areas", List.of(1, "x"))
                .set("mode", "ultra");

        assertThat(json(builder.build()))
                .isEqualTo("{\"url\":\"https://a.b\",\"areas\":[1,\"x\"],\"mode\":\"ultra\","
                        + "\"wait\":\"1970-01-01T00:00:00Z\"}");
        assertThat(builder.has("wait")).isTrue();
        assertThat(json(builder.copy()
                        .set("wait", null)
                        .set("mode", "pro")
                        .set("areas", null)
                        .build()))
                .isEqualTo("{\"url\":\"https://a.b\",\"mode\":\"pro\"}");
        assertThat(json(FetchRequest.builder()
                        .mode(FetchMode.PRO)
                        .setAll(builder)
                        .build()))
                .as("the value that is not known takes the place of one that is")
                .contains("\"mode\":\"ultra\"")
                .doesNotContain("pro");
    }

    @Test
    void schemaOfAFetchIsSentAsItIs() {
        assertThat(json(FetchRequest.builder()
                        .url("https://a.b")
                        .schema(new StructuredOutputSchema(
                                "{\"type\":\"object\",\"n\":[1.50,1e400,12345678901234567890]}"))
                        .instructions("Be brief")
                        .build()))
                .isEqualTo("{\"url\":\"https://a.b\",\"schema\":{\"type\":\"object\","
                        + "\"n\":[1.50,1E+400,12345678901234567890]},\"instructions\":\"Be brief\"}");
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        LinkupInvalidRequestException failure =
                catchThrowableOfType(LinkupInvalidRequestException.class, () -> SearchRequest.builder()
                        .q(" ")
                        .outputType(OutputType.STRUCTURED)
                        .set("fromDate", "2026-02-02")
                        .set("toDate", "2026-02-01")
                        .set("includeDomains", Collections.nCopies(101, "a.com"))
                        .set("maxResults", 0)
                        .build());

        assertThat(failure.getDetails())
                .extracting(ErrorDetail::field)
                .containsExactly("q", "structuredOutputSchema", "fromDate", "includeDomains", "maxResults");
        assertThat(failure.isCertainlyNotProcessed()).isTrue();
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure.getStatusCode()).isZero();
        assertThat(failure.atPosition(3, null).getDetails().get(0).field()).isEqualTo("request 3, q");
        assertThat(failure.atPosition(3, "ACME").getDetails().get(0).field())
                .isEqualTo("request 3 (reference ACME), q");
    }

    @Test
    void researchGivesNoSearchResults() {
        assertThatThrownBy(() -> ResearchRequest.builder()
                        .q("q")
                        .outputType(OutputType.SEARCH_RESULTS)
                        .build())
                .hasMessageContaining("outputType")
                .hasMessageContaining("searchResults");
    }

    @Test
    void copyIsIndependent() {
        SearchRequest.Builder first = SearchRequest.builder().q("a");
        SearchRequest.Builder second = first.copy().q("b").depth(Depth.FAST);

        assertThat(first.build().q()).isEqualTo("a");
        assertThat(first.has("depth")).isFalse();
        assertThat(first.setAll(second).build().depth()).isEqualTo(Depth.FAST);
    }

    @Test
    void halfACharacterAsDatabasesHoldThemTravelsEscaped() {
        assertThat(json(SearchRequest.builder().q("a\ud83d").build())).startsWith("{\"q\":\"a\\uD83D\"");
    }

    @Test
    void queryForTasksIsChecked() {
        assertThatThrownBy(() -> new TaskQuery(0, null, null, null, null, null)).hasMessageContaining("page");
        assertThatThrownBy(() -> new TaskQuery(1, 101, null, null, null, null)).hasMessageContaining("pageSize");
        assertThatThrownBy(() -> new TaskQuery(1, 1, null, null, Set.of(TaskStatus.UNKNOWN), null))
                .hasMessageContaining("status");
    }

    private static String json(LinkupRequest request) {
        return new String(RequestWriter.write(request), UTF_8);
    }
}
