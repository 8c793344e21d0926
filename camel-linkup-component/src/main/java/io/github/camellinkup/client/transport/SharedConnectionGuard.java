package io.github.camellinkup.client.transport;

import java.io.IOException;
import org.apache.hc.client5.http.EndpointInfo;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.async.AsyncExecChainHandler;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStreamResetException;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.util.TimeValue;

/**
 * Keeps one call from cutting the others on the same HTTP/2 connection. HttpClient closes the connection of a failed call
 * at once, and one that the server is about to end as soon as the first call on it is over. That is right where a
 * connection has one call at a time; here it would take hundreds along, among them created tasks whose fate would then be
 * unknown. So a call whose stream alone has failed gives the connection back, and a connection that takes no more calls is
 * closed after the last.
 *
 * <p>Comes after {@link CancelledCalls}.
 */
final class SharedConnectionGuard implements AsyncExecChainHandler {

    private static final TimeValue KEEP_ALIVE = RequestConfig.DEFAULT.getConnectionKeepAlive();

    @Override
    public void execute(
            HttpRequest request,
            AsyncEntityProducer entity,
            AsyncExecChain.Scope scope,
            AsyncExecChain chain,
            AsyncExecCallback callback)
            throws HttpException, IOException {
        // HttpClient sets the route only when it is complete; a request for a tunnel has to know its proxy before.
        scope.clientContext.setRoute(scope.route);
        BegunCall begun = (BegunCall) scope.cancellableDependency;
        chain.proceed(request, entity, scope, new AsyncExecCallback() {

            @Override
            public AsyncDataConsumer handleResponse(HttpResponse response, EntityDetails details)
                    throws HttpException, IOException {
                return callback.handleResponse(response, details);
            }

            @Override
            public void handleInformationResponse(HttpResponse response) throws HttpException, IOException {
                callback.handleInformationResponse(response);
            }

            @Override
            public void completed() {
                begun.leave(callback::completed);
            }

            @Override
            public void failed(Exception cause) {
                boolean told = begun.leave(() -> {
                    if (isOfOneStream(cause) && isShared(scope.execRuntime)) {
                        giveBack(scope.execRuntime);
                    }
                    callback.failed(cause);
                });
                if (!told) {
                    begun.tell(cause);
                }
            }
        });
    }

    /** All else is the connection's own end, of which the first call hears while it still looks open. */
    private static boolean isOfOneStream(Exception cause) {
        return cause instanceof HttpStreamResetException || cause instanceof HttpException;
    }

    /** Whether other calls may be, or come, on the connection of this one. */
    static boolean isShared(AsyncExecRuntime runtime) {
        EndpointInfo endpoint = runtime.getEndpointInfo();
        return endpoint != null
                && endpoint.getProtocol() != null
                && endpoint.getProtocol().greaterEquals(HttpVersion.HTTP_2);
    }

    /** Ends the use of a connection that is as good as before. */
    static void giveBack(AsyncExecRuntime runtime) {
        runtime.markConnectionReusable(null, KEEP_ALIVE);
        runtime.releaseEndpoint();
    }
}
