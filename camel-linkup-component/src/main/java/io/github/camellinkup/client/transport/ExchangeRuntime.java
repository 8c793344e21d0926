package io.github.camellinkup.client.transport;

import org.apache.hc.client5.http.EndpointInfo;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.util.TimeValue;

/**
 * The connection as an exchange on it sees it: not checked when an answer without a body has come. HttpClient closes at the
 * check what takes no more calls, with the others that are on it. Giving it back does the same at a time that
 * {@link SharedConnectionGuard} chooses.
 */
record ExchangeRuntime(AsyncExecRuntime runtime) implements AsyncExecRuntime {

    @Override
    public boolean validateConnection() {
        return runtime.getEndpointInfo() != null;
    }

    @Override
    public boolean isEndpointAcquired() {
        return runtime.isEndpointAcquired();
    }

    @Override
    public Cancellable acquireEndpoint(
            String id,
            HttpRoute route,
            Object state,
            HttpClientContext context,
            FutureCallback<AsyncExecRuntime> callback) {
        return runtime.acquireEndpoint(id, route, state, context, callback);
    }

    @Override
    public void releaseEndpoint() {
        runtime.releaseEndpoint();
    }

    @Override
    public void discardEndpoint() {
        runtime.discardEndpoint();
    }

    @Override
    public boolean isEndpointConnected() {
        return runtime.isEndpointConnected();
    }

    @Override
    public Cancellable connectEndpoint(HttpClientContext context, FutureCallback<AsyncExecRuntime> callback) {
        return runtime.connectEndpoint(context, callback);
    }

    @Override
    public void disconnectEndpoint() {
        runtime.disconnectEndpoint();
    }

    @Override
    public void upgradeTls(HttpClientContext context) {
        runtime.upgradeTls(context);
    }

    @Override
    public void upgradeTls(HttpClientContext context, FutureCallback<AsyncExecRuntime> callback) {
        runtime.upgradeTls(context, callback);
    }

    @Override
    public EndpointInfo getEndpointInfo() {
        return runtime.getEndpointInfo();
    }

    @Override
    public Cancellable execute(String id, AsyncClientExchangeHandler exchange, HttpClientContext context) {
        return runtime.execute(id, exchange, context);
    }

    @Override
    public void markConnectionReusable(Object state, TimeValue keepAlive) {
        runtime.markConnectionReusable(state, keepAlive);
    }

    @Override
    public void markConnectionNonReusable() {
        runtime.markConnectionNonReusable();
    }

    @Override
    public AsyncExecRuntime fork() {
        return new ExchangeRuntime(runtime.fork());
    }
}
