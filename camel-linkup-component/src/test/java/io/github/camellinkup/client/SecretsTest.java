package io.github.camellinkup.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static io.github.camellinkup.client.ClientExtension.KEY;
import static io.github.camellinkup.client.ClientExtension.failure;
import static io.github.camellinkup.client.ClientExtension.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.transport.HttpSettings;
import io.github.camellinkup.client.transport.MaskedHeader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    private static final SearchRequest SEARCH = SearchRequest.builder().q("q").build();
    private static final String PASSWORD = "proxy-secret-987";
    private static final String SIGNATURE = base64("{\"signature\":\"0xsigned\"}");

    @RegisterExtension
    final ClientExtension api = new ClientExtension(options -> options.dynamicHttpsPort()
            .keystorePath(TestCertificate.path())
            .keystoreType("PKCS12")
            .keystorePassword(TestCertificate.PASSWORD)
            .keyManagerPassword(TestCertificate.PASSWORD));

    private LogCapture log;

    @BeforeEach
    void capture() {
        log = new LogCapture();
    }

    @AfterEach
    void nothingLoggedHoldsASecret() {
        log.close();
        assertThat(log.lines())
                .as("headers are logged at all")
                .anyMatch(line -> line.contains("org.apache.hc.client5.http.headers"));
        assertThat(log.lines()).noneMatch(SecretsTest::holdsASecret);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "X-Api-Key"})
    void keyOfASuccessIsNotLogged(String authHeader) {
        answer(okJson("{}"));

        get(api.client(api.settings().authHeader(authHeader)).search(SEARCH));

        assertThat(log.lines()).anyMatch(line -> line.endsWith(authHeader + ": ***"));
    }

    @ParameterizedTest
    @CsvSource({"401, 0", "500, 2", "429, 2", "302, 0"})
    void keyOfAnErrorIsNeitherLoggedNorInTheException(int status, int maxRetries) {
        answer(aResponse().withStatus(status).withBody("key " + KEY));

        assertClean(failure(api.client(api.settings().maxRetries(maxRetries)).search(SEARCH)));
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void keyOfACutCallIsNeitherLoggedNorInTheException(Fault fault) {
        answer(aResponse().withFault(fault));

        assertClean(failure(api.client(api.settings().maxRetries(1)).search(SEARCH)));
    }

    @Test
    void keyOfATimeoutIsNeitherLoggedNorInTheException() {
        answer(okJson("{}").withFixedDelay(20_000));

        assertClean(failure(api.client(api.settings().requestTimeout(Duration.ofMillis(300)))
                .search(SEARCH)));
    }

    @Test
    void keyInAnUnreadableOrTooLargeAnswerIsNotInTheException() {
        answer(okJson("{\"a\": " + KEY));

        assertClean(failure(api.client().search(SEARCH)));
        assertClean(failure(api.client(api.settings().maxResponseSize(10)).search(SEARCH)));
    }

    @Test
    void paymentIsNeitherLoggedNorInTheException() {
        answer(aResponse()
                .withStatus(402)
                .withHeader("payment-required", base64("{}"))
                .withBody("paid with " + SIGNATURE));

        assertClean(failure(api.client(api.settings()
                        .signer(required -> CompletableFuture.completedFuture(
                                JsonNodeFactory.instance.objectNode().put("signature", "0xsigned"))))
                .search(SEARCH)));

        assertThat(log.lines()).anyMatch(line -> line.endsWith("payment-signature: ***"));
    }

    @ParameterizedTest
    @CsvSource({"true, Basic", "false, Basic", "true, Digest", "false, Digest"})
    void passwordOfTheProxyIsNotLogged(boolean tls, String method) throws IOException {
        answer(okJson("{}"));
        String challenge = method + " realm=\"r\"" + (method.equals("Digest") ? ", nonce=\"n\", qop=\"auth\"" : "");
        try (TestProxy proxy = new TestProxy(challenge, method)) {
            get(api.client(
                            tls ? https() : api.settings(),
                            new HttpSettings()
                                    .sslContext(TestCertificate.trusting())
                                    .proxy("localhost", proxy.port())
                                    .proxyAuthMethod(method)
                                    .proxyAuth("user", PASSWORD))
                    .search(SEARCH));
        }
    }

    @Test
    void textFormsHoldNoSecret() {
        answer(okJson("{}"));
        HttpLinkupClient client = api.client();
        get(client.search(SEARCH));

        assertThat(List.of(
                        api.settings().build().toString(),
                        client.toString(),
                        new MaskedHeader("Authorization", KEY).toString()))
                .noneMatch(SecretsTest::holdsASecret);
    }

    private static void assertClean(LinkupException failure) {
        assertThat(LogCapture.text(failure))
                .satisfies(text -> assertThat(holdsASecret(text)).as(text).isFalse());
    }

    /** Even half a secret is one. */
    private static boolean holdsASecret(String text) {
        return text.contains(KEY.substring(0, 12))
                || text.contains(PASSWORD)
                || text.contains(base64("user:" + PASSWORD))
                || text.contains(SIGNATURE)
                || text.contains("0xsigned");
    }

    private ClientExtension.Settings https() {
        return api.settings().baseUrl("https://localhost:" + api.server().httpsPort() + "/v1");
    }

    private void answer(ResponseDefinitionBuilder response) {
        api.server().stubFor(any(anyUrl()).willReturn(response));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
