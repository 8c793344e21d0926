package io.github.camellinkup.client;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.Message;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.impl.bootstrap.HttpAsyncServer;
import org.apache.hc.core5.http.nio.AsyncRequestConsumer;
import org.apache.hc.core5.http.nio.AsyncServerRequestHandler;
import org.apache.hc.core5.http.nio.command.ShutdownCommand;
import org.apache.hc.core5.http.nio.entity.DiscardingEntityConsumer;
import org.apache.hc.core5.http.nio.support.AsyncResponseBuilder;
import org.apache.hc.core5.http.nio.support.BasicRequestConsumer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http2.H2Error;
import org.apache.hc.core5.http2.H2StreamResetException;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.http2.impl.nio.bootstrap.H2ServerBootstrap;
import org.apache.hc.core5.http2.ssl.H2ServerTlsStrategy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.Command;
import org.apache.hc.core5.reactor.IOSession;

/** Speaks HTTP/2. Answers every request with a balance, if not told other, at once or when it is told to, or resets it. */
final class Http2Server implements AsyncServerRequestHandler<Message<HttpRequest, Void>>, AutoCloseable {

    private final HttpAsyncServer server;
    private final String baseUrl;
    private final Queue<Held> held = new ConcurrentLinkedQueue<>();
    private final Queue<IOSession> sessions = new ConcurrentLinkedQueue<>();
    private volatile Function<String, Fate> fates = path -> Fate.ANSWERED;
    private volatile UnaryOperator<String> bodies = path -> "{\"balance\":1}";

    /** What becomes of a request. */
    enum Fate {
        ANSWERED,
        HELD,
        REFUSED,
        RESET
    }

    private record Held(String path, ResponseTrigger trigger) {}

    private Http2Server(int streams, SSLContext tls) throws InterruptedException, ExecutionException {
        server = H2ServerBootstrap.bootstrap()
                .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_2)
                .setH2Config(H2Config.custom()
                        .setMaxConcurrentStreams(streams)
                        .setPushEnabled(false)
                        .build())
                .setCanonicalHostName("localhost")
                .setIOSessionDecorator(this::keep)
                .setTlsStrategy(tls == null ? null : new H2ServerTlsStrategy(tls))
                .register("*", this)
                .create();
        server.start();
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        URIScheme scheme = tls == null ? URIScheme.HTTP : URIScheme.HTTPS;
        InetSocketAddress bound =
                (InetSocketAddress) server.listen(any, scheme).get().getAddress();
        baseUrl = scheme.id + "://localhost:" + bound.getPort() + "/v1";
    }

    /** @param streams how many requests it takes at a time on a connection */
    static Http2Server start(int streams) {
        return start(streams, null);
    }

    /** @param tls for the server's side, or null for none */
    static Http2Server start(int streams, SSLContext tls) {
        try {
            return new Http2Server(streams, tls);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    String baseUrl() {
        return baseUrl;
    }

    /** Whether to hold the answers to the requests that come from now on. */
    void hold(boolean on) {
        treat(path -> on ? Fate.HELD : Fate.ANSWERED);
    }

    /** Whether to reset the streams of the requests that come from now on. */
    void reset(boolean on) {
        treat(path -> on ? Fate.RESET : Fate.ANSWERED);
    }

    /** What becomes of the requests that come from now on, by their paths. */
    void treat(Function<String, Fate> by) {
        fates = by;
    }

    /** What is answered, by the path of the request. */
    void body(UnaryOperator<String> by) {
        bodies = by;
    }

    int held() {
        return held.size();
    }

    void awaitHeld(int number) {
        await().until(() -> held.size() >= number);
    }

    void answerTheFirstHeld() {
        answer(held.remove());
    }

    /** Answers with an error that has no body. */
    void refuseTheFirstHeld() {
        refuse(held.remove().trigger());
    }

    /** Says that it takes no more requests on the connections that there are, and goes on with those it has. */
    void goAway() {
        for (IOSession session = sessions.poll(); session != null; session = sessions.poll()) {
            session.enqueue(ShutdownCommand.GRACEFUL, Command.Priority.IMMEDIATE);
        }
    }

    private IOSession keep(IOSession session) {
        sessions.add(session);
        return session;
    }

    @Override
    public AsyncRequestConsumer<Message<HttpRequest, Void>> prepare(
            HttpRequest request, EntityDetails entity, HttpContext context) {
        return new BasicRequestConsumer<>(entity == null ? null : new DiscardingEntityConsumer<>()) {
            @Override
            public void consumeRequest(
                    HttpRequest head,
                    EntityDetails details,
                    HttpContext requestContext,
                    FutureCallback<Message<HttpRequest, Void>> callback)
                    throws HttpException, IOException {
                if (fates.apply(head.getPath()) == Fate.RESET) {
                    throw new H2StreamResetException(H2Error.INTERNAL_ERROR, "not this one");
                }
                super.consumeRequest(head, details, requestContext, callback);
            }
        };
    }

    @Override
    public void handle(Message<HttpRequest, Void> request, ResponseTrigger trigger, HttpContext context) {
        String path = request.getHead().getPath();
        switch (fates.apply(path)) {
            case HELD -> held.add(new Held(path, trigger));
            case REFUSED -> refuse(trigger);
            default -> answer(new Held(path, trigger));
        }
    }

    private void answer(Held request) {
        submit(
                request.trigger(),
                AsyncResponseBuilder.create(200).setEntity(bodies.apply(request.path()), ContentType.APPLICATION_JSON));
    }

    private static void refuse(ResponseTrigger trigger) {
        submit(trigger, AsyncResponseBuilder.create(500));
    }

    private static void submit(ResponseTrigger trigger, AsyncResponseBuilder answer) {
        try {
            trigger.submitResponse(answer.build(), null);
        } catch (IOException | IllegalStateException e) {
            // The client has closed the connection, and so waits for no answer.
        } catch (HttpException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close(CloseMode.IMMEDIATE);
    }
}
