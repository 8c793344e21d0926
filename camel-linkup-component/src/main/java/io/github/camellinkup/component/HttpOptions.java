package io.github.camellinkup.component;

import io.github.camellinkup.client.transport.HttpSettings;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.util.ObjectHelper;

/** Turns the HTTP options of the component into settings of the HTTP client. */
final class HttpOptions {

    private HttpOptions() {}

    /** @throws IllegalArgumentException if an option has a wrong value; names the option */
    static HttpSettings read(CamelContext context, LinkupHttpConfiguration options)
            throws GeneralSecurityException, IOException {
        HttpSettings.Builder settings = HttpSettings.builder()
                .hostnameVerifier(options.getX509HostnameVerifier())
                .maxTotalConnections(atLeastOne("maxTotalConnections", options.getMaxTotalConnections()))
                .connectionsPerRoute(atLeastOne("connectionsPerRoute", options.getConnectionsPerRoute()))
                .connectTimeout(time(options.getConnectTimeout()))
                .connectionRequestTimeout(time(options.getConnectionRequestTimeout()))
                .soTimeout(time(options.getSoTimeout()))
                .responseTimeout(time(options.getResponseTimeout()))
                .nonProxyHosts(TaskOptions.texts(options.getNonProxyHosts()))
                .useSystemProperties(options.isUseSystemProperties());
        if (options.getConnectionTimeToLive() >= 0) {
            settings.connectionTimeToLive(Duration.ofMillis(options.getConnectionTimeToLive()));
        }
        if (options.getSslContextParameters() != null) {
            settings.sslContext(options.getSslContextParameters().createSSLContext(context));
        }
        addProxy(settings, options);
        return settings.build();
    }

    private static void addProxy(HttpSettings.Builder settings, LinkupHttpConfiguration options) {
        String method = options.getProxyAuthMethod();
        if (!"Basic".equalsIgnoreCase(method) && !"Digest".equalsIgnoreCase(method)) {
            throw new IllegalArgumentException(
                    "Option proxyAuthMethod must be Basic or Digest, but it is '" + method + "'");
        }
        if (ObjectHelper.isEmpty(options.getProxyHost())) {
            if (options.getProxyPort() != null
                    || ObjectHelper.isNotEmpty(options.getProxyAuthUsername())
                    || ObjectHelper.isNotEmpty(options.getProxyAuthPassword())) {
                throw new IllegalArgumentException("Option proxyHost is missing, though other proxy options are set");
            }
            return;
        }
        if (options.getProxyPort() == null) {
            throw new IllegalArgumentException("Option proxyPort is missing: proxyHost needs it");
        }
        settings.proxy(options.getProxyHost(), options.getProxyPort());
        if (ObjectHelper.isNotEmpty(options.getProxyAuthUsername())) {
            settings.proxyAuthMethod(options.getProxyAuthMethod());
            settings.proxyAuth(options.getProxyAuthUsername(), options.getProxyAuthPassword());
        }
    }

    static int atLeastOne(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("Option " + option + " must be at least 1, but it is " + value);
        }
        return value;
    }

    /** 0 means no limit, and so does anything less. */
    private static Duration time(long millis) {
        return Duration.ofMillis(Math.max(0, millis));
    }
}
