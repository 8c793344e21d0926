package io.github.camellinkup.engine.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.Depth;
import io.github.camellinkup.client.model.FetchMode;
import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.OutputType;
import io.github.camellinkup.client.model.ReasoningDepth;
import io.github.camellinkup.client.model.ResearchMode;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.StructuredOutputSchema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is stored of a request is what was asked, and nothing else can be made from it. */
class StoredRequestTest {

    static Stream<LinkupRequest> requests() {
        StructuredOutputSchema schema =
                new StructuredOutputSchema("{ \"type\" : \"object\", \"properties\" : {\"n\" : {\"const\" : 1.50}}}");
        return Stream.of(
                SearchRequest.builder()
                        .q("Who?\u0000 \"quoted\" 駱駝 \uD83D\uDC2A")
                        .build(),
                new SearchRequest(
                        " with blanks ",
                        Depth.DEEP,
                        OutputType.STRUCTURED,
                        schema,
                        false,
                        true,
                        false,
                        "2026-01-01",
                        "2026-02-01T10:00:00+02:00",
                        List.of("a.example", "b.example"),
                        List.of(),
                        7,
                        null),
                new FetchRequest(
                        "https://example.com/a|b?c=d",
                        true,
                        false,
                        true,
                        false,
                        FetchMode.PRO,
                        new StructuredOutputSchema("{\"type\":\"object\",\"n\":[1.50,12345678901234567890,1E+400]}"),
                        " Be brief ",
                        Map.of("wait", TextNode.valueOf("long"))),
                FetchRequest.builder().url("http://example.com").build(),
                new ResearchRequest(
                        "Why?",
                        OutputType.STRUCTURED,
                        ResearchMode.INVESTIGATE,
                        ReasoningDepth.XL,
                        schema,
                        true,
                        "2026-01-01",
                        null,
                        List.of("a.example"),
                        null,
                        null),
                SearchRequest.builder()
                        .sendUnknownFields()
                        .q("Who?")
                        .set("depth", "turbo")
                        .set("near", Map.of("lat", new BigDecimal("1.50"), "tags", List.of("a")))
                        .build(),
                ResearchRequest.builder().q("How?").build());
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestComesBackAsItWas(LinkupRequest request) {
        String json = StoredInput.write(request);

        assertThat(StoredInput.read(request.taskType().apiValue(), json)).isEqualTo(request);
    }

    @Test
    void anInputThatIsNoneIsRefused() {
        assertThatThrownBy(() -> StoredInput.read("extract", "{}")).hasMessageContaining("extract");
        assertThatThrownBy(() -> StoredInput.read("search", "{\"q\"")).hasMessageContaining("not JSON");
        assertThatThrownBy(() -> StoredInput.read("search", "{\"url\":\"x\"}")).hasMessageContaining("q: is required");
    }

    @Test
    void headersComeBackWithTheirTypes() {
        List<Object> values = Stream.of(
                        "text 駱駝",
                        "",
                        true,
                        17,
                        Integer.MIN_VALUE,
                        17L,
                        (short) 1,
                        (byte) -1,
                        1.5f,
                        Float.NaN,
                        0.1,
                        Double.NEGATIVE_INFINITY,
                        new BigDecimal("1.10"),
                        new BigInteger("123456789012345678901234567890"),
                        UUID.randomUUID(),
                        Instant.parse("2026-05-18T12:00:00.123456789Z"),
                        LocalDate.of(2026, 5, 18),
                        LocalTime.of(12, 0),
                        LocalDateTime.of(2026, 5, 18, 12, 0),
                        OffsetDateTime.parse("2026-05-18T12:00:00+02:00"),
                        ZonedDateTime.parse("2026-05-18T12:00:00+02:00[Europe/Paris]"),
                        Duration.ofMinutes(3),
                        new Date(1_234_567),
                        java.sql.Date.valueOf("2026-05-18"),
                        java.sql.Date.valueOf(LocalDate.of(12345, 6, 7)),
                        Timestamp.from(Instant.parse("2026-05-18T12:00:00.123456789Z")),
                        Arrays.asList("a", null, 1L, List.of(Map.of("long", "no type"))),
                        Map.of("map", Map.of("uuid", "no uuid")))
                .toList();
        Map<String, Object> headers = new LinkedHashMap<>();
        values.forEach(value -> headers.put("h" + headers.size(), value));

        Map<String, Object> read = StoredHeaders.read(StoredHeaders.write(headers));

        assertThat(read).isEqualTo(headers);
        read.forEach((name, value) -> {
            if (!(value instanceof List || value instanceof Map)) {
                assertThat(value).hasSameClassAs(headers.get(name));
            }
        });
        byte[] bytes = {0, 1, -1};
        assertThat(StoredHeaders.read(StoredHeaders.write(Map.of("b", bytes))).get("b"))
                .isEqualTo(bytes);
        assertThat(StoredHeaders.write(Map.of())).isNull();
        assertThat(StoredHeaders.read(null)).isEmpty();
    }

    @Test
    void aLargeHeaderComesBackWhole() {
        byte[] bytes = new byte[7_000_000];
        Arrays.fill(bytes, (byte) 7);

        Map<String, Object> read = StoredHeaders.read(StoredHeaders.write(Map.of("bytes", bytes)));

        assertThat(Arrays.equals((byte[]) read.get("bytes"), bytes)).isTrue();
    }

    static Stream<Object> tooLarge() {
        return Stream.of(new byte[20_000_000], "7".repeat(10_000_001), "駝".repeat(3_333_334));
    }

    @ParameterizedTest
    @MethodSource("tooLarge")
    void aHeaderThatIsTooLargeIsRefusedByItsName(Object value) {
        assertThatThrownBy(() -> StoredHeaders.write(Map.of("crmId", "small", "document", value, "more", 17)))
                .isInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining("header 'document'")
                .hasMessageContaining("10000000 bytes");
    }

    static Stream<Object> strangers() {
        List<Object> endless = new ArrayList<>();
        endless.add(endless);
        return Stream.of(
                new Object(),
                new AtomicInteger(),
                Thread.State.NEW,
                new Date(0) {},
                List.of((Object) new String[] {"a"}),
                Map.of(1, "a"),
                List.of(new StringBuilder("a")),
                "half of a pair \uD83D",
                "\u0000",
                Map.of("\u0000", "a"),
                endless);
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void anotherTypeIsRefusedByTheNameOfTheHeader(Object value) {
        assertThatThrownBy(() -> StoredHeaders.write(Map.of("crmId", value)))
                .isInstanceOf(LinkupInvalidRequestException.class)
                .hasMessageContaining("header 'crmId'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"a\":",
                "{\"a\":{}}",
                "{\"a\":{\"long\":\"1\",\"map\":{}}}",
                "{\"a\":{\"java.lang.ProcessBuilder\":\"ls\"}}",
                "{\"a\":{\"@class\":\"javax.script.ScriptEngineManager\"}}",
                "{\"a\":{\"long\":\"x\"}}"
            })
    void nothingElseIsMadeFromHeaders(String json) {
        assertThatThrownBy(() -> StoredHeaders.read(json)).isInstanceOf(IllegalArgumentException.class);
    }
}
