package io.github.camellinkup.client;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static io.github.camellinkup.client.ClientExtension.failure;
import static io.github.camellinkup.client.ClientExtension.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.transport.HttpSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportTest {

    private static final SearchRequest SEARCH = SearchRequest.builder().q("q").build();
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

    @Test
    void callsOverTlsSpeakHttp1AlsoWhereTheServerOffersHttp2() {
        answer(0);

        get(api.client(https(), trusting()).search(SEARCH));

        assertThat(api.server().getAllServeEvents().get(0).getRequest().getProtocol())
                .isEqualTo("HTTP/1.1");
    }

    @Test
    void certificateThatIsNotTrustedNamesTheOption() {
        LinkupException failure =
                failure(api.client(https(), new HttpSettings()).createTasks(List.of(SEARCH)));

        assertThat(failure).hasMessageContaining("sslContextParameters");
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure.isCertainlyNotProcessed()).isTrue();
        assertThat(api.server().getAllServeEvents()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void refusedConnectionNamesTheAddressAndItsOption(String scheme) throws IOException {
        String address;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = scheme + "://localhost:" + closed.getLocalPort();
        }

        LinkupException failure = failure(
                api.client(api.settings().baseUrl(address + "/v1"), trusting()).createTasks(List.of(SEARCH)));

        assertThat(failure)
                .hasMessageContaining("No connection to " + address + " could be made")
                .hasMessageContaining("baseUrl");
        assertThat(failure.isCertainlyNotProcessed()).isTrue();
    }

    @Test
    void httpsToAPortThatSpeaksHttpNamesTheOption() {
        ClientExtension.Settings wrongScheme =
                api.settings().baseUrl("https://localhost:" + api.server().port() + "/v1");

        LinkupException failure = failure(api.client(wrongScheme, trusting()).createTasks(List.of(SEARCH)));

        assertThat(failure)
                .hasMessageContaining("https://localhost:" + api.server().port())
                .hasMessageContaining("whether the port of the option baseUrl speaks https");
        assertThat(failure.isCertainlyNotProcessed()).isTrue();
    }

    @Test
    void httpToAPortThatSpeaksHttpsNamesTheOption() {
        ClientExtension.Settings wrongScheme =
                api.settings().baseUrl("http://localhost:" + api.server().httpsPort() + "/v1");

        LinkupException failure = failure(api.client(wrongScheme, trusting()).createTasks(List.of(SEARCH)));

        assertThat(failure).hasMessageContaining("baseUrl").hasMessageContaining("https");
    }

    @Test
    void nameOfTheServerIsChecked() {
        ClientExtension.Settings byAddress =
                api.settings().baseUrl("https://127.0.0.1:" + api.server().httpsPort() + "/v1");
        answer(0);

        assertThat(failure(api.client(byAddress, trusting()).search(SEARCH)))
                .hasMessageContaining("sslContextParameters");
        get(api.client(byAddress, trusting().hostnameVerifier((host, session) -> true))
                .search(SEARCH));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callsGoThroughTheProxyWithItsUser(boolean tls) throws IOException {
        answer(0);
        try (TestProxy proxy = new TestProxy("Basic realm=\"r\"", BASIC)) {
            HttpLinkupClient client = api.client(
                    tls ? https() : api.settings(),
                    trusting().proxy("localhost", proxy.port()).proxyAuth("user", PASSWORD));

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
                            .proxyAuth("user", PASSWORD));

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
                            trusting().proxy("localhost", proxy.port()).proxyAuth("user", PASSWORD))
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
                            new HttpSettings()
                                    .proxy("localhost", proxy.port())
                                    .nonProxyHosts(Set.of("*.example.com", "local*")))
                    .search(SEARCH));

            assertThat(proxy.heads()).isEmpty();
        }
    }

    @Test
    void connectionsAreUsedAgain() {
        answer(0);
        HttpLinkupClient client = api.client(api.settings(), new HttpSettings().connectionsPerRoute(1));

        for (int i = 0; i < 5; i++) {
            get(client.search(SEARCH));
        }

        assertThat(api.server().getAllServeEvents()).hasSize(5);
    }

    @Test
    void settingsThatMakeNoSenseAreNamed() {
        assertThatThrownBy(() -> new HttpSettings().proxy("proxy", 0)).hasMessageContaining("proxyPort");
        assertThatThrownBy(() -> new HttpSettings().proxyAuthMethod("NTLM")).hasMessageContaining("proxyAuthMethod");
    }

    private ClientExtension.Settings https() {
        return api.settings().baseUrl("https://localhost:" + api.server().httpsPort() + "/v1");
    }

    private static HttpSettings trusting() {
        return new HttpSettings().sslContext(TestCertificate.trusting());
    }

    private void answer(int delay) {
        api.server().stubFor(any(anyUrl()).willReturn(okJson("{}").withFixedDelay(delay)));
    }
}
