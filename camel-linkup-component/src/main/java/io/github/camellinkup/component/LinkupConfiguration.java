package io.github.camellinkup.component;

import io.github.camellinkup.client.LinkupClientSettings;
import io.github.camellinkup.client.PaymentSigner;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.util.ObjectHelper;

/** The connection to Linkup. The component has it for all endpoints; an endpoint can override it. */
@UriParams
public class LinkupConfiguration implements Cloneable {

    private static final String DEFAULT_BASE_URL = "https://api.linkup.so/v1";

    @UriParam(
            label = "security",
            secret = true,
            description = "The Linkup API key. By default the environment variable LINKUP_API_KEY, then the property "
                    + "linkup.api-key.")
    private String apiKey;

    @UriParam(
            label = "common",
            defaultValue = "https://api.linkup.so/v1",
            description = "The address of the Linkup API with its version. Change it for a gateway or for tests.")
    private String baseUrl = DEFAULT_BASE_URL;

    @UriParam(
            label = "security",
            defaultValue = "Authorization",
            description = "The header with the API key. Authorization has the key as a bearer token. Any other header, "
                    + "as API gateways require, has the plain key; then no Authorization header is sent.")
    private String authHeader = "Authorization";

    @UriParam(
            label = "security",
            description = "Pays for each search and fetch (x402) instead of an API key. Cannot be combined with an "
                    + "API key, which tasks, research and credits need.")
    private PaymentSigner paymentSigner;

    @UriParam(
            label = "common",
            defaultValue = "120000",
            description = "The maximum time of one attempt of a call, until its answer is complete.")
    private Duration requestTimeout = Duration.ofMinutes(2);

    @UriParam(
            label = "common",
            defaultValue = "3",
            description = "The maximum number of retries, where a retry is safe. Searches, fetches and reads are "
                    + "retried after connection failures, timeouts, HTTP 408, 409, 429 (too many requests) and "
                    + "5xx. Calls that create tasks are retried only if it is certain that no task was created. 0 "
                    + "disables retries.")
    private int maxRetries = 3;

    @UriParam(
            label = "common",
            defaultValue = "30000",
            description = "The maximum delay before a retry. If Linkup asks for a longer delay, the call fails with an "
                    + "error that has it.")
    private Duration maxRetryDelay = Duration.ofSeconds(30);

    @UriParam(
            label = "common",
            defaultValue = "10",
            description = "The maximum number of searches and fetches per second with one key, over all endpoints and "
                    + "contexts of the JVM. Further calls wait in order, without a thread; the wait does not count "
                    + "towards requestTimeout. If endpoints with one key differ, the lowest value applies to all "
                    + "of them. 0 disables the limit for the endpoint; its calls are then not counted.")
    private int requestsPerSecond = 10;

    @UriParam(
            label = "common",
            description =
                    "The most to spend with one key in a day (UTC), in US$ at list price. A request that would pass "
                            + "it fails with LinkupSpendLimitException before anything is sent; a batch sends what fits. What "
                            + "all endpoints and contexts of the JVM send counts. If endpoints with one key differ, the lowest "
                            + "value applies to all of them. An estimate: the budget that Linkup keeps for a key is the real "
                            + "limit. No limit by default.")
    private Double spendLimit;

    @UriParam(
            label = "common",
            defaultValue = "104857600",
            description = "The maximum size of an answer, in bytes. A larger answer is an error. In the list that a "
                    + "consumer reads, a larger task is skipped. The default is 100 MiB, which is enough for a file "
                    + "of 75 MB, because files are sent as base64.")
    private long maxResponseSize = 100 * 1024 * 1024;

    public String getApiKey() {
        return apiKey;
    }

    public void setApiKey(String apiKey) {
        this.apiKey = apiKey;
    }

    public String getBaseUrl() {
        return baseUrl;
    }

    public void setBaseUrl(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    public String getAuthHeader() {
        return authHeader;
    }

    public void setAuthHeader(String authHeader) {
        this.authHeader = authHeader;
    }

    public PaymentSigner getPaymentSigner() {
        return paymentSigner;
    }

    public void setPaymentSigner(PaymentSigner paymentSigner) {
        this.paymentSigner = paymentSigner;
    }

    public Duration getRequestTimeout() {
        return requestTimeout;
    }

    public void setRequestTimeout(Duration requestTimeout) {
        this.requestTimeout = requestTimeout;
    }

    public int getMaxRetries() {
        return maxRetries;
    }

    public void setMaxRetries(int maxRetries) {
        this.maxRetries = maxRetries;
    }

    public Duration getMaxRetryDelay() {
        return maxRetryDelay;
    }

    public void setMaxRetryDelay(Duration maxRetryDelay) {
        this.maxRetryDelay = maxRetryDelay;
    }

    public int getRequestsPerSecond() {
        return requestsPerSecond;
    }

    public void setRequestsPerSecond(int requestsPerSecond) {
        this.requestsPerSecond = requestsPerSecond;
    }

    public Double getSpendLimit() {
        return spendLimit;
    }

    public void setSpendLimit(Double spendLimit) {
        this.spendLimit = spendLimit;
    }

    /** The limit as an exact amount; null for none. */
    BigDecimal spendLimitAmount() {
        return spendLimit == null ? null : BigDecimal.valueOf(spendLimit);
    }

    public long getMaxResponseSize() {
        return maxResponseSize;
    }

    public void setMaxResponseSize(long maxResponseSize) {
        this.maxResponseSize = maxResponseSize;
    }

    /** An independent copy. */
    public LinkupConfiguration copy() {
        try {
            return (LinkupConfiguration) super.clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    /**
     * These options for the API client.
     *
     * @param keys where the key is if there is no option
     * @throws IllegalArgumentException if the key is missing, both a key and a signer are set, or the address or the key
     *     is invalid; the message names the option and does not contain the key
     */
    LinkupClientSettings settings(ApiKeySource keys) {
        return new LinkupClientSettings(
                checkedBaseUrl(),
                resolveApiKey(keys),
                authHeader.strip(),
                paymentSigner,
                requestTimeout,
                maxRetries,
                maxRetryDelay,
                maxResponseSize);
    }

    private String resolveApiKey(ApiKeySource keys) {
        if (paymentSigner == null) {
            return keys.key(apiKey);
        }
        if (ObjectHelper.isNotEmpty(apiKey)) {
            throw new IllegalArgumentException(
                    "Options apiKey and paymentSigner exclude each other: a call is either charged to the key or"
                            + " paid for by the signer. Remove one of them");
        }
        return null;
    }

    private URI checkedBaseUrl() {
        String address = baseUrl == null ? "" : baseUrl.strip();
        try {
            URI uri = new URI(address.replaceAll("/+$", ""));
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (!web
                    || uri.getHost() == null
                    || uri.getRawUserInfo() != null
                    || uri.getRawQuery() != null
                    || uri.getRawFragment() != null) {
                throw new IllegalArgumentException("Option baseUrl must be an absolute http or https address without"
                        + " user, query and fragment, such as " + DEFAULT_BASE_URL + ", but it is '"
                        + withoutSecrets(address) + "'");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "Option baseUrl is not an address: " + e.getReason() + ": '" + withoutSecrets(address) + "'");
        }
    }

    /** Hides what may be a password or a key in an address. With an @ after a ? or # either can begin anywhere. */
    private static String withoutSecrets(String address) {
        return address.matches("(?s)[^?#]*[?#].*@.*")
                ? "***"
                : address.replaceFirst("(?s).*@", "***@").replaceFirst("(?s)[?#].*", "?***");
    }
}
