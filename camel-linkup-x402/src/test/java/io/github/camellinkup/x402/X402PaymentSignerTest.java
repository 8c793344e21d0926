package io.github.camellinkup.x402;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camellinkup.test.SignedTransferCheck;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3j.crypto.StructuredDataEncoder;
import org.web3j.utils.Numeric;

class X402PaymentSignerTest {

    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");

    private final X402PaymentSigner signer = new X402PaymentSigner(Clock.fixed(NOW, ZoneOffset.UTC));
    private final SignedTransferCheck chain = new SignedTransferCheck();

    @BeforeEach
    void giveKey() {
        signer.setPrivateKeySupplier(() -> Demand.PRIVATE_KEY);
    }

    private JsonNode pay(JsonNode demand) {
        return signer.createPaymentPayload(demand).toCompletableFuture().join();
    }

    private Throwable refusal(JsonNode demand) {
        return catchThrowable(() -> pay(demand)).getCause();
    }

    // What is signed

    @Test
    void thePaymentIsThatWhichIsAskedForAndOfTheAccountOfTheKey() {
        ObjectNode demand = Demand.oneCent();

        JsonNode paid = pay(demand);

        assertThat(signer.getAddress()).isEqualTo(Demand.ADDRESS);
        assertThat(paid.get("x402Version").asInt()).isEqualTo(2);
        assertThat(paid.get("accepted")).isEqualTo(Demand.wayToPay());
        assertThat(paid.get("resource")).isEqualTo(demand.get("resource"));
        JsonNode transfer = paid.at("/payload/authorization");
        assertThat(transfer.get("from").asText()).isEqualTo(Demand.ADDRESS);
        assertThat(transfer.get("to").asText()).isEqualTo("0x000000000000000000000000000000000000dEaD");
        assertThat(transfer.get("value").asText()).isEqualTo("10000");
        assertThat(transfer.get("validAfter").asText()).isEqualTo(String.valueOf(NOW.getEpochSecond() - 600));
        assertThat(transfer.get("validBefore").asText()).isEqualTo(String.valueOf(NOW.getEpochSecond() + 60));
        assertThat(chain.refusal(demand, paid, NOW)).isEmpty();
    }

    @Test
    void whatIsSignedIsWhatTheContractOfUsdcOnBaseVerifies() throws Exception {
        StructuredDataEncoder signed = new StructuredDataEncoder(
                new Transfer(Demand.ADDRESS, Demand.ADDRESS, "1", 0, 1, "0x" + "0".repeat(64)).typedData());

        // DOMAIN_SEPARATOR and TRANSFER_WITH_AUTHORIZATION_TYPEHASH, which the contract has for all to read.
        assertThat(Numeric.toHexString(signed.hashDomain()))
                .isEqualTo("0x02fa7265e7c5d81118673727957699e4d68f74cd74b7db77da710fe8a2c7834f");
        assertThat(Numeric.toHexString(signed.typeHash("TransferWithAuthorization")))
                .isEqualTo("0x7c7c6cdb67a18743f49ec6fa9b35f50d52ed05cbed4cc592e13b44501c1a2267");
    }

    @Test
    void eachPaymentHasItsOwnNonceAndIsTakenOnce() {
        JsonNode first = pay(Demand.oneCent());
        JsonNode second = pay(Demand.oneCent());

        assertThat(chain.refusal(Demand.oneCent(), first, NOW)).isEmpty();
        assertThat(chain.refusal(Demand.oneCent(), second, NOW)).isEmpty();
        assertThat(chain.refusal(Demand.oneCent(), first, NOW)).hasValue("its nonce has been used");
    }

    @Test
    void theFirstWayToPayThatIsWithinTheLimitsIsTaken() {
        ObjectNode demand = Demand.oneCent();
        demand.putArray("accepts")
                .add(Demand.wayToPay().put("network", "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp"))
                .add(Demand.wayToPay().put("amount", "60000"));

        assertThat(pay(demand).at("/payload/authorization/value").asText()).isEqualTo("60000");
    }

    // What is not signed

    static Stream<Arguments> demands() {
        return Stream.of(
                demand("scheme", way -> way.put("scheme", "upto")),
                demand("network", way -> way.put("network", "eip155:1")),
                demand("network", way -> way.put("network", "base")),
                demand("asset", way -> way.put("asset", "0x0000000000000000000000000000000000000001")),
                demand("payTo", way -> way.put("payTo", "linkup.eth")),
                demand("costs 0.060001 USDC, and maxPayment is 0.06", way -> way.put("amount", "60001")),
                demand("amount", way -> way.put("amount", "0")),
                demand("amount", way -> way.put("amount", "-10000")),
                demand("amount", way -> way.put("amount", "1e4")),
                demand("amount", way -> way.put("amount", 10000)),
                demand("amount", way -> way.remove("amount")),
                demand("seconds", way -> way.put("maxTimeoutSeconds", 601)),
                demand("seconds", way -> way.put("maxTimeoutSeconds", 0)),
                demand("seconds", way -> way.put("maxTimeoutSeconds", "60")),
                demand("seconds", way -> way.remove("maxTimeoutSeconds")));
    }

    private static Arguments demand(String reason, Consumer<ObjectNode> change) {
        return Arguments.of(reason, change);
    }

    @ParameterizedTest
    @MethodSource("demands")
    void otherDemandsAreRefusedBeforeTheKeyIsEvenRead(String reason, Consumer<ObjectNode> change) {
        signer.setPrivateKeySupplier(() -> {
            throw new AssertionError("The key was read");
        });
        ObjectNode demand = Demand.oneCent();
        change.accept((ObjectNode) demand.at("/accepts/0"));

        assertThat(refusal(demand))
                .isInstanceOf(PaymentRefusedException.class)
                .hasMessageStartingWith("Not signed: ")
                .hasMessageContaining(reason);
    }

    @Test
    void aDemandOfAnotherVersionOrWithoutAWayToPayIsRefused() {
        assertThat(refusal(Demand.oneCent().put("x402Version", 1))).hasMessageContaining("version 2");
        ObjectNode none = Demand.oneCent();
        none.putArray("accepts");
        assertThat(refusal(none)).hasMessageContaining("no way to pay");
    }

    @Test
    void theLimitIsTheUsersAndPositive() {
        signer.setMaxPayment(0.009999);

        assertThat(refusal(Demand.oneCent())).hasMessageContaining("costs 0.010000 USDC, and maxPayment is 0.009999");
        assertThatThrownBy(() -> signer.setMaxPayment(0)).hasMessageContaining("maxPayment");
    }

    @Test
    void anAssetIsNotNamedByTheDemand() {
        ObjectNode demand = Demand.oneCent();
        ((ObjectNode) demand.at("/accepts/0/extra")).put("name", "Another Coin");

        // Signed for USDC all the same, which is not what this demand verifies.
        assertThat(chain.refusal(demand, pay(demand), NOW)).hasValue("it is not signed by the account that pays");
    }

    // The key

    @Test
    void theKeyIsThatOfTheEnvironment() {
        // The build gives the tests the key 2.
        assertThat(new X402PaymentSigner().getAddress()).isEqualTo("0x2B5AD5c4795c026514f8317c7a215E218DcCD6cF");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void withoutAKeyTheVariableIsNamed(String key) {
        signer.setPrivateKeySupplier(() -> key);

        assertThat(refusal(Demand.oneCent())).hasMessageContaining("LINKUP_X402_PRIVATE_KEY");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lk-secret-51c09a7e44b1",
                "0x0000000000000000000000000000000000000000000000000000000000000000",
                "0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe"
            })
    void aMalformedKeyIsNotTold(String key) {
        signer.setPrivateKeySupplier(() -> key);

        assertThat(refusal(Demand.oneCent()))
                .hasMessageContaining("The private key is not one")
                .hasMessageNotContaining(key);
        assertThatThrownBy(signer::getAddress).hasMessageNotContaining(key);
    }

    @Test
    void aKeyWithoutItsPrefixAndWithANewlineOfAFileIsTaken() {
        signer.setPrivateKeySupplier(() -> Demand.PRIVATE_KEY.substring(2) + "\n");

        assertThat(signer.getAddress()).isEqualTo(Demand.ADDRESS);
    }

    @Test
    void nothingShowsTheKey() {
        String digits = Demand.PRIVATE_KEY.substring(2);

        assertThat(pay(Demand.oneCent()).toString() + signer + Wallet.of(Demand.PRIVATE_KEY))
                .doesNotContain(digits);
    }
}
