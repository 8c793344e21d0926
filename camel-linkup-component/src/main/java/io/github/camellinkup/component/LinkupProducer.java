package io.github.camellinkup.component;

import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.exception.Failures;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Makes one call for an exchange, and lets the exchange go on with the answer. No thread is held while the call is
 * under way; the exchange goes on on a worker of the component, never on a thread of the HTTP client.
 *
 * @param <A> what the call answers
 */
abstract class LinkupProducer<A> extends DefaultAsyncProducer {

    private TaskEngine engine;
    private Executor workers;

    LinkupProducer(LinkupEndpoint endpoint) {
        super(endpoint);
    }

    /** Starts the call. An exception means that nothing was sent. */
    abstract CompletionStage<A> call(Exchange exchange) throws Exception;

    /** Puts the answer into the exchange. */
    abstract void answer(Exchange exchange, A answer) throws Exception;

    @Override
    public final boolean process(Exchange exchange, AsyncCallback callback) {
        CompletionStage<A> call;
        try {
            RequestTemplates.refuseSecretMatters(exchange.getMessage());
            call = call(exchange);
        } catch (Throwable e) {
            // An Error too: what a body brings, such as an iterator of the user's, may fail in any way.
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        call.whenCompleteAsync((answer, failure) -> goOn(exchange, callback, answer, failure), workers);
        return false;
    }

    private void goOn(Exchange exchange, AsyncCallback callback, A answer, Throwable failure) {
        try {
            if (failure == null) {
                answer(exchange, answer);
            } else {
                exchange.setException(Failures.cause(failure));
            }
        } catch (Throwable e) {
            // An Error too, such as a class that cannot be loaded: the exchange must not go on as if it had an answer.
            exchange.setException(e);
        } finally {
            callback.done(false);
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        engine = getEndpoint().engine();
        workers = getEndpoint().getComponent().runtime().workers();
    }

    final TaskEngine engine() {
        return engine;
    }

    @Override
    public LinkupEndpoint getEndpoint() {
        return (LinkupEndpoint) super.getEndpoint();
    }
}
