package io.github.camellinkup.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PaymentsTest {

    private static final String PAYLOAD = "{\"x402Version\":2,\"payload\":{\"signature\":\"0x01\"}}";

    @RegisterExtension
    static final LinkupStandInExtension LINKUP =
            new LinkupStandInExtension(LinkupStandIn.builder().payByCall());

    private LinkupStandIn standIn;

    @BeforeEach
    void connect(LinkupStandIn running) {
        standIn = running;
    }

    @Test
    void aCallWithoutKeyIsToldWhatToPay() throws Exception {
        Wire.Answer answer = Wire.to(standIn, new String[0]).post("/search", Wire.search("x"));

        assertThat(answer.status()).isEqualTo(402);
        JsonNode asked = Json.parse(
                new String(Base64.getDecoder().decode(answer.header("payment-required")), StandardCharsets.UTF_8));
        assertThat(asked.get("x402Version").asInt()).isEqualTo(2);
        assertThat(asked.at("/resource/url").asText()).isEqualTo(standIn.baseUrl() + "/search");
        JsonNode accepted = asked.at("/accepts/0");
        assertThat(accepted.get("scheme").asText()).isEqualTo("exact");
        assertThat(accepted.get("network").asText()).isEqualTo("eip155:8453");
        assertThat(accepted.get("amount").asText()).isEqualTo("10000");
        assertThat(accepted.get("asset").asText()).startsWith("0x").hasSize(42);
        assertThat(accepted.get("payTo").asText()).startsWith("0x").hasSize(42);
    }

    @Test
    void aPaidCallIsServedAndThePaymentIsKept() throws Exception {
        assertThat(paying(PAYLOAD).post("/search", Wire.search("x")).status()).isEqualTo(200);
        assertThat(standIn.payments()).containsExactly(Json.parse(PAYLOAD));
    }

    @Test
    void aPaymentThatIsRefusedOrUnreadableIsAskedForAgain() throws Exception {
        assertThat(Wire.to(standIn, "payment-signature", "*")
                        .post("/search", Wire.search("x"))
                        .status())
                .isEqualTo(402);
        standIn.refusePayments();

        Wire.Answer answer = paying(PAYLOAD).post("/search", Wire.search("x"));

        assertThat(answer.status()).isEqualTo(402);
        assertThat(answer.header("payment-required")).isNotNull();
        assertThat(standIn.payments()).hasSize(1);
    }

    @Test
    void onlySearchesAndFetchesCanBePaidFor() throws Exception {
        assertThat(paying(PAYLOAD)
                        .post("/fetch", "{\"url\":\"https://example.com\"}")
                        .status())
                .isEqualTo(200);
        assertThat(paying(PAYLOAD).get("/tasks").status()).isEqualTo(401);
        assertThat(paying(PAYLOAD).get("/credits/balance").status()).isEqualTo(401);
    }

    @Test
    void aSearchWithoutAKeyIsToldToPayAlsoWherePaymentsAreNotTaken() throws Exception {
        try (LinkupStandIn withKeys = LinkupStandIn.start()) {
            Wire stranger = Wire.to(withKeys, "payment-signature", "e30=");

            Wire.Answer answer = stranger.post("/search", Wire.search("x"));

            assertThat(answer.status()).isEqualTo(402);
            assertThat(answer.header("payment-required")).isNotNull();
        }
    }

    @Test
    void aKeyStillServes() throws Exception {
        assertThat(Wire.to(standIn).get("/tasks").status()).isEqualTo(200);
        assertThat(Wire.to(standIn, "Authorization", "Bearer wrong")
                        .get("/tasks")
                        .status())
                .isEqualTo(401);
    }

    private Wire paying(String payload) {
        return Wire.to(
                standIn,
                "payment-signature",
                Base64.getEncoder().encodeToString(payload.getBytes(StandardCharsets.UTF_8)));
    }
}
