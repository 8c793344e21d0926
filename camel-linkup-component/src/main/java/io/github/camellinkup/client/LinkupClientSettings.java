package io.github.camellinkup.client;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/**
 * Where and how a client speaks to Linkup. Two equal settings can share a client.
 *
 * @param baseUrl the address of the API with its version, without a slash at the end
 * @param apiKey the key, null if a signer pays
 * @param authHeader the header that carries the key: {@code Authorization} carries {@code Bearer} and the key, any other
 *     (for a gateway) the bare key
 * @param paymentSigner pays for each call instead of a key, or null
 * @param requestTimeout the longest time for one try of a call, from sending to the end of the answer
 * @param maxRetries how often a call is tried again at the most, where the API says that this is safe
 * @param maxRetryDelay the longest wait before a retry; if Linkup asks for a longer one, the call fails and says so
 * @param maxResponseSize the largest answer taken, in bytes
 */
public record LinkupClientSettings(
        URI baseUrl,
        String apiKey,
        String authHeader,
        PaymentSigner paymentSigner,
        Duration requestTimeout,
        int maxRetries,
        Duration maxRetryDelay,
        long maxResponseSize) {

    public LinkupClientSettings {
        Objects.requireNonNull(baseUrl, "baseUrl");
        Objects.requireNonNull(authHeader, "authHeader");
        Objects.requireNonNull(requestTimeout, "requestTimeout");
        Objects.requireNonNull(maxRetryDelay, "maxRetryDelay");
        if ((apiKey == null) == (paymentSigner == null)) {
            throw new IllegalArgumentException("Either apiKey or paymentSigner is needed, and not both");
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "LinkupClientSettings[baseUrl=" + baseUrl + ", authHeader=" + authHeader + "]";
    }
}
