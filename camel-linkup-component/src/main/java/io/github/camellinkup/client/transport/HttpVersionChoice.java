package io.github.camellinkup.client.transport;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.core5.function.Resolver;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which HTTP version a new connection may speak. HttpClient logs the headers of HTTP/2 in copies of its own, with the
 * key in them; HTTP/1.1 headers can be masked. So as long as anything that logs HTTP/2 is at DEBUG when a connection is
 * made, it is HTTP/1.1.
 */
final class HttpVersionChoice implements Resolver<HttpHost, TlsConfig> {

    private static final Logger LOG = LoggerFactory.getLogger(HttpVersionChoice.class);

    /** Whether HttpClient looks over a connection's shoulder is decided by these, when the connection is made. */
    private static final List<Logger> TELLTALES = List.of(
            LoggerFactory.getLogger("org.apache.hc.client5.http.headers"),
            LoggerFactory.getLogger("org.apache.hc.client5.http.impl.async.InternalHttpAsyncClient"),
            LoggerFactory.getLogger("org.apache.hc.client5.http2.frame"),
            LoggerFactory.getLogger("org.apache.hc.client5.http2.frame.payload"),
            LoggerFactory.getLogger("org.apache.hc.client5.http2.flow"));

    private final TlsConfig chosen;
    private final TlsConfig http1;
    private final AtomicBoolean warned = new AtomicBoolean();

    HttpVersionChoice(HttpVersionPolicy policy, Timeout handshakeTimeout) {
        chosen = TlsConfig.custom()
                .setVersionPolicy(policy)
                .setHandshakeTimeout(handshakeTimeout)
                .build();
        http1 = TlsConfig.copy(chosen)
                .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                .build();
    }

    @Override
    public TlsConfig resolve(HttpHost host) {
        if (!canBeHttp2(host) || TELLTALES.stream().noneMatch(Logger::isDebugEnabled)) {
            return chosen;
        }
        if (warned.compareAndSet(false, true)) {
            LOG.warn("Calls to Linkup use HTTP/1.1 while org.apache.hc.client5 logs at DEBUG, because its HTTP/2 log"
                    + " would show the API key");
        }
        return http1;
    }

    /** Without TLS a version cannot be negotiated, only forced. */
    private boolean canBeHttp2(HttpHost host) {
        return switch (chosen.getHttpVersionPolicy()) {
            case FORCE_HTTP_1 -> false;
            case FORCE_HTTP_2 -> true;
            case NEGOTIATE -> URIScheme.HTTPS.same(host.getSchemeName());
        };
    }
}
