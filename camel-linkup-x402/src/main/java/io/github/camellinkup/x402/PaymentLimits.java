package io.github.camellinkup.x402;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/** What may be signed: USDC on Base, up to an amount, for a few minutes. */
final class PaymentLimits {

    static final String NETWORK = "eip155:8453";
    static final String USDC = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";

    private static final int USDC_DECIMALS = 6;
    private static final long MAX_SECONDS = 600;
    private static final Pattern AMOUNT = Pattern.compile("[1-9][0-9]{0,30}");
    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-fA-F]{40}");

    private volatile BigDecimal maxPayment = new BigDecimal("0.06");

    BigDecimal maxPayment() {
        return maxPayment;
    }

    void maxPayment(BigDecimal most) {
        if (most.signum() <= 0) {
            throw new IllegalArgumentException("maxPayment has to be more than 0");
        }
        maxPayment = most;
    }

    /**
     * Why a way to pay is refused, or null if it is allowed. Says nothing of the demand but numbers, as it comes from
     * outside.
     */
    String refusal(JsonNode way) {
        if (!"exact".equals(text(way, "scheme"))) {
            return "the scheme is not exact";
        }
        if (!NETWORK.equals(text(way, "network"))) {
            return "the network is not Base (" + NETWORK + ")";
        }
        if (!USDC.equalsIgnoreCase(text(way, "asset"))) {
            return "the asset is not USDC on Base";
        }
        if (!ADDRESS.matcher(text(way, "payTo")).matches()) {
            return "payTo is not an address";
        }
        String amount = text(way, "amount");
        if (!AMOUNT.matcher(amount).matches()) {
            return "the amount is not a positive whole number";
        }
        BigDecimal dollars = new BigDecimal(new BigInteger(amount), USDC_DECIMALS);
        if (dollars.compareTo(maxPayment) > 0) {
            return "the call costs " + dollars.toPlainString() + " USDC, and maxPayment is "
                    + maxPayment.toPlainString();
        }
        JsonNode seconds = way.path("maxTimeoutSeconds");
        if (!seconds.canConvertToLong() || seconds.asLong() < 1 || seconds.asLong() > MAX_SECONDS) {
            return "the payment would not be valid for 1 to " + MAX_SECONDS + " seconds";
        }
        return null;
    }

    private static String text(JsonNode way, String field) {
        return way.path(field).isTextual() ? way.path(field).asText() : "";
    }
}
