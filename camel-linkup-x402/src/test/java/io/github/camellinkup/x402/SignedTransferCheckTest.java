package io.github.camellinkup.x402;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camellinkup.test.SignedTransferCheck;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the stand-in refuses: each payment is a good one, but for one thing. */
class SignedTransferCheckTest {

    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");

    private final SignedTransferCheck check = new SignedTransferCheck();

    private static ObjectNode payment() {
        X402PaymentSigner signer = new X402PaymentSigner(Clock.fixed(NOW, ZoneOffset.UTC));
        signer.setPrivateKeySupplier(() -> Demand.PRIVATE_KEY);
        return (ObjectNode) signer.createPaymentPayload(Demand.oneCent())
                .toCompletableFuture()
                .join();
    }

    static Stream<Arguments> forgeries() {
        return Stream.of(
                forgery("x402Version", paid -> paid.put("x402Version", 1)),
                forgery("accepted", paid -> at(paid, "/accepted").put("amount", "1")),
                forgery("accepted", paid -> paid.remove("accepted")),
                forgery("somebody else", paid -> transfer(paid).put("to", Demand.ADDRESS)),
                forgery("amount", paid -> transfer(paid).put("value", "9999")),
                forgery("longer", paid -> transfer(paid)
                        .put("validBefore", String.valueOf(NOW.getEpochSecond() + 3600))),
                forgery("malformed", paid -> transfer(paid).put("nonce", "0x01")),
                forgery("malformed", paid -> transfer(paid).put("value", "ten")),
                forgery("malformed", paid -> at(paid, "/payload").put("signature", "0x")),
                forgery("malformed", paid -> paid.remove("payload")),
                forgery("not signed", paid -> transfer(paid).put("from", "0x000000000000000000000000000000000000dEaD")),
                forgery("not signed", paid -> transfer(paid).put("nonce", "0x" + "7".repeat(64))),
                forgery("not signed", paid -> transfer(paid).put("validAfter", "1")),
                forgery("not signed", paid -> at(paid, "/payload").put("signature", "0x" + "0".repeat(130))));
    }

    private static Arguments forgery(String reason, Consumer<ObjectNode> change) {
        return Arguments.of(reason, change);
    }

    private static ObjectNode transfer(ObjectNode paid) {
        return at(paid, "/payload/authorization");
    }

    private static ObjectNode at(ObjectNode paid, String path) {
        return (ObjectNode) paid.at(path);
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void aPaymentThatWasChangedIsRefused(String reason, Consumer<ObjectNode> change) {
        ObjectNode paid = payment();
        change.accept(paid);

        assertThat(check.refusal(Demand.oneCent(), paid, NOW))
                .hasValueSatisfying(refusal -> assertThat(refusal).contains(reason));
    }

    @Test
    void aPaymentIsValidForAMinute() {
        assertThat(check.refusal(Demand.oneCent(), payment(), NOW.plusSeconds(60)))
                .hasValue("it is not valid now");
        assertThat(check.refusal(Demand.oneCent(), payment(), NOW.minusSeconds(600)))
                .hasValue("it is not valid now");
        assertThat(check.refusal(Demand.oneCent(), payment(), NOW.plusSeconds(59)))
                .isEmpty();
    }
}
