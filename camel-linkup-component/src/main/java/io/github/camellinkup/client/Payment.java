package io.github.camellinkup.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camellinkup.client.model.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** The two headers that request and make a payment (x402): JSON in base64. */
final class Payment {

    static final String REQUIRED_HEADER = "payment-required";
    static final String SIGNATURE_HEADER = "payment-signature";

    private static final String NO_PAYLOAD = "the payment signer answered null";

    private Payment() {}

    /**
     * Lets the signer answer a request for a payment.
     *
     * @return the value of the header to send
     * @throws RuntimeException if the header cannot be read or the signer throws one
     */
    static CompletionStage<String> sign(PaymentSigner signer, String paymentRequired) {
        CompletionStage<JsonNode> payload = signer.createPaymentPayload(decode(paymentRequired));
        return Objects.requireNonNull(payload, NO_PAYLOAD).thenApply(Payment::encode);
    }

    private static JsonNode decode(String header) {
        if (header == null) {
            throw new IllegalArgumentException("the answer has no header " + REQUIRED_HEADER);
        }
        try {
            // In the standard or the URL-safe alphabet.
            String base64 = header.strip().replace('-', '+').replace('_', '/');
            JsonNode asked = RawJson.wrap(Base64.getDecoder().decode(base64)).toTree();
            if (asked.isObject()) {
                return asked;
            }
        } catch (RuntimeException e) {
            // Not base64, or not JSON: reported below.
        }
        throw new IllegalArgumentException("the header " + REQUIRED_HEADER + " cannot be read");
    }

    private static String encode(JsonNode payload) {
        String json = Objects.requireNonNull(payload, NO_PAYLOAD).toString();
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
