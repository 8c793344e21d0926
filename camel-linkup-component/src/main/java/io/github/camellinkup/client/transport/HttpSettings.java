package io.github.camellinkup.client.transport;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;

/**
 * Settings of connections to Linkup, named as the options of Camel's HTTP component. Immutable.
 *
 * @param sslContext the trusted and the own certificates; null for the JDK's defaults
 * @param hostnameVerifier replaces the JDK's check of the server's name; null for that check
 * @param maxTotalConnections the maximum number of connections
 * @param connectionsPerRoute the maximum number of connections to one server
 * @param connectionTimeToLive the time after which a connection is not reused; null for no limit
 * @param connectTimeout the time limit for making a connection
 * @param responseTimeout the longest silence of the server during a call; zero for no limit but the time of the whole call
 * @param connectionRequestTimeout the longest wait for a free connection
 * @param soTimeout the longest silence on a connection; zero for no limit
 * @param proxyHost the proxy; null for none
 * @param proxyPort the proxy's port
 * @param proxyAuthMethod how to authenticate to the proxy: {@code Basic} or {@code Digest}
 * @param proxyAuthUsername the user for the proxy; null for none
 * @param proxyAuthPassword the user's password
 * @param nonProxyHosts hosts that are called without the proxy; {@code *} matches any text
 * @param useSystemProperties whether the JDK's system properties for proxies, TLS and the agent's name apply to
 *     what is not set here
 * @param userAgent the header {@code User-Agent}
 */
public record HttpSettings(
        SSLContext sslContext,
        HostnameVerifier hostnameVerifier,
        int maxTotalConnections,
        int connectionsPerRoute,
        Duration connectionTimeToLive,
        Duration connectTimeout,
        Duration responseTimeout,
        Duration connectionRequestTimeout,
        Duration soTimeout,
        String proxyHost,
        int proxyPort,
        String proxyAuthMethod,
        String proxyAuthUsername,
        String proxyAuthPassword,
        Set<String> nonProxyHosts,
        boolean useSystemProperties,
        String userAgent) {

    /** The default maximum number of connections, large enough not to limit calls. */
    public static final int DEFAULT_MAX_CONNECTIONS = 1000;

    public HttpSettings {
        nonProxyHosts = Set.copyOf(nonProxyHosts);
        if (proxyHost != null && (proxyPort < 1 || proxyPort > 65535)) {
            throw new IllegalArgumentException("proxyPort must be 1 to 65535 with a proxyHost, but it is " + proxyPort);
        }
        if (!"Basic".equalsIgnoreCase(proxyAuthMethod) && !"Digest".equalsIgnoreCase(proxyAuthMethod)) {
            throw new IllegalArgumentException("proxyAuthMethod must be Basic or Digest, but it is " + proxyAuthMethod);
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Without the proxy's password. */
    @Override
    public String toString() {
        return "HttpSettings[maxTotalConnections=" + maxTotalConnections + ", connectionsPerRoute="
                + connectionsPerRoute + ", connectTimeout=" + connectTimeout + ", proxyHost=" + proxyHost
                + ", proxyPort=" + proxyPort + "]";
    }

    /** {@code camel-linkup/} and the version of this library. */
    public static String defaultUserAgent() {
        return DefaultUserAgent.TEXT;
    }

    /** Collects settings. A setting that is not set has its default. */
    public static final class Builder {

        private SSLContext sslContext;
        private HostnameVerifier hostnameVerifier;
        private int maxTotalConnections = DEFAULT_MAX_CONNECTIONS;
        private int connectionsPerRoute = DEFAULT_MAX_CONNECTIONS;
        private Duration connectionTimeToLive;
        private Duration connectTimeout = Duration.ofSeconds(30);
        private Duration responseTimeout = Duration.ZERO;
        private Duration connectionRequestTimeout = Duration.ofMinutes(3);
        private Duration soTimeout = Duration.ZERO;
        private String proxyHost;
        private int proxyPort;
        private String proxyAuthMethod = "Basic";
        private String proxyAuthUsername;
        private String proxyAuthPassword;
        private Set<String> nonProxyHosts = Set.of();
        private boolean useSystemProperties;
        private String userAgent;

        private Builder() {}

        /** Default: the JDK's. */
        public Builder sslContext(SSLContext sslContext) {
            this.sslContext = sslContext;
            return this;
        }

        /** Default: the JDK's check of names. */
        public Builder hostnameVerifier(HostnameVerifier hostnameVerifier) {
            this.hostnameVerifier = hostnameVerifier;
            return this;
        }

        /** Default: 1000. */
        public Builder maxTotalConnections(int maxTotalConnections) {
            this.maxTotalConnections = maxTotalConnections;
            return this;
        }

        /** Default: 1000. */
        public Builder connectionsPerRoute(int connectionsPerRoute) {
            this.connectionsPerRoute = connectionsPerRoute;
            return this;
        }

        /** Default: no limit. */
        public Builder connectionTimeToLive(Duration connectionTimeToLive) {
            this.connectionTimeToLive = connectionTimeToLive;
            return this;
        }

        /** Default: 30 seconds. */
        public Builder connectTimeout(Duration connectTimeout) {
            this.connectTimeout = connectTimeout;
            return this;
        }

        /** Default: zero, no limit but the time of the whole call. */
        public Builder responseTimeout(Duration responseTimeout) {
            this.responseTimeout = responseTimeout;
            return this;
        }

        /** Default: 3 minutes. */
        public Builder connectionRequestTimeout(Duration connectionRequestTimeout) {
            this.connectionRequestTimeout = connectionRequestTimeout;
            return this;
        }

        /** Default: zero, no limit. */
        public Builder soTimeout(Duration soTimeout) {
            this.soTimeout = soTimeout;
            return this;
        }

        /** Default: no proxy. */
        public Builder proxy(String proxyHost, int proxyPort) {
            this.proxyHost = proxyHost;
            this.proxyPort = proxyPort;
            return this;
        }

        /** Default: {@code Basic}. */
        public Builder proxyAuthMethod(String proxyAuthMethod) {
            this.proxyAuthMethod = proxyAuthMethod;
            return this;
        }

        /** Default: none. */
        public Builder proxyAuth(String username, String password) {
            this.proxyAuthUsername = username;
            this.proxyAuthPassword = password;
            return this;
        }

        /** Default: none. */
        public Builder nonProxyHosts(Set<String> nonProxyHosts) {
            this.nonProxyHosts = nonProxyHosts;
            return this;
        }

        /** Default: false. */
        public Builder useSystemProperties(boolean useSystemProperties) {
            this.useSystemProperties = useSystemProperties;
            return this;
        }

        /** Default: {@code camel-linkup/} and the version; with system properties {@code http.agent}, if it is set. */
        public Builder userAgent(String userAgent) {
            this.userAgent = userAgent;
            return this;
        }

        public HttpSettings build() {
            return new HttpSettings(
                    sslContext,
                    hostnameVerifier,
                    maxTotalConnections,
                    connectionsPerRoute,
                    connectionTimeToLive,
                    connectTimeout,
                    responseTimeout,
                    connectionRequestTimeout,
                    soTimeout,
                    proxyHost,
                    proxyPort,
                    proxyAuthMethod,
                    proxyAuthUsername,
                    proxyAuthPassword,
                    nonProxyHosts,
                    useSystemProperties,
                    userAgent != null ? userAgent : agent());
        }

        private String agent() {
            String system = useSystemProperties ? System.getProperty("http.agent") : null;
            return system != null ? system : defaultUserAgent();
        }
    }

    /** Reads the version that Maven writes into every jar, so that the version is maintained in one place. */
    private static final class DefaultUserAgent {

        private static final String NAME = "camel-linkup";
        private static final String POM = "/META-INF/maven/io.github.camellinkup/camel-linkup-component/pom.properties";
        static final String TEXT = read();

        private static String read() {
            try (InputStream in = HttpSettings.class.getResourceAsStream(POM)) {
                Properties pom = new Properties();
                if (in != null) {
                    pom.load(in);
                }
                return NAME + "/" + pom.getProperty("version", "development");
            } catch (IOException e) {
                return NAME;
            }
        }
    }
}
