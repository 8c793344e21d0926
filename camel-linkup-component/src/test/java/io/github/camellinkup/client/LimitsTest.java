package io.github.camellinkup.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static io.github.camellinkup.client.ClientExtension.failure;
import static io.github.camellinkup.client.ClientExtension.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupResponseTooLargeException;
import io.github.camellinkup.client.exception.LinkupTimeoutException;
import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.transport.HttpSettings;
import io.github.camellinkup.client.transport.RenewingHttpClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How large an answer may be, and how long a call may take. */
class LimitsTest {

    private static final SearchRequest SEARCH = SearchRequest.builder().q("q").build();

    @RegisterExtension
    final ClientExtension api = new ClientExtension();

    @Test
    void answerAsLargeAsAllowedIsTaken() {
        api.server().stubFor(any(anyUrl()).willReturn(okJson("{\"answer\":\"" + "x".repeat(985) + "\"}")));

        assertThat(get(api.client(api.settings().maxResponseSize(998)).search(SEARCH))
                        .json()
                        .length())
                .isEqualTo(998);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void largerAnswerNamesTheOptionAndBothSizes(boolean lengthTold) {
        api.server()
                .stubFor(any(anyUrl())
                        .willReturn(
                                lengthTold
                                        ? okJson("x".repeat(3_000_000)).withHeader("Content-Length", "3000000")
                                        : okJson("x".repeat(3_000_000)).withChunkedDribbleDelay(3, 30)));

        LinkupException failure =
                failure(api.client(api.settings().maxResponseSize(1_000_000).maxRetries(3))
                        .createTasks(List.of(SEARCH)));

        assertThat(failure)
                .isExactlyInstanceOf(LinkupResponseTooLargeException.class)
                .hasMessageContaining("maxResponseSize")
                .hasMessageContaining("1000000")
                .hasMessageMatching(lengthTold ? ".*3000000 bytes.*" : ".*1\\d{6} bytes or more.*|.*2\\d{6} bytes.*");
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure.isCertainlyNotProcessed()).isFalse();
        assertThat(api.server().getAllServeEvents()).hasSize(1);
    }

    @Test
    void largePageOfTextIsTaken() {
        String markdown = "x".repeat(25_000_000);
        api.server().stubFor(any(anyUrl()).willReturn(okJson("{\"markdown\":\"" + markdown + "\"}")));

        assertThat(get(api.client()
                                .fetch(FetchRequest.builder().url("http://a.b").build()))
                        .markdown())
                .hasSize(25_000_000);
    }

    /** 100 MB are 133,333,336 characters in base64, and the default is 104,857,600 bytes. */
    @Test
    void largestFileThatLinkupReadsNeedsAHigherLimit() {
        try (RawServer server =
                new RawServer(() -> RawServer.text("HTTP/1.1 200 OK\r\nContent-Length: 133333400\r\n\r\n{"))) {
            LinkupException failure = failure(api.client(
                            api.settings().baseUrl(server.baseUrl()).maxResponseSize(104_857_600))
                    .fetch(FetchRequest.builder().url("http://a.b/report.pdf").build()));

            assertThat(failure)
                    .isInstanceOf(LinkupResponseTooLargeException.class)
                    .hasMessageContaining("larger than the option maxResponseSize allows")
                    .hasMessageContaining("133333400 bytes or more, with 104857600 allowed")
                    .hasMessageContaining("Set the option higher")
                    .hasMessageContaining("base64");
            assertThat(failure.isPaid()).isTrue();
        }
    }

    @Test
    void ofALargeErrorOnlyTheBeginningIsRead() {
        api.server()
                .stubFor(any(anyUrl())
                        .willReturn(aResponse().withStatus(500).withBody("<html>" + "x".repeat(5_000_000))));

        assertThat(failure(api.client(api.settings().maxResponseSize(1000)).search(SEARCH)))
                .hasMessageContaining("<html>xxx");
    }

    @Test
    void silentServerEndsInATimeoutThatNamesTheOption() {
        api.server().stubFor(any(anyUrl()).willReturn(okJson("{}").withFixedDelay(20_000)));

        LinkupException failure = failure(api.client(api.settings().requestTimeout(Duration.ofMillis(300)))
                .search(SEARCH));

        assertThat(failure)
                .isInstanceOf(LinkupTimeoutException.class)
                .hasMessageContaining("requestTimeout")
                .hasMessageContaining("300 ms");
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure.isCertainlyNotProcessed()).isFalse();
    }

    @Test
    void bodyThatDripsSlowlyIsBoundedByTheSameTimeout() {
        api.server()
                .stubFor(any(anyUrl())
                        .willReturn(okJson("{\"answer\":\"" + "x".repeat(1000) + "\"}")
                                .withChunkedDribbleDelay(100, 20_000)));

        assertThat(failure(api.client(api.settings().requestTimeout(Duration.ofMillis(500)))
                        .search(SEARCH)))
                .isInstanceOf(LinkupTimeoutException.class);
    }

    @Test
    void callThatTimesOutBeforeItWasSentIsCertainlyNotProcessed() {
        api.server().stubFor(any(anyUrl()).willReturn(okJson("[]").withFixedDelay(20_000)));
        RenewingHttpClient http = api.http(new HttpSettings().connectionsPerRoute(1));
        CompletableFuture<?> first = api.client(api.settings(), http, CallLimiter.OPEN)
                .createTasks(List.of(SEARCH))
                .toCompletableFuture();
        api.awaitReceived(1);

        LinkupException waiting =
                failure(api.client(api.settings().requestTimeout(Duration.ofMillis(300)), http, CallLimiter.OPEN)
                        .createTasks(List.of(SEARCH)));

        assertThat(waiting).isInstanceOf(LinkupTimeoutException.class).hasMessageContaining("waiting for a connection");
        assertThat(waiting.isCertainlyNotProcessed()).isTrue();
        assertThat(first).isNotDone();
    }

    @Test
    void callThatFindsNoFreeConnectionNamesTheOptions() {
        api.server().stubFor(any(anyUrl()).willReturn(okJson("{}").withFixedDelay(5_000)));
        HttpLinkupClient client = api.client(
                api.settings(),
                new HttpSettings().connectionsPerRoute(1).connectionRequestTimeout(Duration.ofMillis(100)));
        client.search(SEARCH);
        api.awaitReceived(1);

        LinkupException failure = failure(client.search(SEARCH));

        assertThat(failure)
                .isInstanceOf(LinkupTimeoutException.class)
                .hasMessageContaining("connectionsPerRoute")
                .hasMessageContaining("connectionRequestTimeout");
        assertThat(failure.isCertainlyNotProcessed()).isTrue();
    }

    @Test
    void serverThatIsSilentForLongerThanTheResponseTimeoutIsGivenUp() {
        api.server().stubFor(any(anyUrl()).willReturn(okJson("{}").withFixedDelay(20_000)));

        LinkupException failure =
                failure(api.client(api.settings(), new HttpSettings().responseTimeout(Duration.ofMillis(200)))
                        .createTasks(List.of(SEARCH)));

        assertThat(failure).isInstanceOf(LinkupTimeoutException.class).hasMessageContaining("responseTimeout");
        assertThat(failure.isCertainlyNotProcessed()).isFalse();
    }

    @Test
    void connectionThatIsNotMadeInTimeNamesTheOption() throws IOException {
        // A listener that accepts no connection leaves, with its queue full, further callers waiting.
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HttpLinkupClient client = api.client(
                    api.settings().baseUrl("http://127.0.0.1:" + deaf.getLocalPort()),
                    new HttpSettings().connectTimeout(Duration.ofMillis(300)));
            List<CompletableFuture<?>> calls = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                calls.add(client.createTasks(List.of(SEARCH)).toCompletableFuture());
            }

            LinkupException failure = failure(calls.get(5));

            assertThat(failure).isInstanceOf(LinkupTimeoutException.class).hasMessageContaining("connectTimeout");
            assertThat(failure.isCertainlyNotProcessed()).isTrue();
        }
    }

    @Test
    void unknownHostSaysToCheckTheAddress() {
        LinkupException failure = failure(
                api.client(api.settings().baseUrl("http://nowhere.invalid/v1")).search(SEARCH));

        assertThat(failure).hasMessageContaining("baseUrl");
        assertThat(failure.isCertainlyNotProcessed()).isTrue();
    }
}
