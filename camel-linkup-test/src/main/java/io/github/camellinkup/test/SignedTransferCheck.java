package io.github.camellinkup.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.web3j.crypto.Hash;
import org.web3j.crypto.Keys;
import org.web3j.crypto.Sign;
import org.web3j.utils.Numeric;

/**
 * Checks a payment by x402 2, scheme {@code exact}, as the chain would: a transfer with authorization (EIP-3009) to the payee
 * that is asked for, of the amount that is asked for, within its time, with a nonce that has not been used, and signed
 * (EIP-712) by the account that pays. Whether that account has the money is not checked.
 *
 * <p>Needs web3j ({@code org.web3j:crypto}), which {@code camel-linkup-x402} brings along.
 */
public final class SignedTransferCheck implements PaymentCheck {

    private static final String DOMAIN_TYPE =
            "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";
    private static final String TRANSFER_TYPE =
            "TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)";
    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-fA-F]{40}");
    private static final Pattern NONCE = Pattern.compile("0x[0-9a-fA-F]{64}");
    private static final Pattern SIGNATURE = Pattern.compile("0x[0-9a-fA-F]{130}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,78}");

    private final Set<String> usedNonces = ConcurrentHashMap.newKeySet();

    @Override
    public Optional<String> refusal(JsonNode asked, JsonNode paid, Instant now) {
        JsonNode terms = asked.at("/accepts/0");
        JsonNode transfer = paid.at("/payload/authorization");
        if (paid.path("x402Version").asInt() != asked.path("x402Version").asInt()) {
            return Optional.of("x402Version is not that which is asked for");
        }
        if (!paid.path("accepted").equals(terms)) {
            return Optional.of("accepted is not what is asked for");
        }
        if (!isWellFormed(transfer)
                || !SIGNATURE.matcher(paid.at("/payload/signature").asText()).matches()) {
            return Optional.of("the authorization or its signature is malformed");
        }
        if (!text(transfer, "to").equalsIgnoreCase(text(terms, "payTo"))) {
            return Optional.of("it pays somebody else");
        }
        if (!number(transfer, "value").equals(number(terms, "amount"))) {
            return Optional.of("it is not the amount that is asked for");
        }
        BigInteger time = BigInteger.valueOf(now.getEpochSecond());
        if (time.compareTo(number(transfer, "validAfter")) <= 0
                || time.compareTo(number(transfer, "validBefore")) >= 0) {
            return Optional.of("it is not valid now");
        }
        if (number(transfer, "validBefore")
                        .compareTo(time.add(BigInteger.valueOf(
                                terms.path("maxTimeoutSeconds").asLong() + 1)))
                > 0) {
            return Optional.of("it is valid for longer than is asked for");
        }
        if (!signer(terms, paid).equalsIgnoreCase(text(transfer, "from"))) {
            return Optional.of("it is not signed by the account that pays");
        }
        return usedNonces.add(text(transfer, "nonce").toLowerCase(Locale.ROOT))
                ? Optional.empty()
                : Optional.of("its nonce has been used");
    }

    private static boolean isWellFormed(JsonNode transfer) {
        return ADDRESS.matcher(text(transfer, "from")).matches()
                && ADDRESS.matcher(text(transfer, "to")).matches()
                && NUMBER.matcher(text(transfer, "value")).matches()
                && NUMBER.matcher(text(transfer, "validAfter")).matches()
                && NUMBER.matcher(text(transfer, "validBefore")).matches()
                && NONCE.matcher(text(transfer, "nonce")).matches();
    }

    /** The address whose key has made the signature, or an empty text if no key can have made it. */
    private static String signer(JsonNode terms, JsonNode paid) {
        byte[] signature =
                Numeric.hexStringToByteArray(paid.at("/payload/signature").asText());
        Sign.SignatureData parts = new Sign.SignatureData(
                signature[64], Arrays.copyOfRange(signature, 0, 32), Arrays.copyOfRange(signature, 32, 64));
        try {
            BigInteger publicKey = Sign.signedMessageHashToKey(digest(terms, paid.at("/payload/authorization")), parts);
            return "0x" + Keys.getAddress(publicKey);
        } catch (SignatureException | RuntimeException e) {
            return "";
        }
    }

    /** Written out, not by the library that signers use, so that a mistake of it would be seen. */
    private static byte[] digest(JsonNode terms, JsonNode transfer) {
        String network = text(terms, "network");
        byte[] domain = Hash.sha3(joined(
                hash(DOMAIN_TYPE),
                hash(text(terms.path("extra"), "name")),
                hash(text(terms.path("extra"), "version")),
                word(new BigInteger(network.substring(network.indexOf(':') + 1))),
                word(new BigInteger(text(terms, "asset").substring(2), 16))));
        byte[] message = Hash.sha3(joined(
                hash(TRANSFER_TYPE),
                word(new BigInteger(text(transfer, "from").substring(2), 16)),
                word(new BigInteger(text(transfer, "to").substring(2), 16)),
                word(number(transfer, "value")),
                word(number(transfer, "validAfter")),
                word(number(transfer, "validBefore")),
                Numeric.hexStringToByteArray(text(transfer, "nonce"))));
        return Hash.sha3(joined(new byte[] {0x19, 0x01}, domain, message));
    }

    private static byte[] hash(String text) {
        return Hash.sha3(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] word(BigInteger number) {
        return Numeric.toBytesPadded(number, 32);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText();
    }

    private static BigInteger number(JsonNode node, String field) {
        return new BigInteger(text(node, field));
    }
}
