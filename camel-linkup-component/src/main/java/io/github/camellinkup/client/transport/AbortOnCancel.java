package io.github.camellinkup.client.transport;

import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.concurrent.CancellableDependency;

/**
 * Closes the connection of a call that is cancelled. HttpClient alone does not always do so. It cancels only the step of
 * the call that was reported to it last: if a pooled connection is free, that is the lease of the connection, which is
 * over by then. And it takes an exchange for finished as soon as the head of an error has come. The call would then keep
 * its connection until the server closes it, and in the end no connection would be free.
 */
final class AbortOnCancel implements CancellableDependency {

    private final AsyncExecRuntime runtime;
    private Cancellable step;
    private boolean exchanging;
    private boolean cancelled;

    private AbortOnCancel(AsyncExecRuntime runtime) {
        this.runtime = runtime;
    }

    static void addTo(HttpAsyncClientBuilder builder) {
        builder.addExecInterceptorFirst("abortOnCancel", (request, entity, scope, chain, callback) -> {
            AbortOnCancel call = new AbortOnCancel(scope.execRuntime);
            scope.cancellableDependency.setDependency(call);
            chain.proceed(request, entity, with(call, scope), callback);
        });
        builder.addExecInterceptorBefore(
                ChainElement.MAIN_TRANSPORT.name(), "exchange", (request, entity, scope, chain, callback) -> {
                    chain.proceed(request, entity, scope, callback);
                    ((AbortOnCancel) scope.cancellableDependency).exchangeStarted();
                });
    }

    private static AsyncExecChain.Scope with(AbortOnCancel call, AsyncExecChain.Scope scope) {
        return new AsyncExecChain.Scope(
                scope.exchangeId,
                scope.route,
                scope.originalRequest,
                call,
                scope.clientContext,
                scope.execRuntime,
                scope.scheduler,
                scope.execCount);
    }

    @Override
    public void setDependency(Cancellable next) {
        synchronized (this) {
            if (!cancelled) {
                step = next;
                return;
            }
        }
        next.cancel();
    }

    /** The connection has the exchange, so that closing the connection ends it. */
    private void exchangeStarted() {
        synchronized (this) {
            exchanging = true;
            if (!cancelled) {
                return;
            }
        }
        runtime.discardEndpoint();
    }

    @Override
    public boolean cancel() {
        Cancellable running;
        boolean connected;
        synchronized (this) {
            cancelled = true;
            running = step;
            connected = exchanging;
        }
        if (running != null) {
            running.cancel();
        }
        if (connected) {
            runtime.discardEndpoint();
        }
        return true;
    }

    @Override
    public synchronized boolean isCancelled() {
        return cancelled;
    }
}
