package io.github.camellinkup.client;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Whom Linkup counts and bills calls by: an address and a key. Holds no secret, so it can be shown.
 *
 * @param baseUrl the address of the API with its version
 * @param digest a digest of the key (SHA-256, hexadecimal); of calls that a signer pays for, a digest of that fact
 */
public record Account(URI baseUrl, String digest) {

    private static final int SHORT = 12;

    private static final String PAID_BY_SIGNER = "paymentSigner";

    /** Whether a key is sent. Without one a signer pays for each call, and there are no credits to ask for. */
    public boolean hasKey() {
        return !digest.equals(digest(PAID_BY_SIGNER));
    }

    /** The account that calls with these settings belong to. */
    public static Account of(LinkupClientSettings settings) {
        String key = settings.apiKey() == null ? PAID_BY_SIGNER : settings.apiKey();
        return new Account(settings.baseUrl(), digest(key));
    }

    /** The beginning of the digest, which tells the few accounts of an application apart. */
    public String shortDigest() {
        return digest.substring(0, SHORT);
    }

    private static String digest(String key) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
