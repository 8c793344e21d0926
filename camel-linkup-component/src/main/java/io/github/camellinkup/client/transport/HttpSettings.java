package io.github.camellinkup.client.transport;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;

/**
 * Settings of connections to Linkup, named as the options of Camel's HTTP component. Not to be changed after an HTTP client
 * was started with them.
 */
public final class HttpSettings {

    SSLContext sslContext;
    HostnameVerifier hostnameVerifier;
    int maxTotalConnections = 1000;
    int connectionsPerRoute = 1000;
    Duration connectionTimeToLive;
    Duration connectTimeout = Duration.ofSeconds(30);
    Duration responseTimeout = Duration.ZERO;
    Duration connectionRequestTimeout = Duration.ofMinutes(3);
    Duration soTimeout = Duration.ZERO;
    String proxyHost;
    int proxyPort;
    String proxyAuthMethod = "Basic";
    String proxyAuthUsername;
    String proxyAuthPassword;
    Set<String> nonProxyHosts = Set.of();
    boolean useSystemProperties;

    /** The trusted and the own certificates. Default: null for the JDK's. */
    public HttpSettings sslContext(SSLContext sslContext) {
        this.sslContext = sslContext;
        return this;
    }

    /** Replaces the JDK's check of the server's name. Default: null for that check. */
    public HttpSettings hostnameVerifier(HostnameVerifier hostnameVerifier) {
        this.hostnameVerifier = hostnameVerifier;
        return this;
    }

    /** The maximum number of connections. Default: 1000, large enough not to limit calls. */
    public HttpSettings maxTotalConnections(int maxTotalConnections) {
        this.maxTotalConnections = maxTotalConnections;
        return this;
    }

    /** The maximum number of connections to one server. Default: 1000. */
    public HttpSettings connectionsPerRoute(int connectionsPerRoute) {
        this.connectionsPerRoute = connectionsPerRoute;
        return this;
    }

    /** The time after which a connection is not reused. Default: null for no limit. */
    public HttpSettings connectionTimeToLive(Duration connectionTimeToLive) {
        this.connectionTimeToLive = connectionTimeToLive;
        return this;
    }

    /** The time limit for making a connection. Default: 30 seconds. */
    public HttpSettings connectTimeout(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
        return this;
    }

    /** The longest silence of the server during a call. Default: zero, no limit but the time of the whole call. */
    public HttpSettings responseTimeout(Duration responseTimeout) {
        this.responseTimeout = responseTimeout;
        return this;
    }

    /** The longest wait for a free connection. Default: 3 minutes. */
    public HttpSettings connectionRequestTimeout(Duration connectionRequestTimeout) {
        this.connectionRequestTimeout = connectionRequestTimeout;
        return this;
    }

    /** The longest silence on a connection. Default: zero, no limit. */
    public HttpSettings soTimeout(Duration soTimeout) {
        this.soTimeout = soTimeout;
        return this;
    }

    /** Default: no proxy. */
    public HttpSettings proxy(String proxyHost, int proxyPort) {
        if (proxyPort < 1 || proxyPort > 65535) {
            throw new IllegalArgumentException("proxyPort must be 1 to 65535 with a proxyHost, but it is " + proxyPort);
        }
        this.proxyHost = proxyHost;
        this.proxyPort = proxyPort;
        return this;
    }

    /** How to authenticate to the proxy: {@code Basic}, the default, or {@code Digest}. */
    public HttpSettings proxyAuthMethod(String proxyAuthMethod) {
        if (!"Basic".equalsIgnoreCase(proxyAuthMethod) && !"Digest".equalsIgnoreCase(proxyAuthMethod)) {
            throw new IllegalArgumentException("proxyAuthMethod must be Basic or Digest, but it is " + proxyAuthMethod);
        }
        this.proxyAuthMethod = proxyAuthMethod;
        return this;
    }

    /** The user for the proxy. Default: none. */
    public HttpSettings proxyAuth(String username, String password) {
        this.proxyAuthUsername = username;
        this.proxyAuthPassword = password;
        return this;
    }

    /** Hosts that are called without the proxy; {@code *} matches any text. Default: none. */
    public HttpSettings nonProxyHosts(Set<String> nonProxyHosts) {
        this.nonProxyHosts = nonProxyHosts;
        return this;
    }

    /**
     * Whether the JDK's system properties for proxies, TLS and the agent's name apply to what is not set here. Default:
     * false.
     */
    public HttpSettings useSystemProperties(boolean useSystemProperties) {
        this.useSystemProperties = useSystemProperties;
        return this;
    }

    /** {@code camel-linkup/} and the version that Maven writes into the jar; with system properties {@code http.agent}. */
    String userAgent() {
        String system = useSystemProperties ? System.getProperty("http.agent") : null;
        if (system != null) {
            return system;
        }
        Properties pom = new Properties();
        try (InputStream in = HttpSettings.class.getResourceAsStream(
                "/META-INF/maven/io.github.camellinkup/camel-linkup-component/pom.properties")) {
            if (in != null) {
                pom.load(in);
            }
        } catch (IOException e) {
            // The version is missing in the header, which harms nothing.
        }
        return "camel-linkup/" + pom.getProperty("version", "development");
    }
}
