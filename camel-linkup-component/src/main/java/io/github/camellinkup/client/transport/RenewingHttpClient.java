package io.github.camellinkup.client.transport;

import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP client that survives the end of its threads. An {@link Error}, such as exhausted memory, ends a thread of the HTTP
 * client, and then the HTTP client itself. The next call uses a new HTTP client. Calls on the remaining threads end
 * normally; calls on the thread that ended fail by their time limit.
 */
final class RenewingHttpClient extends CloseableHttpAsyncClient {

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
    protected <T> Future<T> doExecute(
            HttpHost target,
            AsyncRequestProducer request,
            AsyncResponseConsumer<T> response,
            HandlerFactory<AsyncPushConsumer> pushes,
            HttpContext context,
            FutureCallback<T> callback) {
        return running().execute(target, request, response, pushes, context, callback);
    }

    @Override
    public void start() {
        // It is started when it is created.
    }

    @Override
    public IOReactorStatus getStatus() {
        return client.getStatus();
    }

    @Override
    public void awaitShutdown(TimeValue waitTime) throws InterruptedException {
        client.awaitShutdown(waitTime);
    }

    @Override
    public void initiateShutdown() {
        end().initiateShutdown();
    }

    @Override
    public void close(CloseMode mode) {
        end().close(mode);
    }

    @Override
    public void close() {
        close(CloseMode.GRACEFUL);
    }

    private synchronized CloseableHttpAsyncClient end() {
        closed = true;
        closeFormer();
        return client;
    }

    @Override
    @Deprecated
    public void register(String hostname, String uriPattern, Supplier<AsyncPushConsumer> supplier) {
        throw new UnsupportedOperationException();
    }
}
