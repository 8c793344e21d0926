package io.github.camellinkup.client;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static io.github.camellinkup.client.ClientExtension.KEY;
import static io.github.camellinkup.client.ClientExtension.failure;
import static io.github.camellinkup.client.ClientExtension.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.exception.LinkupAuthenticationException;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.exception.LinkupResponseTooLargeException;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.exception.LinkupUnreadableAnswerException;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.TaskQuery;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Some gateways compress answers although the client asks for none. */
class CompressedAnswersTest {

    private static final SearchRequest SEARCH = SearchRequest.builder().q("q").build();
    private static final String ANSWER = "{\"answer\":\"" + "Café ".repeat(5_000) + "\",\"sources\":[]}";

    @RegisterExtension
    final ClientExtension api = new ClientExtension();

    @Test
    void noCompressionIsAskedFor() {
        api.server().stubFor(any(anyUrl()).willReturn(okJson("{}")));

        get(api.client().search(SEARCH));

        assertThat(api.server()
                        .getAllServeEvents()
                        .get(0)
                        .getRequest()
                        .header("Accept-Encoding")
                        .values())
                .containsExactly("identity");
    }

    @ParameterizedTest
    @CsvSource({
        "gzip, gzip",
        "x-gzip, gzip",
        "GZIP, gzip",
        "deflate, zlib",
        "deflate, deflate",
        "identity, none",
        "'', none",
        "gzip, none",
        "deflate, none"
    })
    void compressedAnswerIsRead(String header, String compression) {
        byte[] body = compressed(compression, ANSWER);

        try (RawServer server = new RawServer(() -> answer(200, header, body))) {
            assertThat(get(client(server, api.settings()).search(SEARCH)).json().toString())
                    .isEqualTo(ANSWER);
        }
    }

    @Test
    void answerWithoutABodyIsNone() {
        try (RawServer server = new RawServer(() -> answer(200, "deflate", new byte[0]))) {
            assertThat(failure(client(server, api.settings()).search(SEARCH)))
                    .isExactlyInstanceOf(LinkupUnreadableAnswerException.class)
                    .hasMessageContaining("empty");
        }
    }

    @ParameterizedTest
    @CsvSource({"gzip, gzip", "deflate, zlib", "deflate, deflate"})
    void limitOfTheSizeIsThatOfTheDecompressedAnswer(String header, String compression) {
        String bomb = "{\"answer\":\"" + "a".repeat(50_000_000) + "\"}";
        byte[] body = compressed(compression, bomb);
        assertThat(body.length).isLessThan(100_000);

        try (RawServer server = new RawServer(() -> answer(200, header, body))) {
            LinkupException failure = failure(
                    client(server, api.settings().maxResponseSize(1_000_000)).search(SEARCH));

            assertThat(failure)
                    .isExactlyInstanceOf(LinkupResponseTooLargeException.class)
                    .hasMessageContaining("maxResponseSize")
                    .hasMessageContaining("1000001 bytes or more, with 1000000 allowed");
            assertThat(failure.isPaid()).isTrue();
        }
    }

    @Test
    void answerOfJustTheLimitIsRead() {
        byte[] body = compressed("gzip", ANSWER);
        int size = ANSWER.getBytes(StandardCharsets.UTF_8).length;

        try (RawServer server = new RawServer(() -> answer(200, "gzip", body))) {
            assertThat(get(client(server, api.settings().maxResponseSize(size)).search(SEARCH)))
                    .isNotNull();
            assertThat(failure(client(server, api.settings().maxResponseSize(size - 1))
                            .search(SEARCH)))
                    .isInstanceOf(LinkupResponseTooLargeException.class);
        }
    }

    /** Whether the page is too large before it is decompressed or afterwards. */
    @ParameterizedTest
    @ValueSource(ints = {100, 10_000})
    void pageThatIsTooLargeTellsItsFirstTask(int limit) {
        String page = "{\"data\":[{\"id\":\"first\",\"type\":\"search\",\"status\":\"completed\",\"output\":\""
                + "a".repeat(1_000_000) + "\"}]}";
        byte[] body = compressed("gzip", page);

        try (RawServer server = new RawServer(() -> answer(200, "gzip", body))) {
            LinkupException failure = failure(client(server, api.settings().maxResponseSize(limit))
                    .listTasks(new TaskQuery(null, null, null, null, null, null)));

            assertThat(failure).isInstanceOfSatisfying(LinkupResponseTooLargeException.class, tooLarge -> assertThat(
                            tooLarge.getFirstTask().orElseThrow().id())
                    .isEqualTo("first"));
        }
    }

    @ParameterizedTest
    @CsvSource({"gzip, gzip", "deflate, zlib", "deflate, deflate"})
    void cutAnswerIsTriedAgainAsOneWhoseConnectionIsCut(String header, String compression) {
        byte[] whole = compressed(compression, ANSWER);
        byte[] cut = Arrays.copyOf(whole, whole.length / 2);

        assertTriedAgain(header, cut);
    }

    /** A gateway that damages answers does it each time, and a search is paid each time. */
    @Test
    void damagedAnswerIsNotTriedAgain() {
        byte[] damaged = compressed("gzip", ANSWER);
        damaged[damaged.length / 2] ^= 0x55;
        damaged[damaged.length - 6] ^= 0x55;

        try (RawServer server = new RawServer(() -> answer(200, "gzip", damaged))) {
            LinkupException failure =
                    failure(client(server, api.settings().maxRetries(2)).search(SEARCH));

            assertThat(failure)
                    .isExactlyInstanceOf(LinkupUnreadableAnswerException.class)
                    .hasMessageContaining("cannot be decompressed: it is damaged");
            assertThat(failure.isPaid()).isTrue();
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    private void assertTriedAgain(String header, byte[] body) {
        try (RawServer server = new RawServer(() -> answer(200, header, body))) {
            HttpLinkupClient client = client(server, api.settings().maxRetries(2));

            LinkupException failure = failure(client.search(SEARCH));

            assertThat(failure)
                    .isExactlyInstanceOf(LinkupUnknownException.class)
                    .hasMessageContaining("cannot be decompressed");
            assertThat(failure.isRetryable()).isTrue();
            assertThat(failure.isCertainlyNotProcessed()).isFalse();
            assertThat(server.requests()).isEqualTo(3);

            failure(client.createTasks(List.of(SEARCH)));
            assertThat(server.requests()).as("tasks may have been created").isEqualTo(4);
        }
    }

    @Test
    void unknownCompressionIsTold() {
        try (RawServer server = new RawServer(() -> answer(200, "br", new byte[] {1, 2, 3}))) {
            LinkupException failure =
                    failure(client(server, api.settings().maxRetries(2)).search(SEARCH));

            assertThat(failure)
                    .isExactlyInstanceOf(LinkupUnreadableAnswerException.class)
                    .hasMessageContaining("Content-Encoding");
            assertThat(failure.isPaid()).isTrue();
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"gzip, gzip", "deflate, zlib"})
    void compressedErrorIsAnError(String header, String compression) {
        byte[] body = compressed(
                compression,
                "{\"error\":{\"code\":\"VALIDATION_ERROR\",\"message\":\"Too odd, " + KEY + "\",\"details\":[]}}");

        try (RawServer server = new RawServer(() -> answer(400, header, body))) {
            assertThat(failure(client(server, api.settings()).search(SEARCH)))
                    .isExactlyInstanceOf(LinkupInvalidRequestException.class)
                    .hasMessageContaining("Too odd, ***");
        }
    }

    @Test
    void largeErrorIsReadToALimit() {
        byte[] body = compressed("gzip", "<html>Bomb" + "a".repeat(100_000_000));

        try (RawServer server = new RawServer(() -> answer(401, "gzip", body))) {
            assertThat(failure(client(server, api.settings()).search(SEARCH)))
                    .isExactlyInstanceOf(LinkupAuthenticationException.class)
                    .hasMessageContaining("<html>Bombaaa");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br"})
    void errorThatCannotBeDecompressedIsThatError(String header) {
        byte[] cut = Arrays.copyOf(compressed("gzip", "<html>"), 5);

        try (RawServer server = new RawServer(() -> answer(401, header, cut))) {
            assertThat(failure(client(server, api.settings()).search(SEARCH)))
                    .isExactlyInstanceOf(LinkupAuthenticationException.class);
        }
    }

    private HttpLinkupClient client(RawServer server, ClientExtension.Settings settings) {
        return api.client(settings.baseUrl(server.baseUrl()));
    }

    private static RawServer.Answer answer(int status, String encoding, byte[] body) {
        return out -> {
            out.write(
                    RawServer.ascii("HTTP/1.1 " + status + " S\r\nContent-Type: application/json\r\nContent-Encoding: "
                            + encoding + "\r\nContent-Length: " + body.length + "\r\n\r\n"));
            out.write(body);
        };
    }

    private static byte[] compressed(String compression, String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = compressing(compression, bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static OutputStream compressing(String compression, OutputStream out) throws IOException {
        return switch (compression) {
            case "gzip" -> new GZIPOutputStream(out);
            case "zlib" -> new DeflaterOutputStream(out);
            case "deflate" -> new DeflaterOutputStream(out, new Deflater(Deflater.DEFAULT_COMPRESSION, true));
            default -> out;
        };
    }
}
