package io.github.camellinkup.client;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
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
import org.apache.hc.core5.http.nio.entity.DiscardingEntityConsumer;
import org.apache.hc.core5.http.nio.support.AsyncResponseBuilder;
import org.apache.hc.core5.http.nio.support.BasicRequestConsumer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http2.H2Error;
import org.apache.hc.core5.http2.H2StreamResetException;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.http2.impl.nio.bootstrap.H2ServerBootstrap;
import org.apache.hc.core5.io.CloseMode;

/** Speaks HTTP/2 without TLS. Answers every request with a balance, at once or when it is told to, or resets it. */
final class Http2Server implements AsyncServerRequestHandler<Message<HttpRequest, Void>>, AutoCloseable {

    private final HttpAsyncServer server;
    private final String baseUrl;
    private final Queue<ResponseTrigger> held = new ConcurrentLinkedQueue<>();
    private volatile boolean holding;
    private volatile boolean resetting;

    private Http2Server(int streams) throws InterruptedException, ExecutionException {
        server = H2ServerBootstrap.bootstrap()
                .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_2)
                .setH2Config(H2Config.custom()
                        .setMaxConcurrentStreams(streams)
                        .setPushEnabled(false)
                        .build())
                .setCanonicalHostName("localhost")
                .register("*", this)
                .create();
        server.start();
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        InetSocketAddress bound =
                (InetSocketAddress) server.listen(any, URIScheme.HTTP).get().getAddress();
        baseUrl = "http://localhost:" + bound.getPort() + "/v1";
    }

    /** @param streams how many requests it takes at a time on a connection */
    static Http2Server start(int streams) {
        try {
            return new Http2Server(streams);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    String baseUrl() {
        return baseUrl;
    }

    /** Whether to hold the answers to the requests that come from now on. */
    void hold(boolean on) {
        holding = on;
    }

    /** Whether to reset the streams of the requests that come from now on. */
    void reset(boolean on) {
        resetting = on;
    }

    void awaitHeld(int number) {
        await().until(() -> held.size() >= number);
    }

    void answerTheFirstHeld() {
        answer(held.remove());
    }

    /** Answers with an error that has no body. */
    void refuseTheFirstHeld() {
        submit(held.remove(), AsyncResponseBuilder.create(500));
    }

    /** Says that it takes no more requests on the connections that there are, and goes on with those it has. */
    void goAway() {
        server.initiateShutdown();
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
                if (resetting) {
                    throw new H2StreamResetException(H2Error.INTERNAL_ERROR, "not this one");
                }
                super.consumeRequest(head, details, requestContext, callback);
            }
        };
    }

    @Override
    public void handle(Message<HttpRequest, Void> request, ResponseTrigger trigger, HttpContext context) {
        if (holding) {
            held.add(trigger);
        } else {
            answer(trigger);
        }
    }

    private static void answer(ResponseTrigger trigger) {
        submit(trigger, AsyncResponseBuilder.create(200).setEntity("{\"balance\":1}", ContentType.APPLICATION_JSON));
    }

    private static void submit(ResponseTrigger trigger, AsyncResponseBuilder answer) {
        try {
            trigger.submitResponse(answer.build(), null);
        } catch (HttpException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close(CloseMode.IMMEDIATE);
    }
}
