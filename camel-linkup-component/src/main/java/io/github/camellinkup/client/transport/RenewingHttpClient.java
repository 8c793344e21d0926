package io.github.camellinkup.client.transport;

import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.hc.client5.http.async.HttpAsyncClient;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.nio.AsyncPushConsumer;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.HandlerFactory;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.ModalCloseable;
import org.apache.hc.core5.reactor.IOReactorStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP client that survives the end of its threads. An {@link Error}, such as exhausted memory, ends a thread of the HTTP
 * client, and then the HTTP client itself. The next call uses a new HTTP client. Calls on the remaining threads end
 * normally; calls on the thread that ended fail by their time limit.
 */
public final class RenewingHttpClient implements HttpAsyncClient, ModalCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RenewingHttpClient.class);

    private final Function<ThreadFactory, CloseableHttpAsyncClient> maker;
    private final ThreadFactory threads;
    private volatile CloseableHttpAsyncClient client;
    private CloseableHttpAsyncClient former;
    private boolean closed;

    /**
     * @param maker creates HTTP clients that are not started yet
     * @param threads creates their threads
     */
    RenewingHttpClient(Function<ThreadFactory, CloseableHttpAsyncClient> maker, ThreadFactory threads) {
        this.maker = maker;
        this.threads = threads;
        this.client = started();
    }

    private CloseableHttpAsyncClient started() {
        AtomicReference<CloseableHttpAsyncClient> made = new AtomicReference<>();
        made.set(maker.apply(work -> threads.newThread(() -> {
            try {
                work.run();
            } finally {
                // Otherwise it would continue with the remaining threads and fail every call on the one that ended.
                made.get().initiateShutdown();
            }
        })));
        made.get().start();
        return made.get();
    }

    private CloseableHttpAsyncClient running() {
        CloseableHttpAsyncClient current = client;
        return hasEnded(current) ? renewed() : current;
    }

    private synchronized CloseableHttpAsyncClient renewed() {
        if (hasEnded(client) && !closed) {
            LOG.warn("A thread of the HTTP client has ended after an error, so a new HTTP client is created");
            closeFormer();
            former = client;
            client = started();
        }
        return client;
    }

    private void closeFormer() {
        if (former != null) {
            former.close(CloseMode.IMMEDIATE);
        }
    }

    private static boolean hasEnded(CloseableHttpAsyncClient client) {
        return client.getStatus().compareTo(IOReactorStatus.ACTIVE) > 0;
    }

    @Override
    public <T> Future<T> execute(
            AsyncRequestProducer request,
            AsyncResponseConsumer<T> response,
            HandlerFactory<AsyncPushConsumer> pushes,
            HttpContext context,
            FutureCallback<T> callback) {
        return running().execute(request, response, pushes, context, callback);
    }

    @Override
    public void close(CloseMode mode) {
        synchronized (this) {
            closed = true;
            closeFormer();
        }
        client.close(mode);
    }

    @Override
    public void close() {
        close(CloseMode.GRACEFUL);
    }
}
