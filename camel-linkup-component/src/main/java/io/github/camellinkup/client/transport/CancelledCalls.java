package io.github.camellinkup.client.transport;

import java.io.IOException;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.async.AsyncExecChainHandler;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;

/**
 * Lets a cancelled call end its exchange on the connection. HttpClient remembers one thing to cancel, the last it was told
 * of, and where a connection is ready at once it is told of the exchange first and of the lease, which has ended by then,
 * last. Such a call would keep its connection until the server ends it, and for ever where its answer waits to be read.
 * Calls over HTTP/2 keep none, as they share theirs.
 */
final class CancelledCalls implements AsyncExecChainHandler {

    @Override
    public void execute(
            HttpRequest request,
            AsyncEntityProducer entity,
            AsyncExecChain.Scope scope,
            AsyncExecChain chain,
            AsyncExecCallback callback)
            throws HttpException, IOException {
        Begun begun = new Begun(scope.execRuntime);
        scope.cancellableDependency.setDependency(begun);
        chain.proceed(request, entity, with(begun, scope), callback);
    }

    /** Goes in front of the exchange on the connection, to know it from what comes before. */
    static void exchange(
            HttpRequest request,
            AsyncEntityProducer entity,
            AsyncExecChain.Scope scope,
            AsyncExecChain chain,
            AsyncExecCallback callback)
            throws HttpException, IOException {
        boolean known = scope.cancellableDependency instanceof Begun;
        AsyncExecChain.Scope telling = known ? with(new Exchange((Begun) scope.cancellableDependency), scope) : scope;
        chain.proceed(request, entity, telling, callback);
    }

    private static AsyncExecChain.Scope with(CancellableDependency begun, AsyncExecChain.Scope scope) {
        return new AsyncExecChain.Scope(
                scope.exchangeId,
                scope.route,
                scope.originalRequest,
                begun,
                scope.clientContext,
                scope.execRuntime,
                scope.scheduler,
                scope.execCount);
    }

    /** What a call has begun: the exchange, or what leads to it. Thread-safe. */
    private static final class Begun implements CancellableDependency {

        private final AsyncExecRuntime runtime;
        private Cancellable last;
        private Cancellable exchange;
        private boolean cancelled;

        private Begun(AsyncExecRuntime runtime) {
            this.runtime = runtime;
        }

        @Override
        public void setDependency(Cancellable next) {
            synchronized (this) {
                if (!cancelled) {
                    last = next;
                    return;
                }
            }
            next.cancel();
        }

        private void setExchange(Cancellable next) {
            synchronized (this) {
                if (!cancelled) {
                    last = next;
                    exchange = next;
                    return;
                }
            }
            next.cancel();
        }

        @Override
        public synchronized boolean isCancelled() {
            return cancelled;
        }

        @Override
        public boolean cancel() {
            Cancellable running;
            synchronized (this) {
                if (cancelled) {
                    return false;
                }
                cancelled = true;
                // A connection that is shared must not end with one of its calls.
                running = exchange == null || SharedConnectionGuard.isShared(runtime) ? last : exchange;
            }
            return running != null && running.cancel();
        }
    }

    /** Tells of the exchange. */
    private record Exchange(Begun begun) implements CancellableDependency {

        @Override
        public void setDependency(Cancellable exchange) {
            begun.setExchange(exchange);
        }

        @Override
        public boolean isCancelled() {
            return begun.isCancelled();
        }

        @Override
        public boolean cancel() {
            return begun.cancel();
        }
    }
}
