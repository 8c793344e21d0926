package io.github.camellinkup.component;

import io.github.camellinkup.client.transport.HttpSettings;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.util.ObjectHelper;

/** Converts the HTTP options of the component to settings of the HTTP client. */
final class HttpOptions {

    private HttpOptions() {}

    static HttpSettings read(CamelContext context, LinkupHttpConfiguration options)
            throws GeneralSecurityException, IOException {
        HttpSettings.Builder settings = HttpSettings.builder()
                .hostnameVerifier(options.getX509HostnameVerifier())
                .maxTotalConnections(options.getMaxTotalConnections())
                .connectionsPerRoute(options.getConnectionsPerRoute())
                .connectTimeout(time(options.getConnectTimeout()))
                .connectionRequestTimeout(time(options.getConnectionRequestTimeout()))
                .soTimeout(time(options.getSoTimeout()))
                .responseTimeout(time(options.getResponseTimeout()))
                .proxyAuthMethod(options.getProxyAuthMethod())
                .nonProxyHosts(TaskOptions.texts(options.getNonProxyHosts()))
                .useSystemProperties(options.isUseSystemProperties());
        if (!options.getConnectionTimeToLive().isNegative()) {
            settings.connectionTimeToLive(options.getConnectionTimeToLive());
        }
        if (options.getSslContextParameters() != null) {
            settings.sslContext(options.getSslContextParameters().createSSLContext(context));
        }
        if (ObjectHelper.isNotEmpty(options.getProxyHost())) {
            settings.proxy(options.getProxyHost(), options.getProxyPort());
        }
        if (ObjectHelper.isNotEmpty(options.getProxyAuthUsername())) {
            settings.proxyAuth(options.getProxyAuthUsername(), options.getProxyAuthPassword());
        }
        return settings.build();
    }

    /** 0 and negative times mean no limit. */
    private static Duration time(Duration timeout) {
        return timeout.isNegative() ? Duration.ZERO : timeout;
    }
}
