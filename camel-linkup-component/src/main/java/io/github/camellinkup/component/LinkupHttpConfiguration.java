package io.github.camellinkup.component;

import io.github.camellinkup.client.transport.HttpSettings;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.HostnameVerifier;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.util.ObjectHelper;

/** The HTTP connections to Linkup. Names and meanings are those of the Camel HTTP component. */
@UriParams
public class LinkupHttpConfiguration implements Cloneable {

    @UriParam(label = "security", description = "The TLS settings of connections to Linkup.")
    private SSLContextParameters sslContextParameters;

    @UriParam(label = "security", description = "Verifies the host name of the server in TLS connections.")
    private HostnameVerifier x509HostnameVerifier;

    @UriParam(label = "advanced", defaultValue = "1000", description = "The maximum number of open connections.")
    private int maxTotalConnections = 1000;

    @UriParam(
            label = "advanced",
            defaultValue = "1000",
            description = "The maximum number of open connections to one host.")
    private int connectionsPerRoute = 1000;

    @UriParam(
            label = "advanced",
            defaultValue = "-1",
            description = "How long a connection is reused. -1 means until the server closes it.")
    private Duration connectionTimeToLive = Duration.ofMillis(-1);

    @UriParam(
            label = "timeout",
            defaultValue = "30000",
            description = "The maximum time to open a connection. 0 means no separate limit.")
    private Duration connectTimeout = Duration.ofSeconds(30);

    @UriParam(
            label = "timeout",
            defaultValue = "180000",
            description = "The maximum time to wait for a free connection. 0 means no separate limit.")
    private Duration connectionRequestTimeout = Duration.ofMinutes(3);

    @UriParam(
            label = "timeout",
            defaultValue = "0",
            description = "The maximum time without data from the server. 0 means no separate limit; requestTimeout "
                    + "always applies.")
    private Duration soTimeout = Duration.ZERO;

    @UriParam(
            label = "timeout",
            defaultValue = "0",
            description = "The maximum time until an answer begins. 0 means no separate limit; requestTimeout always "
                    + "applies.")
    private Duration responseTimeout = Duration.ZERO;

    @UriParam(label = "proxy", description = "The host of a proxy.")
    private String proxyHost;

    @UriParam(label = "proxy", description = "The port of the proxy.")
    private Integer proxyPort;

    @UriParam(
            label = "proxy",
            enums = "Basic,Digest",
            defaultValue = "Basic",
            description = "The authentication method of the proxy.")
    private String proxyAuthMethod = "Basic";

    @UriParam(label = "proxy", secret = true, description = "The user name for the proxy.")
    private String proxyAuthUsername;

    @UriParam(label = "proxy", secret = true, description = "The password for the proxy.")
    private String proxyAuthPassword;

    @UriParam(
            label = "proxy",
            description = "Hosts to reach without the proxy, separated by commas. An asterisk matches any text.")
    private String nonProxyHosts;

    @UriParam(
            label = "advanced",
            defaultValue = "false",
            description = "Whether the networking properties of Java (proxies, keep-alive) apply where no option is "
                    + "set.")
    private boolean useSystemProperties;

    public SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    public HostnameVerifier getX509HostnameVerifier() {
        return x509HostnameVerifier;
    }

    public void setX509HostnameVerifier(HostnameVerifier x509HostnameVerifier) {
        this.x509HostnameVerifier = x509HostnameVerifier;
    }

    public int getMaxTotalConnections() {
        return maxTotalConnections;
    }

    public void setMaxTotalConnections(int maxTotalConnections) {
        this.maxTotalConnections = maxTotalConnections;
    }

    public int getConnectionsPerRoute() {
        return connectionsPerRoute;
    }

    public void setConnectionsPerRoute(int connectionsPerRoute) {
        this.connectionsPerRoute = connectionsPerRoute;
    }

    public Duration getConnectionTimeToLive() {
        return connectionTimeToLive;
    }

    public void setConnectionTimeToLive(Duration connectionTimeToLive) {
        this.connectionTimeToLive = connectionTimeToLive;
    }

    public Duration getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public Duration getConnectionRequestTimeout() {
        return connectionRequestTimeout;
    }

    public void setConnectionRequestTimeout(Duration connectionRequestTimeout) {
        this.connectionRequestTimeout = connectionRequestTimeout;
    }

    public Duration getSoTimeout() {
        return soTimeout;
    }

    public void setSoTimeout(Duration soTimeout) {
        this.soTimeout = soTimeout;
    }

    public Duration getResponseTimeout() {
        return responseTimeout;
    }

    public void setResponseTimeout(Duration responseTimeout) {
        this.responseTimeout = responseTimeout;
    }

    public String getProxyHost() {
        return proxyHost;
    }

    public void setProxyHost(String proxyHost) {
        this.proxyHost = proxyHost;
    }

    public Integer getProxyPort() {
        return proxyPort;
    }

    public void setProxyPort(Integer proxyPort) {
        this.proxyPort = proxyPort;
    }

    public String getProxyAuthMethod() {
        return proxyAuthMethod;
    }

    public void setProxyAuthMethod(String proxyAuthMethod) {
        this.proxyAuthMethod = proxyAuthMethod;
    }

    public String getProxyAuthUsername() {
        return proxyAuthUsername;
    }

    public void setProxyAuthUsername(String proxyAuthUsername) {
        this.proxyAuthUsername = proxyAuthUsername;
    }

    public String getProxyAuthPassword() {
        return proxyAuthPassword;
    }

    public void setProxyAuthPassword(String proxyAuthPassword) {
        this.proxyAuthPassword = proxyAuthPassword;
    }

    public String getNonProxyHosts() {
        return nonProxyHosts;
    }

    public void setNonProxyHosts(String nonProxyHosts) {
        this.nonProxyHosts = nonProxyHosts;
    }

    public boolean isUseSystemProperties() {
        return useSystemProperties;
    }

    public void setUseSystemProperties(boolean useSystemProperties) {
        this.useSystemProperties = useSystemProperties;
    }

    /**
     * These options for the HTTP client.
     *
     * @param global the TLS parameters where these options have none; null for the JDK's
     */
    HttpSettings settings(CamelContext context, SSLContextParameters global)
            throws GeneralSecurityException, IOException {
        HttpSettings settings = new HttpSettings()
                .hostnameVerifier(x509HostnameVerifier)
                .maxTotalConnections(maxTotalConnections)
                .connectionsPerRoute(connectionsPerRoute)
                .connectTimeout(timeout(connectTimeout))
                .connectionRequestTimeout(timeout(connectionRequestTimeout))
                .soTimeout(timeout(soTimeout))
                .responseTimeout(timeout(responseTimeout))
                .proxyAuthMethod(proxyAuthMethod)
                .nonProxyHosts(TaskOptions.texts(nonProxyHosts))
                .useSystemProperties(useSystemProperties);
        if (!connectionTimeToLive.isNegative()) {
            settings.connectionTimeToLive(connectionTimeToLive);
        }
        SSLContextParameters tls = sslContextParameters == null ? global : sslContextParameters;
        if (tls != null) {
            settings.sslContext(tls.createSSLContext(context));
        }
        if (ObjectHelper.isNotEmpty(proxyHost)) {
            settings.proxy(proxyHost, proxyPort);
        }
        if (ObjectHelper.isNotEmpty(proxyAuthUsername)) {
            settings.proxyAuth(proxyAuthUsername, proxyAuthPassword);
        }
        return settings;
    }

    /** An independent copy. */
    public LinkupHttpConfiguration copy() {
        try {
            return (LinkupHttpConfiguration) super.clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    /** 0 and negative times mean no limit. */
    private static Duration timeout(Duration timeout) {
        return timeout.isNegative() ? Duration.ZERO : timeout;
    }
}
