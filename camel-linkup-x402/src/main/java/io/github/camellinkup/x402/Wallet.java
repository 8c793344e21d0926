package io.github.camellinkup.x402;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Keys;
import org.web3j.crypto.Sign;
import org.web3j.utils.Numeric;

/** An account and its private key, which stays in here. */
final class Wallet {

    private static final Pattern KEY = Pattern.compile("(?:0x)?[0-9a-fA-F]{64}");

    private final ECKeyPair keys;
    private final String address;

    private Wallet(ECKeyPair keys) {
        this.keys = keys;
        address = Keys.toChecksumAddress(Keys.getAddress(keys));
    }

    /** @throws IllegalStateException if it is no private key; the message does not tell what it is */
    static Wallet of(String privateKey) {
        if (privateKey == null || privateKey.isBlank()) {
            throw new IllegalStateException("There is no private key to pay with: set the environment variable "
                    + X402PaymentSigner.PRIVATE_KEY_VARIABLE);
        }
        String hex = privateKey.strip();
        if (!KEY.matcher(hex).matches()) {
            throw new IllegalStateException("The private key is not one: it has to be 64 hexadecimal digits");
        }
        BigInteger number = Numeric.toBigInt(hex);
        if (number.signum() == 0 || number.compareTo(Sign.CURVE_PARAMS.getN()) >= 0) {
            throw new IllegalStateException("The private key is not one: it is not in the range of its curve");
        }
        return new Wallet(ECKeyPair.create(number));
    }

    String address() {
        return address;
    }

    /** The signature of the typed data of a transfer: r, s and v. */
    String sign(Transfer transfer) {
        try {
            Sign.SignatureData signature = Sign.signTypedData(transfer.typedData(), keys);
            return Numeric.toHexString(signature.getR())
                    + Numeric.toHexStringNoPrefix(signature.getS())
                    + Numeric.toHexStringNoPrefix(signature.getV());
        } catch (IOException e) {
            throw new UncheckedIOException("The data to sign cannot be read", e);
        }
    }

    @Override
    public String toString() {
        return "Wallet[" + address + "]";
    }
}
