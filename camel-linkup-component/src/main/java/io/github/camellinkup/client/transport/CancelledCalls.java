package io.github.camellinkup.client.transport;

import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.async.AsyncExecChainHandler;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpRequestInterceptor;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

/**
 * Lets a cancelled call end its exchange on the connection. HttpClient remembers one thing to cancel, the last it was told
 * of, and where a connection is ready at once it is told of the exchange first and of the lease, which has ended by then,
 * last. Such a call would keep its connection until the server ends it, and for ever where its answer waits to be read.
 * So would one that has got the head of an error: HttpClient then takes the exchange for ended.
 *
 * <p>Over HTTP/2 the others on the connection go on. HttpCore cannot tell the server that nobody waits for an answer any
 * more, and what is never answered counts against the streams that the server allows, or the connection is dead. So a
 * connection is closed as soon as all calls on it were given up. A call that still waits for its turn there is withdrawn.
 */
final class CancelledCalls implements AsyncExecChainHandler, HttpRequestInterceptor {

    private static final String BEGUN = CancelledCalls.class.getName();

    private final Map<EndpointDetails, SharedUse> uses = Collections.synchronizedMap(new WeakHashMap<>());

    @Override
    public void execute(
            HttpRequest request,
            AsyncEntityProducer entity,
            AsyncExecChain.Scope scope,
            AsyncExecChain chain,
            AsyncExecCallback callback)
            throws HttpException, IOException {
        BegunCall begun = new BegunCall(scope.execRuntime, scope.cancellableDependency);
        scope.clientContext.setAttribute(BEGUN, begun);
        scope.cancellableDependency.setDependency(begun);
        chain.proceed(request, entity, with(begun, scope.execRuntime, scope), callback);
    }

    /** Goes in front of the exchange on the connection, to know it from what comes before, and guards the connection. */
    static void exchange(
            HttpRequest request,
            AsyncEntityProducer entity,
            AsyncExecChain.Scope scope,
            AsyncExecChain chain,
            AsyncExecCallback callback)
            throws HttpException, IOException {
        if (scope.cancellableDependency instanceof BegunCall begun) {
            begun.enterConnection();
            chain.proceed(
                    request,
                    entity,
                    with(new Exchange(begun), new ExchangeRuntime(scope.execRuntime), scope),
                    callback);
        } else {
            chain.proceed(request, entity, scope, callback);
        }
    }

    /** The turn of a call has come on its connection. */
    @Override
    public void process(HttpRequest request, EntityDetails entity, HttpContext context) throws HttpException {
        if (context.getAttribute(BEGUN) instanceof BegunCall begun) {
            EndpointDetails connection = HttpCoreContext.cast(context).getEndpointDetails();
            SharedUse use = connection != null && begun.isOnOpenSharedConnection()
                    ? uses.computeIfAbsent(connection, ignored -> new SharedUse())
                    : null;
            if (!begun.send(use)) {
                throw new WithdrawnException();
            }
        }
    }

    /** Whether the call of a context was given up. */
    static boolean isCancelled(HttpContext context) {
        return context.getAttribute(BEGUN) instanceof BegunCall begun && begun.isCancelled();
    }

    private static AsyncExecChain.Scope with(
            CancellableDependency begun, AsyncExecRuntime runtime, AsyncExecChain.Scope scope) {
        return new AsyncExecChain.Scope(
                scope.exchangeId,
                scope.route,
                scope.originalRequest,
                begun,
                scope.clientContext,
                runtime,
                scope.scheduler,
                scope.execCount);
    }

    /** Tells of the exchange. */
    private record Exchange(BegunCall begun) implements CancellableDependency {

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
