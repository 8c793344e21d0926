package io.github.camellinkup.client.transport;

import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.concurrent.ComplexCancellable;

/**
 * Closes the connection of a cancelled call. HttpClient alone does not always do so. It cancels only the last step that the
 * call has reported; with a pooled connection, that is the lease of the connection, which has ended by then. It also regards
 * an exchange as finished when the head of an error has arrived. The call would then keep its connection until the server
 * closes it, and eventually no connection would be free.
 */
final class AbortOnCancel implements CancellableDependency {

    private final AsyncExecRuntime runtime;
    private final ComplexCancellable step = new ComplexCancellable();
    private volatile boolean exchanging;

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
        step.setDependency(next);
    }

    /** The connection has the exchange, so closing the connection ends it. */
    private void exchangeStarted() {
        exchanging = true;
        if (isCancelled()) {
            runtime.discardEndpoint();
        }
    }

    @Override
    public boolean cancel() {
        step.cancel();
        if (exchanging) {
            runtime.discardEndpoint();
        }
        return true;
    }

    @Override
    public boolean isCancelled() {
        return step.isCancelled();
    }
}
