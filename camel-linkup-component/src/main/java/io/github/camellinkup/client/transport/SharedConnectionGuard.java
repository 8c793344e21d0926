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
import org.apache.hc.core5.http2.H2StreamResetException;
import org.apache.hc.core5.util.TimeValue;

/**
 * Keeps one failed call from cutting the others on the same HTTP/2 connection. HttpClient closes the connection of a
 * failed call at once, which is right where a connection has one call at a time; a call that timed out would take
 * hundreds with it, among them created tasks whose fate would then be unknown. So an HTTP/2 connection is only taken out
 * of use, as it may be dead: no new call gets it, and it closes when the calls on it have ended.
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
                callback.completed();
            }

            @Override
            public void failed(Exception cause) {
                if (isShared(scope.execRuntime)) {
                    leave(scope.execRuntime, cause);
                }
                callback.failed(cause);
            }
        });
    }

    /** Whether other calls may be on the connection of this one. */
    static boolean isShared(AsyncExecRuntime runtime) {
        EndpointInfo endpoint = runtime.getEndpointInfo();
        return endpoint != null
                && endpoint.getProtocol() != null
                && endpoint.getProtocol().greaterEquals(HttpVersion.HTTP_2);
    }

    private static void leave(AsyncExecRuntime runtime, Exception cause) {
        if (cause instanceof HttpStreamResetException && !(cause instanceof H2StreamResetException)) {
            // This side ended the stream, as for an answer that is too large: the connection is as good as before.
            runtime.markConnectionReusable(null, KEEP_ALIVE);
            runtime.releaseEndpoint();
        } else {
            runtime.disconnectEndpoint();
        }
    }
}
