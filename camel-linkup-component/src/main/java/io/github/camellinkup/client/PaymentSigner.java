package io.github.camellinkup.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletionStage;

/**
 * Pays for single calls (x402) instead of an API key. When Linkup asks for payment (HTTP 402), the signer creates a payload,
 * and the same request is sent once more with it. Must be thread-safe: calls are made in parallel.
 */
@FunctionalInterface
public interface PaymentSigner {

    /**
     * Signs a payment for one call. Must not block for long: the thread serves other calls too.
     *
     * @param paymentRequired what Linkup asks for: how much, on which chain, in which asset, to whom (the decoded
     *     {@code payment-required} header)
     * @return the payload of the {@code payment-signature} header; a failure refuses the payment
     */
    CompletionStage<JsonNode> createPaymentPayload(JsonNode paymentRequired);
}
