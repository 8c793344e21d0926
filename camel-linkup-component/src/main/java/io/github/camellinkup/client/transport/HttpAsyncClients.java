package io.github.camellinkup.client.transport;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import javax.net.ssl.HostnameVerifier;
import org.apache.camel.component.http.CamelProxyRoutePlanner;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.DefaultAuthenticationStrategy;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.async.AsyncConnectExec;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.HttpsSupport;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.protocol.DefaultHttpProcessor;
import org.apache.hc.core5.http.protocol.RequestTargetHost;
import org.apache.hc.core5.http.protocol.RequestUserAgent;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Creates HTTP clients for the calls of this library. They use HTTP/1.1, so that each call has its own connection. They do
 * not repeat calls, do not follow redirects, which would send the key to another server, and keep no cookies.
 *
 * <p>No secret is logged at any level. The bytes of connections are never logged, and headers with secrets are logged
 * masked. With the proxy method {@code Digest} the logged header has the user's name and a digest, never the password.
 */
public final class HttpAsyncClients {

    /** For lines in the head of an answer or of a chunk. A request for a payment (x402) is one line. */
    private static final int MAX_LINE_LENGTH = 32 * 1024;

    /** For the headers of an answer, and for its trailers. */
    private static final int MAX_HEADER_COUNT = 100;

    private HttpAsyncClients() {}

    /**
     * Creates a client and starts it.
     *
     * @param settings the settings of connections
     * @param threads creates the threads of the client, at most two for each processor; calls complete on them
     * @return a client that the caller must close; calls in flight then fail
     */
    public static RenewingHttpClient start(HttpSettings settings, ThreadFactory threads) {
        return new RenewingHttpClient(ioThreads -> client(settings, ioThreads), threads);
    }

    /** The passwords for proxies, as they are and as they are sent. No message may have them. */
    public static List<String> secrets(HttpSettings settings) {
        return ProxyCredentials.secrets(settings);
    }

    private static CloseableHttpAsyncClient client(HttpSettings settings, ThreadFactory threads) {
        HttpAsyncClientBuilder builder = HttpAsyncClientBuilder.create()
                .setConnectionManager(connections(settings))
                .setIOReactorConfig(IOReactorConfig.custom()
                        .setSoTimeout(Timeout.of(settings.soTimeout))
                        .build())
                .setHttp1Config(Http1Config.custom()
                        .setMaxLineLength(MAX_LINE_LENGTH)
                        .setMaxHeaderCount(MAX_HEADER_COUNT)
                        .build())
                .setDefaultRequestConfig(requests(settings))
                .setThreadFactory(threads)
                .setUserAgent(settings.userAgent())
                // Replaces the decorator that logs every byte.
                .setIoSessionDecorator(session -> session)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableConnectionState();
        AbortOnCancel.addTo(builder);
        if (settings.useSystemProperties) {
            builder.useSystemProperties();
        }
        if (settings.proxyHost != null) {
            builder.setRoutePlanner(new CamelProxyRoutePlanner(
                    new HttpHost(settings.proxyHost, settings.proxyPort), settings.nonProxyHosts));
        }
        authenticateToProxy(settings, builder);
        return builder.build();
    }

    private static PoolingAsyncClientConnectionManager connections(HttpSettings settings) {
        Duration timeToLive = settings.connectionTimeToLive;
        return PoolingAsyncClientConnectionManagerBuilder.create()
                .setTlsStrategy(tls(settings))
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                        .setHandshakeTimeout(Timeout.of(settings.connectTimeout))
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(settings.connectTimeout))
                        .setTimeToLive(timeToLive == null ? null : TimeValue.of(timeToLive))
                        .setSocketTimeout(limit(settings.soTimeout))
                        .build())
                .setMaxConnTotal(settings.maxTotalConnections)
                .setMaxConnPerRoute(settings.connectionsPerRoute)
                .build();
    }

    private static DefaultClientTlsStrategy tls(HttpSettings settings) {
        HostnameVerifier verifier = settings.hostnameVerifier;
        if (settings.useSystemProperties && settings.sslContext == null && verifier == null) {
            return DefaultClientTlsStrategy.createSystemDefault();
        }
        return new DefaultClientTlsStrategy(
                settings.sslContext != null ? settings.sslContext : SSLContexts.createDefault(),
                verifier == null ? HostnameVerificationPolicy.BOTH : HostnameVerificationPolicy.CLIENT,
                // Without one, HttpClient 5.6 leaves the check to the trust managers, which need not make it.
                verifier == null ? HttpsSupport.getDefaultHostnameVerifier() : verifier);
    }

    private static RequestConfig requests(HttpSettings settings) {
        return RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.of(settings.connectionRequestTimeout))
                .setResponseTimeout(limit(settings.responseTimeout))
                .setRedirectsEnabled(false)
                // HttpClient 5.6 would decompress answers. Here it is done in one way with all versions.
                .setContentCompressionEnabled(false)
                .setAuthenticationEnabled(isDigest(settings))
                .setProxyPreferredAuthSchemes(List.of(settings.proxyAuthMethod))
                .build();
    }

    /** Null for zero, which is no limit of its own. */
    private static Timeout limit(Duration timeout) {
        return timeout.isZero() ? null : Timeout.of(timeout);
    }

    /** Digest needs the data of a challenge, so the HTTP client answers that itself. */
    private static boolean isDigest(HttpSettings settings) {
        return "Digest".equalsIgnoreCase(settings.proxyAuthMethod);
    }

    private static void authenticateToProxy(HttpSettings settings, HttpAsyncClientBuilder builder) {
        CredentialsProvider users = ProxyCredentials.users(settings);
        if (users != null && isDigest(settings)) {
            builder.setDefaultCredentialsProvider(users);
        } else if (users != null) {
            ProxyCredentials credentials = new ProxyCredentials(users);
            builder.addRequestInterceptorLast(credentials);
            // HttpClient sets the route when the connection is complete. The request for a tunnel needs it earlier.
            builder.addExecInterceptorBefore(
                    ChainElement.CONNECT.name(), "route", (request, entity, scope, chain, callback) -> {
                        scope.clientContext.setRoute(scope.route);
                        chain.proceed(request, entity, scope, callback);
                    });
            builder.replaceExecInterceptor(
                    ChainElement.CONNECT.name(),
                    new AsyncConnectExec(
                            new DefaultHttpProcessor(
                                    new RequestTargetHost(), new RequestUserAgent(settings.userAgent()), credentials),
                            DefaultAuthenticationStrategy.INSTANCE,
                            DefaultSchemePortResolver.INSTANCE,
                            true));
        }
    }
}
