package io.github.camellinkup.benchmarks;

import io.github.camellinkup.client.model.OutputType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.Message;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.impl.bootstrap.AsyncServerBootstrap;
import org.apache.hc.core5.http.impl.bootstrap.HttpAsyncServer;
import org.apache.hc.core5.http.nio.AsyncRequestConsumer;
import org.apache.hc.core5.http.nio.AsyncServerRequestHandler;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityConsumer;
import org.apache.hc.core5.http.nio.support.AsyncResponseBuilder;
import org.apache.hc.core5.http.nio.support.BasicRequestConsumer;
import org.apache.hc.core5.http.nio.support.BasicServerExchangeHandler;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;

/**
 * The other side of every benchmark: answers each search with the same canned answer, at once or after a while. It is
 * as light as HttpCore's own server allows, so that what is measured is the client.
 */
public final class AnswerServer implements AutoCloseable, AsyncServerRequestHandler<Message<HttpRequest, byte[]>> {

    /** Waiting connections when a thousand calls start at once. */
    private static final int BACKLOG = 2048;

    private final long delayMillis;
    private final byte[] sourcedAnswer = CannedAnswers.of(OutputType.SOURCED_ANSWER);
    private final byte[] searchResults = CannedAnswers.of(OutputType.SEARCH_RESULTS);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong calls = new AtomicLong();
    private final HttpAsyncServer server;
    private final int port;

    /** @param delay how long every answer waits; a waiting answer holds no thread */
    AnswerServer(Duration delay) throws IOException {
        delayMillis = delay.toMillis();
        server = AsyncServerBootstrap.bootstrap()
                .setIOReactorConfig(IOReactorConfig.custom()
                        .setBacklogSize(BACKLOG)
                        .setTcpNoDelay(true)
                        .build())
                .setRequestRouter((request, context) -> () -> new BasicServerExchangeHandler<>(this))
                .create();
        server.start();
        port = listen(server);
    }

    private static int listen(HttpAsyncServer server) throws IOException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            InetSocketAddress bound = (InetSocketAddress)
                    server.listen(anyPort, URIScheme.HTTP).get().getAddress();
            return bound.getPort();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    /** The address to give to a client as that of the API. */
    String baseUrl() {
        return "http://127.0.0.1:" + port + "/v1";
    }

    /** How many searches have come in. */
    long calls() {
        return calls.get();
    }

    @Override
    public AsyncRequestConsumer<Message<HttpRequest, byte[]>> prepare(
            HttpRequest request, EntityDetails entity, HttpContext context) {
        return new BasicRequestConsumer<>(entity == null ? null : new BasicAsyncEntityConsumer());
    }

    @Override
    public void handle(Message<HttpRequest, byte[]> request, ResponseTrigger response, HttpContext context)
            throws HttpException, IOException {
        calls.incrementAndGet();
        String question = new String(request.getBody(), StandardCharsets.UTF_8);
        boolean results = question.contains("\"outputType\":\"searchResults\"");
        byte[] answer = results ? searchResults : sourcedAnswer;
        if (delayMillis == 0) {
            answer(response, answer, context);
        } else {
            timer.schedule(
                    () -> {
                        answer(response, answer, context);
                        return null;
                    },
                    delayMillis,
                    TimeUnit.MILLISECONDS);
        }
    }

    private static void answer(ResponseTrigger response, byte[] answer, HttpContext context)
            throws HttpException, IOException {
        response.submitResponse(
                AsyncResponseBuilder.create(200)
                        .setEntity(answer, ContentType.APPLICATION_JSON)
                        .build(),
                context);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        server.initiateShutdown();
        server.close(CloseMode.IMMEDIATE);
        try {
            server.awaitShutdown(TimeValue.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Serves until the standard input ends, which it does when the parent process has ended. Prints the address first.
     *
     * @param args the delay of every answer in milliseconds
     */
    public static void main(String[] args) throws IOException {
        try (AnswerServer server = new AnswerServer(Duration.ofMillis(Long.parseLong(args[0])))) {
            System.out.println(server.baseUrl());
            while (System.in.read() >= 0) {
                // Nothing is said to it.
            }
        }
    }
}
