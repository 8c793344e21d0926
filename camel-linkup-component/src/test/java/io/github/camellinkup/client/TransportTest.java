package io.github.camellinkup.client;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static io.github.camellinkup.client.ClientExtension.failure;
import static io.github.camellinkup.client.ClientExtension.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupTimeoutException;
import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.transport.HttpSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransportTest {

    private static final SearchRequest SEARCH = SearchRequest.builder().q("q").build();
    private static final FetchRequest FETCH =
            FetchRequest.builder().url("http://a.b").build();
    private static final String PASSWORD = "proxy-secret-987";
    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString(("user:" + PASSWORD).getBytes(StandardCharsets.UTF_8));

    @RegisterExtension
    final ClientExtension api = new ClientExtension(options -> options.dynamicHttpsPort()
            .keystorePath(TestCertificate.path())
            .keystoreType("PKCS12")
            .keystorePassword(TestCertificate.PASSWORD)
            .keyManagerPassword(TestCertificate.PASSWORD)
            .asynchronousResponseEnabled(true));

    /** At DEBUG there is no HTTP/2. */
    @BeforeEach
    void quiet() {
        Configurator.setLevel("org.apache.hc", Level.INFO);
    }

    @AfterEach
    void asBefore() {
        Configurator.setLevel("org.apache.hc", (Level) null);
    }

    @ParameterizedTest
    @CsvSource({"NEGOTIATE, HTTP/2.0", "FORCE_HTTP_2, HTTP/2.0", "FORCE_HTTP_1, HTTP/1.1"})
    void callsOverTlsSpeakTheVersionThatThePolicySays(HttpVersionPolicy policy, String protocol) {
        answer(0);

        get(api.client(https(), trusting().httpVersionPolicy(policy).build()).search(SEARCH));

        assertThat(api.server().getAllServeEvents().get(0).getRequest().getProtocol())
                .isEqualTo(protocol);
    }

    @Test
    void unlessAskedToTheyDoNotShareAConnection() {
        answer(0);

        get(api.client(https(), trusting().build()).search(SEARCH));

        assertThat(api.server().getAllServeEvents().get(0).getRequest().getProtocol())
                .isEqualTo("HTTP/1.1");
    }

    @Test
    void manyCallsAtATimeShareOneHttp2Connection() {
        answer(0);
        api.server().stubFor(WireMock.post("/v1/fetch").willReturn(okJson("{}").withFixedDelay(20_000)));
        HttpLinkupClient client = api.client(
                https(),
                trustingHttp2()
                        .connectionsPerRoute(1)
                        .connectionRequestTimeout(Duration.ofSeconds(5))
                        .build());
        get(client.search(SEARCH));
        CompletionStage<?> holding = client.fetch(FETCH);
        api.awaitReceived(2);

        List<CompletionStage<?>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(client.search(SEARCH));
        }

        calls.forEach(ClientExtension::get);
        assertThat(holding.toCompletableFuture()).isNotDone();
    }

    @Test
    void callThatTimesOutDoesNotCutTheOthersOnItsConnection() {
        api.server().stubFor(WireMock.post("/v1/search").willReturn(okJson("{}").withFixedDelay(3000)));
        api.server().stubFor(WireMock.post("/v1/fetch").willReturn(okJson("{}").withFixedDelay(20_000)));
        api.server().stubFor(WireMock.get("/v1/credits/balance").willReturn(okJson("{\"balance\":1}")));
        CloseableHttpAsyncClient http =
                api.http(trustingHttp2().connectionsPerRoute(1).build());
        HttpLinkupClient patient = api.client(https(), http, CallGate.OPEN);
        HttpLinkupClient hurried = api.client(https().requestTimeout(Duration.ofMillis(400)), http, CallGate.OPEN);
        get(patient.creditBalance());

        CompletionStage<?> slow = patient.search(SEARCH);
        api.awaitReceived(2);
        CompletionStage<?> hurrying = hurried.fetch(FETCH);
        api.awaitReceived(3);

        assertThat(failure(hurrying)).isInstanceOf(LinkupTimeoutException.class);
        assertThat(slow.toCompletableFuture()).isNotDone();
        get(slow);
        get(patient.creditBalance());
    }

    @Test
    void answerThatIsTooLargeDoesNotCutTheOthersOnItsConnection() {
        api.server().stubFor(WireMock.post("/v1/search").willReturn(okJson("{}").withFixedDelay(1000)));
        api.server().stubFor(WireMock.post("/v1/fetch").willReturn(okJson("x".repeat(500_000))));
        api.server().stubFor(WireMock.get("/v1/credits/balance").willReturn(okJson("{\"balance\":1}")));
        HttpLinkupClient client = api.client(
                https().maxResponseSize(1000),
                trustingHttp2().connectionsPerRoute(1).build());
        get(client.creditBalance());

        CompletionStage<?> slow = client.search(SEARCH);
        api.awaitReceived(2);
        LinkupException failure = failure(client.fetch(FETCH));

        assertThat(failure).hasMessageContaining("maxResponseSize");
        get(slow);
    }

    @Test
    void certificateThatIsNotTrustedNamesTheOption() {
        LinkupException failure =
                failure(api.client(https(), HttpSettings.builder().build()).createTasks(List.of(SEARCH)));

        assertThat(failure).hasMessageContaining("sslContextParameters");
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure.isCertainlyNotProcessed()).isTrue();
        assertThat(api.server().getAllServeEvents()).isEmpty();
    }

    @Test
    void nameOfTheServerIsChecked() {
        ClientExtension.Settings byAddress =
                api.settings().baseUrl("https://127.0.0.1:" + api.server().httpsPort() + "/v1");
        answer(0);

        assertThat(failure(api.client(byAddress, trusting().build()).search(SEARCH)))
                .hasMessageContaining("sslContextParameters");
        get(api.client(
                        byAddress,
                        trusting().hostnameVerifier((host, session) -> true).build())
                .search(SEARCH));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callsGoThroughTheProxyWithItsUser(boolean tls) throws IOException {
        answer(0);
        try (TestProxy proxy = new TestProxy("Basic realm=\"r\"", BASIC)) {
            HttpLinkupClient client = api.client(
                    tls ? https() : api.settings(),
                    trusting()
                            .proxy("localhost", proxy.port())
                            .proxyAuth("user", PASSWORD)
                            .build());

            get(client.search(SEARCH));

            assertThat(proxy.heads())
                    .singleElement()
                    .asString()
                    .startsWith(tls ? "CONNECT localhost:" : "POST http://localhost:")
                    .contains(BASIC);
            assertThat(api.server()
                            .getAllServeEvents()
                            .get(0)
                            .getRequest()
                            .header("Proxy-Authorization")
                            .isPresent())
                    .isEqualTo(!tls);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void proxyMayAskByDigest(boolean tls) throws IOException {
        answer(0);
        try (TestProxy proxy = new TestProxy(
                "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=MD5", "Digest username=\"user\"")) {
            HttpLinkupClient client = api.client(
                    tls ? https() : api.settings(),
                    trusting()
                            .proxy("localhost", proxy.port())
                            .proxyAuthMethod("Digest")
                            .proxyAuth("user", PASSWORD)
                            .build());

            get(client.search(SEARCH));

            assertThat(proxy.heads()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void proxyThatDoesNotAcceptItsUserNamesTheOptions(boolean tls) throws IOException {
        try (TestProxy proxy = new TestProxy("Basic realm=\"r\"", "Basic something else")) {
            LinkupException failure = failure(api.client(
                            tls ? https() : api.settings(),
                            trusting()
                                    .proxy("localhost", proxy.port())
                                    .proxyAuth("user", PASSWORD)
                                    .build())
                    .createTasks(List.of(SEARCH)));

            assertThat(failure).hasMessageContaining("proxyAuthUsername").hasMessageNotContaining(PASSWORD);
            assertThat(failure.isCertainlyNotProcessed()).isTrue();
        }
    }

    @Test
    void hostsThatNeedNoProxyAreCalledDirectly() throws IOException {
        answer(0);
        try (TestProxy proxy = new TestProxy(null, null)) {
            get(api.client(
                            api.settings(),
                            HttpSettings.builder()
                                    .proxy("localhost", proxy.port())
                                    .nonProxyHosts(Set.of("*.example.com", "local*"))
                                    .build())
                    .search(SEARCH));

            assertThat(proxy.heads()).isEmpty();
        }
    }

    @Test
    void connectionsAreUsedAgain() {
        answer(0);
        HttpLinkupClient client = api.client(
                api.settings(), HttpSettings.builder().connectionsPerRoute(1).build());

        for (int i = 0; i < 5; i++) {
            get(client.search(SEARCH));
        }

        assertThat(api.server().getAllServeEvents()).hasSize(5);
    }

    @Test
    void settingsDoNotShowThePassword() {
        HttpSettings settings = HttpSettings.builder()
                .proxy("proxy.example.com", 3128)
                .proxyAuth("user", PASSWORD)
                .build();

        assertThat(settings.toString()).contains("proxy.example.com").doesNotContain(PASSWORD);
    }

    @Test
    void settingsThatMakeNoSenseAreNamed() {
        assertThatThrownBy(() -> HttpSettings.builder().proxy("proxy", 0).build())
                .hasMessageContaining("proxyPort");
        assertThatThrownBy(() -> HttpSettings.builder().proxyAuthMethod("NTLM").build())
                .hasMessageContaining("proxyAuthMethod");
    }

    private ClientExtension.Settings https() {
        return api.settings().baseUrl("https://localhost:" + api.server().httpsPort() + "/v1");
    }

    private static HttpSettings.Builder trusting() {
        return HttpSettings.builder().sslContext(TestCertificate.trusting());
    }

    private static HttpSettings.Builder trustingHttp2() {
        return trusting().httpVersionPolicy(HttpVersionPolicy.NEGOTIATE);
    }

    private void answer(int delay) {
        api.server().stubFor(any(anyUrl()).willReturn(okJson("{}").withFixedDelay(delay)));
    }
}
