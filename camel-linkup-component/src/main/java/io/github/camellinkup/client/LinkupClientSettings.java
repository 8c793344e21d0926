package io.github.camellinkup.client;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The address, the credentials and the limits of a client. Two equal settings can share a client.
 *
 * @param baseUrl the address of the API with its version: http or https with a host, without a user, a query or a fragment.
 *     Slashes at the end are removed
 * @param apiKey the key, null if a signer pays
 * @param authHeader the header that carries the key: {@code Authorization} carries {@code Bearer} and the key, any other
 *     (for a gateway) only the key
 * @param paymentSigner pays for each call instead of a key, or null
 * @param requestTimeout the time limit of one try, from sending to the end of the answer
 * @param maxRetries how often a call is tried again at most, if the API says that this is safe
 * @param maxRetryDelay the longest wait before a retry; if Linkup asks for a longer one, the call fails with that time in
 *     its message
 * @param maxResponseSize the largest answer accepted, in bytes
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

    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~\\w-]+");

    /** @throws IllegalArgumentException if a setting cannot be used; the message names it */
    public LinkupClientSettings {
        baseUrl = checked(Objects.requireNonNull(baseUrl, "baseUrl"));
        Objects.requireNonNull(authHeader, "authHeader");
        Objects.requireNonNull(requestTimeout, "requestTimeout");
        Objects.requireNonNull(maxRetryDelay, "maxRetryDelay");
        require((apiKey == null) != (paymentSigner == null), "Either apiKey or paymentSigner is needed, and not both");
        require(
                apiKey == null || !apiKey.isEmpty() && apiKey.chars().allMatch(c -> c > ' ' && c < 127),
                "apiKey must not be empty or contain spaces, line breaks or special characters");
        require(
                HEADER_NAME.matcher(authHeader).matches(),
                "authHeader must be the name of a header, but it is '" + authHeader + "'");
        require(
                !requestTimeout.isNegative() && !requestTimeout.isZero(),
                "requestTimeout must be longer than zero, but it is " + requestTimeout);
        require(maxRetries >= 0, "maxRetries must not be negative, but it is " + maxRetries);
        require(!maxRetryDelay.isNegative(), "maxRetryDelay must not be negative, but it is " + maxRetryDelay);
        require(maxResponseSize > 0, "maxResponseSize must be at least 1, but it is " + maxResponseSize);
    }

    private static void require(boolean isValid, String problem) {
        if (!isValid) {
            throw new IllegalArgumentException(problem);
        }
    }

    private static URI checked(URI url) {
        boolean web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        boolean more = url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null;
        require(
                web && url.getHost() != null && !more,
                "baseUrl must be an http or https URL with a host, and without a user, a query or a fragment, such as"
                        + " https://api.linkup.so/v1");
        return URI.create(url.toString().replaceFirst("/+$", ""));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "LinkupClientSettings[baseUrl=" + baseUrl + ", authHeader=" + authHeader + "]";
    }
}
