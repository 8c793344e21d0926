package io.github.camellinkup.client.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From what the fields of requests are taken, and what is refused. */
class FieldValuesTest {

    private static final String SCHEMA = "{\"type\":\"object\"}";

    static Stream<Arguments> unreadable() {
        return Stream.of(
                arguments("depth", "deepest", "flash, fast, standard, deep"),
                arguments("outputType", "", "searchResults"),
                arguments("includeImages", "yes", "true or false"),
                arguments("includeImages", 1, "true or false"),
                arguments("maxResults", "many", "whole number"),
                arguments("maxResults", 1.5, "whole number"),
                arguments("maxResults", 5_000_000_000L, "whole number"),
                arguments("q", 7, "text"),
                arguments("q", List.of("a"), "text"),
                arguments("includeDomains", 7, "text"),
                arguments("includeDomains", Collections.singletonList(null), "list of texts"),
                arguments("structuredOutputSchema", "{", "not JSON"),
                arguments("structuredOutputSchema", "", "empty"),
                arguments("structuredOutputSchema", "{\"type\":\"object\"} and more", "not JSON"),
                arguments("structuredOutputSchema", "[]", "JSON object"),
                arguments("fromDate", new java.sql.Time(0), "date"),
                arguments("structuredOutputSchema", "{\"type\":\"array\"}", "root type is object"));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void valueThatCannotBeReadIsNamedWithItsField(String field, Object value, String said) {
        assertThatThrownBy(() -> SearchRequest.builder().set(field, value))
                .isInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining(field)
                .hasMessageContaining(said);
    }

    static Stream<Arguments> dates() {
        return Stream.of(
                arguments(LocalDate.of(2026, 5, 18), "2026-05-18"),
                arguments(Instant.parse("2026-05-18T01:02:03Z"), "2026-05-18T01:02:03Z"),
                arguments(OffsetDateTime.parse("2026-05-18T01:02:03+02:00"), "2026-05-18T01:02:03+02:00"),
                arguments(ZonedDateTime.parse("2026-05-18T01:02:03+02:00[Europe/Paris]"), "2026-05-18T01:02:03+02:00"),
                arguments(LocalDateTime.parse("2026-05-18T01:02:03"), "2026-05-18T01:02:03"),
                arguments(Date.from(Instant.EPOCH), "1970-01-01T00:00:00Z"),
                arguments(java.sql.Date.valueOf("2026-05-18"), "2026-05-18"),
                arguments(" 2026-05-18T01:02 ", "2026-05-18T01:02"));
    }

    @ParameterizedTest
    @MethodSource("dates")
    void datesOfAllKindsAreTaken(Object date, String sent) {
        assertThat(SearchRequest.builder().q("q").set("fromDate", date).build().fromDate())
                .isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1969-12-31", "18.05.2026", "2026-02-30", "", "yesterday", "2026-05-18T25:00:00Z"})
    void whatIsNoDateOrTooEarlyIsRefused(String date) {
        assertThatThrownBy(() ->
                        ResearchRequest.builder().q("q").set("toDate", date).build())
                .isInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining("toDate");
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com",
        "http://localhost:8080/a?b=c#d",
        "HTTPS://EXAMPLE.COM/",
        "https://example.com/a|b?c={d}",
        "https://münchen.de/straße",
        "https://my_host.example.com/",
        "https://[::1]/"
    })
    void webAddressesAreTaken(String url) {
        assertThat(FetchRequest.builder().url(url).build().url()).isEqualTo(url);
        assertThat(FetchRequest.builder().set("url", " " + url + "\n").build().url())
                .isEqualTo(url);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "example.com",
                "/a",
                "ftp://a.b",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "http://",
                "http:///a",
                "http://:80/a",
                "http:a",
                "https://a b.com",
                "https://a.com\u00a0",
                "https://a.b/\nX"
            })
    void whatIsNoWebAddressIsRefused(String url) {
        assertThatThrownBy(() -> FetchRequest.builder().url(url).build())
                .isInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining("url")
                .hasMessageContaining("http");
    }

    @Test
    void passwordInARefusedAddressIsNotShown() {
        assertThatThrownBy(() -> FetchRequest.builder()
                        .url("ftp://user:secret@example.com/a")
                        .build())
                .hasMessageNotContaining("secret");
    }

    @Test
    void urlMayBeAUri() {
        assertThat(FetchRequest.builder()
                        .set("url", URI.create("https://a.b"))
                        .build()
                        .url())
                .isEqualTo("https://a.b");
    }

    @Test
    void hundredDomainsAreTakenAndBlankOnesAreNot() {
        SearchRequest.builder()
                .q("q")
                .set("includeDomains", Collections.nCopies(100, "a.com"))
                .build();

        assertThatThrownBy(() -> SearchRequest.builder()
                        .q("q")
                        .set("excludeDomains", List.of("a", " "))
                        .build())
                .hasMessageContaining("excludeDomains");
    }

    @Test
    void fieldsMayBeJson() throws Exception {
        JsonNode json = new ObjectMapper()
                .readTree("{\"q\":\"a\",\"maxResults\":3,\"includeDomains\":[\"x\"],\"toDate\":null,"
                        + "\"structuredOutputSchema\":{\"type\":\"object\"}}");
        SearchRequest.Builder builder = SearchRequest.builder();
        json.properties().forEach(field -> builder.set(field.getKey(), field.getValue()));

        SearchRequest request = builder.build();

        assertThat(request.maxResults()).isEqualTo(3);
        assertThat(request.includeDomains()).containsExactly("x");
        assertThat(request.structuredOutputSchema().json()).isEqualTo(SCHEMA);
    }

    @Test
    void languageOfTheMachineDoesNotMatter() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertThat(ApiValue.find(ResearchMode.class, "INVESTIGATE")).contains(ResearchMode.INVESTIGATE);
            assertThatThrownBy(
                            () -> SearchRequest.builder().set("includeImages", JsonNodeFactory.instance.textNode("I")))
                    .hasMessageContaining("includeImages");
            assertThatThrownBy(() -> SearchRequest.builder().set("q", JsonNodeFactory.instance.missingNode()))
                    .hasMessageContaining("missing");
        } finally {
            Locale.setDefault(before);
        }
    }
}
