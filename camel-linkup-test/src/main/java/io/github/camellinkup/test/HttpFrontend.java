package io.github.camellinkup.test;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.Options.ChunkedEncodingPolicy;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.ChunkedDribbleDelay;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The HTTP server. The only class that knows WireMock: everything else deals in calls and replies. */
final class HttpFrontend implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int DRIBBLE_PIECES = 20;

    private final WireMockServer server;
    private final boolean https;

    HttpFrontend(int port, Tls tls, Clock clock, Function<ReceivedCall, Reply> handler) {
        WireMockConfiguration options = WireMockConfiguration.options()
                .bindAddress(LOOPBACK)
                .port(port)
                .containerThreads(64)
                .jettyAcceptQueueSize(4096)
                .jettyStopTimeout(0L)
                // A reply that waits is scheduled and holds no thread, so a thousand can wait at once.
                .asynchronousResponseEnabled(true)
                .asynchronousResponseThreads(32)
                .disableRequestJournal()
                .stubRequestLoggingDisabled(true)
                .maxLoggedResponseSize(0)
                .gzipDisabled(true)
                .useChunkedTransferEncoding(ChunkedEncodingPolicy.BODY_FILE)
                .templatingEnabled(false)
                .extensions(new Transformer(clock, handler));
        if (tls != null) {
            options.dynamicHttpsPort()
                    .keystorePath(tls.path())
                    .keystorePassword(tls.password())
                    .keyManagerPassword(tls.password())
                    .keystoreType(tls.type());
        }
        https = tls != null;
        server = new WireMockServer(options);
        server.start();
        server.stubFor(WireMock.any(WireMock.anyUrl()));
    }

    String baseUrl() {
        return "http://" + LOOPBACK + ":" + server.port() + Operation.ROOT;
    }

    String httpsBaseUrl() {
        if (!https) {
            throw new IllegalStateException("HTTPS is off: switch it on with builder().https()");
        }
        return "https://localhost:" + server.httpsPort() + Operation.ROOT;
    }

    @Override
    public void close() {
        server.stop();
    }

    private record Transformer(Clock clock, Function<ReceivedCall, Reply> handler) implements ResponseTransformerV2 {

        @Override
        public String getName() {
            return "linkup-stand-in";
        }

        @Override
        public Response transform(Response unused, ServeEvent event) {
            LoggedRequest request = event.getRequest();
            Reply reply = handler.apply(callOf(request));
            return responseOf(reply);
        }

        private ReceivedCall callOf(LoggedRequest request) {
            String[] url = request.getUrl().split("\\?", 2);
            Map<String, List<String>> headers = new LinkedHashMap<>();
            for (HttpHeader header : request.getHeaders().all()) {
                headers.put(header.key(), List.copyOf(header.values()));
            }
            return new ReceivedCall(
                    clock.instant(),
                    request.getMethod().getName(),
                    request.getAbsoluteUrl(),
                    url[0],
                    url.length == 1 ? Map.of() : query(url[1]),
                    ReceivedCall.caseInsensitive(headers),
                    new String(request.getBody(), StandardCharsets.UTF_8),
                    request.getProtocol(),
                    0);
        }

        private static Map<String, List<String>> query(String raw) {
            Map<String, List<String>> query = new LinkedHashMap<>();
            for (String pair : raw.split("&")) {
                String[] parts = pair.split("=", 2);
                query.computeIfAbsent(decoded(parts[0]), name -> new ArrayList<>())
                        .add(parts.length == 1 ? "" : decoded(parts[1]));
            }
            return query;
        }

        private static String decoded(String part) {
            try {
                return URLDecoder.decode(part, StandardCharsets.UTF_8);
            } catch (IllegalArgumentException badEscape) {
                return part;
            }
        }

        private static Response responseOf(Reply reply) {
            Response.Builder response = Response.response()
                    .status(reply.status())
                    .headers(new HttpHeaders(reply.headers().entrySet().stream()
                            .map(header -> new HttpHeader(header.getKey(), header.getValue()))
                            .toList()));
            if (reply.body() instanceof Body.InMemory inMemory) {
                response.body(inMemory.bytes());
            } else {
                response.body(reply.body()::open);
            }
            response.incrementInitialDelay(reply.delay().toMillis());
            if (!reply.dribble().isZero()) {
                response.chunkedDribbleDelay(new ChunkedDribbleDelay(
                        DRIBBLE_PIECES, Math.toIntExact(reply.dribble().toMillis())));
            }
            if (reply.cut() != null) {
                cut(response, reply.cut());
            }
            return response.build();
        }

        private static void cut(Response.Builder response, Reply.Cut cut) {
            response.fault(
                    switch (cut) {
                        case RESET -> Fault.CONNECTION_RESET_BY_PEER;
                        case CLOSE -> Fault.EMPTY_RESPONSE;
                        case BROKEN_CHUNK -> Fault.MALFORMED_RESPONSE_CHUNK;
                    });
        }
    }
}
