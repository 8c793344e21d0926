package io.github.camellinkup.x402;

/** The signer does not sign what is demanded; nothing was paid. */
public class PaymentRefusedException extends RuntimeException {

    PaymentRefusedException(String reason) {
        super("Not signed: " + reason);
    }
}
