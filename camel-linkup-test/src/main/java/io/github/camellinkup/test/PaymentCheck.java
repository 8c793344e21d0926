package io.github.camellinkup.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/** Whether the stand-in takes a payment: {@link LinkupStandInBuilder#payByCall(PaymentCheck)}. Must be thread-safe. */
@FunctionalInterface
public interface PaymentCheck {

    /**
     * Looks at a payment.
     *
     * @param asked what the stand-in asks for: the content of the header {@code payment-required}
     * @param paid the content of the header {@code payment-signature}, a JSON object
     * @param now the time of the stand-in's clock
     * @return why it is refused, or nothing
     */
    Optional<String> refusal(JsonNode asked, JsonNode paid, Instant now);
}
