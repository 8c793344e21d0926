package io.github.camellinkup.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static io.github.camellinkup.client.ClientExtension.failure;
import static io.github.camellinkup.client.ClientExtension.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupPaymentRequiredException;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.transport.HttpSettings;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentTest {

    private static final SearchRequest SEARCH = SearchRequest.builder().q("q").build();
    private static final JsonNode PAYLOAD =
            JsonNodeFactory.instance.objectNode().put("signature", "0xsigned");
    private static final String SIGNATURE = base64("{\"signature\":\"0xsigned\"}");

    @RegisterExtension
    final ClientExtension api = new ClientExtension();

    @Test
    void callIsSignedAndSentOnceMore() {
        asks(base64("{\"accepts\":[{\"scheme\":\"exact\"}]}"));
        paid(okJson("{\"answer\":\"a\"}"));
        List<JsonNode> asked = new CopyOnWriteArrayList<>();
        List<ApiOperation> admitted = new CopyOnWriteArrayList<>();

        get(api.client(
                        api.settings().signer(required -> {
                            asked.add(required);
                            return CompletableFuture.completedFuture(PAYLOAD);
                        }),
                        api.http(new HttpSettings()),
                        (operation, again) -> {
                            admitted.add(operation);
                            return CompletableFuture.completedFuture(CallLimiter.Pass.FREE);
                        })
                .search(SEARCH));

        assertThat(asked).singleElement().satisfies(required -> assertThat(
                        required.at("/accepts/0/scheme").asText())
                .isEqualTo("exact"));
        assertThat(admitted).hasSize(2);
        api.server().verify(2, postRequestedFor(anyUrl()).withHeader("Authorization", absent()));
        api.server()
                .verify(
                        1,
                        postRequestedFor(anyUrl())
                                .withHeader("payment-signature", equalTo(SIGNATURE))
                                .withRequestBody(WireMock.matchingJsonPath("$.q")));
    }

    @Test
    void secondDemandIsAnError() {
        asks(base64("{}"));
        paid(aResponse().withStatus(402).withHeader("payment-required", base64("{}")));

        assertThat(failure(client(required -> CompletableFuture.completedFuture(PAYLOAD))
                        .search(SEARCH)))
                .isInstanceOf(LinkupPaymentRequiredException.class);
        assertThat(requests()).isEqualTo(2);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "***", "e30x", "W10="})
    void demandThatCannotBeReadIsAnError(String header) {
        asks(header);

        LinkupException failure = failure(
                client(required -> CompletableFuture.completedFuture(PAYLOAD)).search(SEARCH));

        assertThat(failure)
                .isInstanceOf(LinkupPaymentRequiredException.class)
                .hasMessageContaining("payment-required")
                .hasMessageContaining("HTTP 402");
        assertThat(failure.isCertainlyNotProcessed()).isTrue();
        assertThat(requests()).isEqualTo(1);
    }

    static Stream<Arguments> failingSigners() {
        return Stream.of(
                arguments((PaymentSigner) required -> {
                    throw new IllegalStateException("wallet is empty");
                }),
                arguments((PaymentSigner)
                        required -> CompletableFuture.failedFuture(new IllegalStateException("wallet is empty"))),
                arguments((PaymentSigner) required -> CompletableFuture.<JsonNode>supplyAsync(() -> {
                    throw new IllegalStateException("wallet is empty");
                })));
    }

    @ParameterizedTest
    @MethodSource("failingSigners")
    void signerThatFailsFailsTheCall(PaymentSigner signer) {
        asks(base64("{}"));

        assertThat(failure(client(signer).search(SEARCH)))
                .isInstanceOf(LinkupPaymentRequiredException.class)
                .hasMessageContaining("wallet is empty");
    }

    @Test
    void signerThatAnswersNullFailsTheCall() {
        asks(base64("{}"));

        assertThat(failure(client(required -> null).search(SEARCH)))
                .isInstanceOf(LinkupPaymentRequiredException.class)
                .hasMessageContaining("answered null");
        assertThat(failure(client(required -> CompletableFuture.completedFuture(null))
                        .search(SEARCH)))
                .isInstanceOf(LinkupPaymentRequiredException.class)
                .hasMessageContaining("null");
    }

    @Test
    void paymentThatMayHaveBeenTakenIsNotMadeAgain() {
        asks(base64("{}"));
        paid(aResponse().withStatus(502).withBody("got " + SIGNATURE));

        LinkupException failure = failure(
                api.client(api.settings().maxRetries(3).signer(required -> CompletableFuture.completedFuture(PAYLOAD)))
                        .search(SEARCH));

        assertThat(failure.isPaid()).isTrue();
        assertThat(failure.getStatusCode()).isEqualTo(502);
        assertThat(failure).hasMessageContaining("got ***").hasMessageNotContaining(SIGNATURE);
        assertThat(requests()).isEqualTo(2);
    }

    @Test
    void withoutSignerADemandIsAnError() {
        asks(base64("{}"));

        assertThat(failure(api.client().search(SEARCH))).isInstanceOf(LinkupPaymentRequiredException.class);
        assertThat(requests()).isEqualTo(1);
    }

    private LinkupClient client(PaymentSigner signer) {
        return api.client(api.settings().signer(signer));
    }

    private void asks(String header) {
        ResponseDefinitionBuilder demand = aResponse().withStatus(402);
        api.server()
                .stubFor(any(anyUrl())
                        .willReturn(header == null ? demand : demand.withHeader("payment-required", header)));
    }

    private void paid(ResponseDefinitionBuilder response) {
        api.server()
                .stubFor(any(anyUrl())
                        .withHeader("payment-signature", equalTo(SIGNATURE))
                        .willReturn(response));
    }

    private int requests() {
        return api.server().getAllServeEvents().size();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
