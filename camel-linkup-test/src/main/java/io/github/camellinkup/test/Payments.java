package io.github.camellinkup.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Paying by call (x402): what is asked for, and what was paid. */
final class Payments {

    static final String REQUIRED_HEADER = "payment-required";
    static final String SIGNATURE_HEADER = "payment-signature";

    private final PaymentCheck check;
    private final Clock clock;
    private final List<JsonNode> received = new CopyOnWriteArrayList<>();
    private volatile boolean refusing;

    Payments(PaymentCheck check, Clock clock) {
        this.check = check;
        this.clock = clock;
    }

    List<JsonNode> received() {
        return List.copyOf(received);
    }

    void refuse() {
        refusing = true;
    }

    void reset() {
        received.clear();
        refusing = false;
    }

    /**
     * Takes a payment, whose payload is kept even if it is refused.
     *
     * @return why it is refused, or nothing
     */
    Optional<String> refusal(String url, String signatureHeader) {
        JsonNode payload;
        try {
            payload = Json.parse(new String(Base64.getDecoder().decode(signatureHeader), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return Optional.of("it is not base64");
        }
        if (!payload.isObject()) {
            return Optional.of("it is not a JSON object");
        }
        received.add(payload);
        return refusing
                ? Optional.of("the stand-in was told to refuse it")
                : check.refusal(terms(url, "Payment required"), payload, clock.instant());
    }

    Reply required(String url, String reason) {
        byte[] asked = Json.bytes(terms(url, reason));
        return new ApiError(402, "PAYMENT_REQUIRED", reason)
                .reply()
                .withHeader(REQUIRED_HEADER, Base64.getEncoder().encodeToString(asked));
    }

    private static ObjectNode terms(String url, String reason) {
        ObjectNode terms = Json.object().put("x402Version", 2).put("error", reason);
        terms.putObject("resource")
                .put("url", url)
                .put("description", "One call")
                .put("mimeType", "application/json");
        terms.putArray("accepts")
                .addObject()
                .put("scheme", "exact")
                .put("network", "eip155:8453")
                .put("asset", "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913")
                .put("payTo", "0x000000000000000000000000000000000000dEaD")
                .put("amount", "10000")
                .put("maxAmountRequired", "10000")
                .put("maxTimeoutSeconds", 60)
                .putObject("extra")
                .put("name", "USD Coin")
                .put("version", "2");
        return terms;
    }
}
