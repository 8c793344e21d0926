package io.github.camellinkup.client;

import java.util.concurrent.Future;
import org.apache.hc.client5.http.async.HttpAsyncClient;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.nio.AsyncPushConsumer;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.HandlerFactory;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Lets something happen after a request was handed over and before its caller goes on. */
record InterruptedHttpClient(HttpAsyncClient http, Runnable interruption) implements HttpAsyncClient {

    @Override
    public <T> Future<T> execute(
            AsyncRequestProducer request,
            AsyncResponseConsumer<T> response,
            HandlerFactory<AsyncPushConsumer> pushes,
            HttpContext context,
            FutureCallback<T> callback) {
        Future<T> running = http.execute(request, response, pushes, context, callback);
        interruption.run();
        return running;
    }
}
