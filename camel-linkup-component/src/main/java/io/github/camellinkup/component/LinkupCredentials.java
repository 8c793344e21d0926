package io.github.camellinkup.component;

import io.github.camellinkup.client.LinkupClientSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.util.ObjectHelper;

/** Converts the connection options to settings of the API client. */
final class LinkupCredentials {

    /** A property of the context. */
    static final String API_KEY_PROPERTY = "linkup.api-key";

    static final String API_KEY_VARIABLE = "LINKUP_API_KEY";

    private LinkupCredentials() {}

    /**
     * @throws IllegalArgumentException if the key is missing, both a key and a signer are set, or the address or the key
     *     is invalid; the message names the option and does not contain the key
     */
    static LinkupClientSettings resolve(CamelContext context, LinkupConfiguration configuration) {
        String apiKey = apiKey(context, configuration);
        return new LinkupClientSettings(
                baseUrl(configuration.getBaseUrl()),
                apiKey,
                configuration.getAuthHeader().strip(),
                configuration.getPaymentSigner(),
                configuration.getRequestTimeout(),
                configuration.getMaxRetries(),
                configuration.getMaxRetryDelay(),
                configuration.getMaxResponseSize());
    }

    private static String apiKey(CamelContext context, LinkupConfiguration configuration) {
        String option = configuration.getApiKey();
        boolean hasSigner = configuration.getPaymentSigner() != null;
        if (ObjectHelper.isNotEmpty(option)) {
            if (hasSigner) {
                throw new IllegalArgumentException(
                        "Options apiKey and paymentSigner exclude each other: a call is either charged to the key or"
                                + " paid for by the signer. Remove one of them");
            }
            return checked(option);
        }
        if (hasSigner) {
            return null;
        }
        return property(context, API_KEY_PROPERTY)
                .or(() -> property(context, API_KEY_VARIABLE))
                .map(LinkupCredentials::checked)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The Linkup API key is missing: set option apiKey (camel.component.linkup.api-key), property "
                                + API_KEY_PROPERTY + " or environment variable " + API_KEY_VARIABLE));
    }

    /** An empty property or variable counts as missing. */
    private static Optional<String> property(CamelContext context, String name) {
        return context.getPropertiesComponent().resolveProperty(name).filter(ObjectHelper::isNotEmpty);
    }

    /** A line break in a key could add a header. */
    private static String checked(String apiKey) {
        String stripped = apiKey.strip();
        if (!stripped.chars().allMatch(character -> character > ' ' && character < 127)) {
            throw new IllegalArgumentException(
                    "Option apiKey must be plain visible characters without blanks or line breaks");
        }
        return stripped;
    }

    private static URI baseUrl(String text) {
        if (ObjectHelper.isEmpty(text)) {
            throw new IllegalArgumentException(
                    "Option baseUrl must be an http or https address, such as " + LinkupConfiguration.DEFAULT_BASE_URL);
        }
        try {
            URI uri = new URI(text.strip().replaceAll("/+$", ""));
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (!web
                    || uri.getHost() == null
                    || uri.getRawUserInfo() != null
                    || uri.getRawQuery() != null
                    || uri.getRawFragment() != null) {
                throw new IllegalArgumentException("Option baseUrl must be an absolute http or https address without"
                        + " user, query and fragment, such as " + LinkupConfiguration.DEFAULT_BASE_URL);
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("Option baseUrl is not an address: " + e.getReason(), e);
        }
    }
}
