package io.github.camellinkup.component;

import io.github.camellinkup.client.PaymentSigner;
import java.time.Duration;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** Where and how to reach Linkup. Set on the component it serves every endpoint; an endpoint can differ. */
@UriParams
public class LinkupConfiguration implements Cloneable {

    @UriParam(
            label = "security",
            secret = true,
            description = "The Linkup API key. If it is not set, the environment variable LINKUP_API_KEY is used, "
                    + "then the property linkup.api-key.")
    private String apiKey;

    @UriParam(
            label = "common",
            defaultValue = "https://api.linkup.so/v1",
            description = "The address of the Linkup API with its version. Change it for a gateway, or for tests.")
    private String baseUrl = DEFAULT_BASE_URL;

    @UriParam(
            label = "security",
            defaultValue = "Authorization",
            description = "The header that carries the API key. Authorization carries the key as a bearer token. "
                    + "Any other header, as API gateways want it, carries the bare key, and no Authorization "
                    + "header is sent.")
    private String authHeader = DEFAULT_AUTH_HEADER;

    @UriParam(
            label = "security",
            description = "Pays for each call (x402) instead of an API key. Cannot be combined with an API key.")
    private PaymentSigner paymentSigner;

    @UriParam(
            label = "common",
            defaultValue = "120000",
            description = "The longest time for one try of a call, until its answer is complete.")
    private Duration requestTimeout = Duration.ofMinutes(2);

    @UriParam(
            label = "common",
            defaultValue = "3",
            description = "How often a call is tried again at the most, where this is safe. Searches, fetches and "
                    + "reads are tried again after cut connections, timeouts, HTTP 408, 409, 429 (too many "
                    + "requests) and 5xx. Calls that create tasks are tried again only if it is certain that nothing was "
                    + "created. 0 switches retries off.")
    private int maxRetries = 3;

    @UriParam(
            label = "common",
            defaultValue = "30000",
            description = "The longest wait before a call is tried again. If Linkup asks for a longer wait, the "
                    + "call fails with an error that says how long.")
    private Duration maxRetryDelay = Duration.ofSeconds(30);

    @UriParam(
            label = "common",
            defaultValue = "10",
            description =
                    "How many searches and fetches go out in a second at the most, with one key, over all endpoints "
                            + "and contexts of the JVM. More of them wait for their turn, in order and without a thread; the "
                            + "wait does not count against requestTimeout. Where endpoints of a key differ, the lowest value "
                            + "holds for all of them. 0 switches the limit off for the endpoint, whose calls then are not "
                            + "counted either.")
    private int requestsPerSecond = 10;

    @UriParam(
            label = "common",
            defaultValue = "104857600",
            description = "The largest answer that is read, in bytes. A larger one is an error. In the list that a"
                    + " consumer reads, a single task that is larger is passed over.")
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

    public long getMaxResponseSize() {
        return maxResponseSize;
    }

    public void setMaxResponseSize(long maxResponseSize) {
        this.maxResponseSize = maxResponseSize;
    }

    static final String DEFAULT_BASE_URL = "https://api.linkup.so/v1";
    static final String DEFAULT_AUTH_HEADER = "Authorization";

    /** An independent copy, for an endpoint to change. */
    public LinkupConfiguration copy() {
        try {
            return (LinkupConfiguration) super.clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }
}
