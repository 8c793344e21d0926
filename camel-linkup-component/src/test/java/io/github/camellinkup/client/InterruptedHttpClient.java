package io.github.camellinkup.client;

import java.util.concurrent.Future;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.function.Supplier;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.AsyncPushConsumer;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.HandlerFactory;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorStatus;
import org.apache.hc.core5.util.TimeValue;

/** Lets something happen after a request was handed over and before its caller goes on. */
final class InterruptedHttpClient extends CloseableHttpAsyncClient {

    private final CloseableHttpAsyncClient http;
    private final Runnable interruption;

    InterruptedHttpClient(CloseableHttpAsyncClient http, Runnable interruption) {
        this.http = http;
        this.interruption = interruption;
    }

    @Override
    protected <T> Future<T> doExecute(
            HttpHost target,
            AsyncRequestProducer request,
            AsyncResponseConsumer<T> response,
            HandlerFactory<AsyncPushConsumer> pushes,
            HttpContext context,
            FutureCallback<T> callback) {
        Future<T> running = http.execute(target, request, response, pushes, context, callback);
        interruption.run();
        return running;
    }

    @Override
    @Deprecated
    public void register(String hostname, String uriPattern, Supplier<AsyncPushConsumer> supplier) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void start() {
        http.start();
    }

    @Override
    public IOReactorStatus getStatus() {
        return http.getStatus();
    }

    @Override
    public void awaitShutdown(TimeValue waitTime) throws InterruptedException {
        http.awaitShutdown(waitTime);
    }

    @Override
    public void initiateShutdown() {
        http.initiateShutdown();
    }

    @Override
    public void close(CloseMode mode) {
        http.close(mode);
    }

    @Override
    public void close() {
        close(CloseMode.GRACEFUL);
    }
}
