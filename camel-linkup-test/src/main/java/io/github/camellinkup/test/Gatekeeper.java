package io.github.camellinkup.test;

import java.util.Optional;
import java.util.Set;

/** Decides who may call: by key, or by paying. */
final class Gatekeeper {

    /** Who is calling, or else what they are told. */
    record Verdict(String caller, Reply refusal) {
        static Verdict admit(String caller) {
            return new Verdict(caller, null);
        }

        static Verdict refuse(Reply refusal) {
            return new Verdict(null, refusal);
        }
    }

    private static final String BEARER = "Bearer ";

    private final Set<String> keys;
    private final String keyHeader;
    private final Payments payments;
    private final boolean takesPayments;

    /**
     * @param keyHeader the header that holds the bare key, or null for the usual bearer token
     * @param takesPayments whether a payment is accepted in place of a key
     */
    Gatekeeper(Set<String> keys, String keyHeader, Payments payments, boolean takesPayments) {
        this.keys = Set.copyOf(keys);
        this.keyHeader = keyHeader;
        this.payments = payments;
        this.takesPayments = takesPayments;
    }

    Verdict check(ReceivedCall call) {
        Optional<String> key = key(call);
        if (key.isPresent() && keys.contains(key.get())) {
            return Verdict.admit(key.get());
        }
        if (key.isPresent() || !call.operation().isDirect()) {
            return Verdict.refuse(new ApiError(401, "UNAUTHORIZED", "The API key is missing or wrong").reply());
        }
        Optional<String> payment = call.header(Payments.SIGNATURE_HEADER);
        if (payment.isEmpty()) {
            return Verdict.refuse(payments.required(call.url(), "Payment required"));
        }
        Optional<String> refusal =
                takesPayments ? payments.refusal(call.url(), payment.get()) : Optional.of("payments are not taken");
        return refusal.map(
                        reason -> Verdict.refuse(payments.required(call.url(), "The payment was refused: " + reason)))
                .orElseGet(() -> Verdict.admit("payment"));
    }

    private Optional<String> key(ReceivedCall call) {
        if (keyHeader != null) {
            return call.header(keyHeader);
        }
        return call.header("Authorization")
                .map(value -> value.startsWith(BEARER) ? value.substring(BEARER.length()) : "");
    }
}
