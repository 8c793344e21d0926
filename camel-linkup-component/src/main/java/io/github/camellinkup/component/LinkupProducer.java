package io.github.camellinkup.component;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.exception.LinkupTaskExpiredException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.util.URISupport;

/**
 * Makes one call for an exchange, and lets the exchange go on with the answer. No thread is held while the call is
 * under way; the exchange goes on on a worker of the component, never on a thread of the HTTP client.
 *
 * <p>An exchange may be redelivered as often as an error handler likes. What must not be paid twice is remembered in the
 * exchange ({@link RedeliveryMemory}).
 *
 * @param <R> what the call asks
 * @param <A> what the call answers
 */
abstract class LinkupProducer<R, A> extends DefaultAsyncProducer {

    private static final AtomicLong STEPS = new AtomicLong();

    private static final String MEMORY = "CamelLinkupStep ";

    /** Where Camel does not say which step this is, the producer stands for it. */
    private final String ownNumber = "#" + STEPS.incrementAndGet();

    private final String address;
    private TaskEngine engine;
    private Executor workers;

    LinkupProducer(LinkupEndpoint endpoint) {
        super(endpoint);
        this.address = URISupport.sanitizeUri(endpoint.getEndpointUri());
    }

    /** Reads what the exchange asks. An exception means that nothing was sent. */
    abstract R request(Exchange exchange) throws Exception;

    /** Starts the call. An exception means that nothing was sent. */
    abstract CompletionStage<A> call(Exchange exchange, R request) throws Exception;

    /** Puts the answer into the exchange. If that fails, the call was paid for all the same, unless it {@link #isFree}. */
    abstract void answer(Exchange exchange, R request, A answer) throws Exception;

    /** What a redelivery has in common with the delivery before. */
    Object identity(R request) {
        return request;
    }

    @Override
    public final boolean process(Exchange exchange, AsyncCallback callback) {
        R request;
        CompletionStage<A> call;
        try {
            RequestTemplates.rejectCredentialHeaders(exchange.getMessage());
            request = request(exchange);
            RedeliveryMemory memory = recall(exchange, identity(request));
            if (memory != null && memory.failure() != null) {
                failPermanently(exchange, memory.failure());
                callback.done(true);
                return true;
            }
            call = call(exchange, request);
        } catch (Throwable e) {
            // An Error too: what a body brings, such as an iterator of the user's, may fail in any way.
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        call.whenCompleteAsync(
                (answer, failure) -> continueExchange(exchange, callback, request, answer, failure), workers);
        return false;
    }

    private void continueExchange(Exchange exchange, AsyncCallback callback, R request, A answer, Throwable failure) {
        try {
            if (failure == null) {
                putAnswer(exchange, request, answer);
            } else {
                Throwable cause = Failures.cause(failure);
                if (mustNotBeRepeated(request, cause)) {
                    failPermanently(exchange, request, cause);
                } else {
                    exchange.setException(cause);
                }
            }
        } finally {
            callback.done(false);
        }
    }

    private void putAnswer(Exchange exchange, R request, A answer) {
        try {
            answer(exchange, request, answer);
        } catch (Throwable e) {
            // An Error too, such as a class that cannot be loaded: the exchange must not go on as if it had an answer.
            if (isFree()) {
                exchange.setException(e);
            } else {
                failPermanently(exchange, request, e);
            }
        }
    }

    /** Whether the call only reads what there is, so that it can be made as often as one likes. */
    boolean isFree() {
        return false;
    }

    /** Whether trying once more could be paid twice, or could only fail again. */
    boolean mustNotBeRepeated(R request, Throwable failure) {
        if (failure instanceof LinkupPartialBatchException partial) {
            return !partial.getUncertain().isEmpty() || !partial.getUnrecorded().isEmpty();
        }
        return failure instanceof LinkupSubmissionUncertainException
                || failure instanceof LinkupTaskExpiredException
                || failure instanceof LinkupException e && e.isPaid();
    }

    /** Keeps in the exchange what has failed for good. */
    void rememberFailure(Exchange exchange, R request, Throwable failure) {
        remember(exchange, RedeliveryMemory.failedPermanently(exchange, identity(request), failure));
    }

    /** Fails the exchange so that this step does not make the same call once more for it. */
    final void failPermanently(Exchange exchange, R request, Throwable failure) {
        rememberFailure(exchange, request, failure);
        failPermanently(exchange, failure);
    }

    /**
     * Ends the redelivery. Camel's redelivery-exhausted flag would do that too, but with the flag set here the dead letter
     * channel and onException would not get the exchange either; a rollback-only exchange comes to them at once. After a
     * doTry the flag would end the route, so within one only the memory keeps the call from being repeated.
     */
    private static void failPermanently(Exchange exchange, Throwable failure) {
        exchange.setException(failure);
        if (!Boolean.TRUE.equals(exchange.getProperty(ExchangePropertyKey.TRY_ROUTE_BLOCK))) {
            exchange.setRollbackOnly(true);
        }
    }

    /** What this step has done for the exchange when it was asked the same before; null if it was not. */
    final RedeliveryMemory recall(Exchange exchange, Object request) {
        RedeliveryMemory memory =
                exchange.getExchangeExtension().getSafeCopyProperty(memoryProperty(exchange), RedeliveryMemory.class);
        return memory != null && memory.isOf(exchange, request) ? memory : null;
    }

    final void remember(Exchange exchange, RedeliveryMemory memory) {
        exchange.getExchangeExtension().setSafeCopyProperty(memoryProperty(exchange), memory);
    }

    /** A redelivery begins from the beginning. */
    final void forget(Exchange exchange) {
        exchange.getExchangeExtension().setSafeCopyProperty(memoryProperty(exchange), null);
    }

    /** Each step of a route has a memory of its own. A step such as toD can have another producer for each delivery. */
    private String memoryProperty(Exchange exchange) {
        String step = exchange.getExchangeExtension().getHistoryNodeId();
        return MEMORY + (step == null ? ownNumber : step + " " + address);
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
