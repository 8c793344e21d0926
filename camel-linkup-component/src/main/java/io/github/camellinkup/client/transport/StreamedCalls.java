package io.github.camellinkup.client.transport;

import java.io.IOException;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.async.AsyncExecChainHandler;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;

/**
 * Lets an answer pause. HttpClient measures the silence of a connection also while it is told not to read from it, and
 * would cut a call whose answer waits for whom it is for. So it measures none during a call that is streamed, and who
 * makes the call has to.
 */
public final class StreamedCalls implements AsyncExecChainHandler {

    private static final String STREAMED = StreamedCalls.class.getName();

    StreamedCalls() {}

    /** A context for one call that is streamed. */
    public static HttpContext context() {
        HttpClientContext context = HttpClientContext.create();
        context.setAttribute(STREAMED, true);
        return context;
    }

    @Override
    public void execute(
            HttpRequest request,
            AsyncEntityProducer entity,
            AsyncExecChain.Scope scope,
            AsyncExecChain chain,
            AsyncExecCallback callback)
            throws HttpException, IOException {
        HttpClientContext context = scope.clientContext;
        if (context.getAttribute(STREAMED) != null) {
            context.setRequestConfig(RequestConfig.copy(context.getRequestConfigOrDefault())
                    .setResponseTimeout(Timeout.DISABLED)
                    .build());
        }
        chain.proceed(request, entity, scope, callback);
    }
}
