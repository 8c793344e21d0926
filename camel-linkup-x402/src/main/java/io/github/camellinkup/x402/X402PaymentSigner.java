package io.github.camellinkup.x402;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camellinkup.client.PaymentSigner;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.web3j.utils.Numeric;

/**
 * Pays for calls by x402 (version 2, scheme {@code exact}) in USDC on Base, with a transfer that Linkup may collect once
 * (EIP-3009). It signs nothing else, and nothing above {@code maxPayment}: other demands are refused before anything is
 * signed. Thread-safe once its options are set. It makes no network call.
 *
 * <p>The private key comes from the environment variable {@value #PRIVATE_KEY_VARIABLE}, or from a supplier that asks a
 * vault for it. It is read once, when it is first needed, and it is in no message, log or text of this class.
 */
public class X402PaymentSigner implements PaymentSigner {

    public static final String PRIVATE_KEY_VARIABLE = "LINKUP_X402_PRIVATE_KEY";

    private static final int X402_VERSION = 2;
    /** What the payment was valid before it was signed, for clocks that differ. */
    private static final long EARLIER_SECONDS = 600;

    private final SecureRandom random = new SecureRandom();
    private final PaymentLimits limits;
    private final Clock clock;
    private Supplier<String> privateKey = () -> System.getenv(PRIVATE_KEY_VARIABLE);
    private Wallet wallet;

    /** With the key of the environment. */
    public X402PaymentSigner() {
        this(Clock.systemUTC());
    }

    X402PaymentSigner(Clock clock) {
        this.clock = clock;
        limits = new PaymentLimits();
    }

    /**
     * Where the private key comes from, if not from the environment: 64 hexadecimal digits, with or without 0x. For example
     * {@code #bean:vault}. There is no setter for the key itself, so that it stands in no properties file.
     */
    public synchronized void setPrivateKeySupplier(Supplier<String> supplier) {
        privateKey = Objects.requireNonNull(supplier, "supplier");
        wallet = null;
    }

    public double getMaxPayment() {
        return limits.maxPayment().doubleValue();
    }

    /** The most that one call may cost, in USDC. The default, 0.06, is enough for each search and fetch at list price. */
    public void setMaxPayment(double maxPayment) {
        limits.maxPayment(BigDecimal.valueOf(maxPayment));
    }

    /**
     * The account that pays.
     *
     * @return its address on Base, which may be shown
     */
    public String getAddress() {
        return wallet().address();
    }

    @Override
    public CompletionStage<JsonNode> createPaymentPayload(JsonNode paymentRequired) {
        try {
            return CompletableFuture.completedFuture(pay(paymentRequired));
        } catch (PaymentRefusedException | IllegalStateException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private JsonNode pay(JsonNode paymentRequired) {
        if (paymentRequired.path("x402Version").asInt() != X402_VERSION) {
            throw new PaymentRefusedException("the demand is not one of x402 version " + X402_VERSION);
        }
        JsonNode accepted = chosen(paymentRequired.path("accepts"));
        Wallet payer = wallet();
        Transfer transfer = transfer(accepted, payer.address());
        ObjectNode payload = JsonNodeFactory.instance.objectNode().put("x402Version", X402_VERSION);
        if (paymentRequired.has("resource")) {
            payload.set("resource", paymentRequired.get("resource"));
        }
        payload.set("accepted", accepted);
        ObjectNode exact = payload.putObject("payload").put("signature", payer.sign(transfer));
        exact.set("authorization", transfer.toJson());
        return payload;
    }

    /** The first way to pay that is within the limits. */
    private JsonNode chosen(JsonNode accepts) {
        List<String> refusals = new ArrayList<>();
        for (JsonNode way : accepts) {
            String refusal = limits.refusal(way);
            if (refusal == null) {
                return way;
            }
            refusals.add(refusal);
        }
        throw new PaymentRefusedException(
                refusals.isEmpty() ? "the demand names no way to pay" : String.join("; ", refusals));
    }

    private Transfer transfer(JsonNode accepted, String from) {
        byte[] nonce = new byte[32];
        random.nextBytes(nonce);
        long now = clock.instant().getEpochSecond();
        return new Transfer(
                from,
                accepted.get("payTo").asText(),
                accepted.get("amount").asText(),
                now - EARLIER_SECONDS,
                now + accepted.get("maxTimeoutSeconds").asLong(),
                Numeric.toHexString(nonce));
    }

    private synchronized Wallet wallet() {
        if (wallet == null) {
            wallet = Wallet.of(privateKey.get());
        }
        return wallet;
    }

    @Override
    public String toString() {
        return "X402PaymentSigner[maxPayment=" + getMaxPayment() + "]";
    }
}
