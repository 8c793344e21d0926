package io.github.camellinkup.client.transport;

import java.io.IOException;
import org.apache.hc.client5.http.EndpointInfo;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.async.AsyncExecChainHandler;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;

/**
 * Keeps one failed call from cutting the others on the same HTTP/2 connection. HttpClient closes the connection of a
 * failed call at once, which is right where a connection has one call at a time; a call that timed out would take
 * hundreds with it, among them created tasks whose fate would then be unknown. So an HTTP/2 connection is only taken out
 * of use: no new call gets it, and it closes when the calls on it have ended.
 */
final class SharedConnectionGuard implements AsyncExecChainHandler {

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
                retire(scope.execRuntime);
                callback.failed(cause);
            }
        });
    }

    private static void retire(AsyncExecRuntime runtime) {
        EndpointInfo endpoint = runtime.getEndpointInfo();
        if (endpoint != null
                && endpoint.getProtocol() != null
                && endpoint.getProtocol().greaterEquals(HttpVersion.HTTP_2)) {
            runtime.disconnectEndpoint();
        }
    }
}
