package io.github.camellinkup.component;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.exception.LinkupTaskExpiredException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.util.URISupport;

/**
 * Makes one call for an exchange, and continues the exchange with the answer on a worker of the component. No thread is
 * held during the call.
 *
 * <p>An error handler may redeliver an exchange any number of times. What must not be paid twice is stored in the
 * exchange ({@link RedeliveryMemory}).
 *
 * @param <R> the request
 * @param <A> the answer
 */
abstract class LinkupProducer<R, A> extends DefaultAsyncProducer {

    private static final AtomicLong STEPS = new AtomicLong();

    private static final String MEMORY = "CamelLinkupStep ";

    /** Identifies the step where Camel has no id for it. */
    private final String ownNumber = "#" + STEPS.incrementAndGet();

    private final String address;
    private TaskEngine engine;
    private Executor workers;

    LinkupProducer(LinkupEndpoint endpoint) {
        super(endpoint);
        this.address = URISupport.sanitizeUri(endpoint.getEndpointUri());
    }

    /** Reads the request. An exception means that nothing was sent. */
    abstract R request(Exchange exchange) throws Exception;

    /** Starts the call. An exception means that nothing was sent. */
    abstract CompletionStage<A> call(Exchange exchange, R request) throws Exception;

    /** Puts the answer into the exchange. If this fails, the call was still paid for, unless it {@link #isFree}. */
    abstract void answer(Exchange exchange, R request, A answer) throws Exception;

    /** Continues a step that an earlier delivery of the exchange has begun or completed. */
    @SuppressWarnings("unchecked")
    CompletionStage<A> resume(Exchange exchange, R request, RedeliveryMemory memory) {
        return CompletableFuture.completedFuture((A) memory.outcome());
    }

    /** What a redelivery has in common with the earlier delivery. */
    Object identity(R request) {
        return request;
    }

    /** What is stored of a completed step. */
    Object outcome(R request, A answer) {
        return answer;
    }

    /** Whether the call only reads, so that it can be repeated at no cost. */
    boolean isFree() {
        return false;
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
            call = memory == null ? call(exchange, request) : resume(exchange, request, memory);
        } catch (Throwable e) {
            // Includes errors: a body, such as an iterator of the user, can fail in any way.
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
        if (!isFree()) {
            remember(exchange, RedeliveryMemory.done(exchange, identity(request), outcome(request, answer)));
        }
        try {
            answer(exchange, request, answer);
        } catch (Throwable e) {
            // Includes errors, such as a class that cannot be loaded: the exchange has no answer.
            if (isFree()) {
                exchange.setException(e);
            } else {
                failPermanently(exchange, request, e);
            }
        }
    }

    /** Whether a repetition could be paid twice, or could only fail again. */
    boolean mustNotBeRepeated(R request, Throwable failure) {
        if (failure instanceof LinkupPartialBatchException partial) {
            return !partial.getUncertain().isEmpty() || !partial.getUnrecorded().isEmpty();
        }
        return failure instanceof LinkupSubmissionUncertainException
                || failure instanceof LinkupTaskExpiredException
                || failure instanceof LinkupException e && e.isPaid();
    }

    /** Stores a permanent failure in the exchange. */
    void rememberFailure(Exchange exchange, R request, Throwable failure) {
        remember(exchange, RedeliveryMemory.failedPermanently(exchange, identity(request), failure));
    }

    /** Fails the exchange so that this step does not repeat the call for it. */
    final void failPermanently(Exchange exchange, R request, Throwable failure) {
        rememberFailure(exchange, request, failure);
        failPermanently(exchange, failure);
    }

    /**
     * Ends the redelivery. A rollback-only exchange goes to the dead letter channel and to onException at once; with
     * Camel's redelivery-exhausted flag set here it would reach neither. Within a doTry the flag would end the route
     * after the block, so only the stored failure prevents a repetition there.
     */
    private static void failPermanently(Exchange exchange, Throwable failure) {
        exchange.setException(failure);
        if (!Boolean.TRUE.equals(exchange.getProperty(ExchangePropertyKey.TRY_ROUTE_BLOCK))) {
            exchange.setRollbackOnly(true);
        }
    }

    /** What this step has done for the exchange and the same request; null if nothing. */
    final RedeliveryMemory recall(Exchange exchange, Object request) {
        RedeliveryMemory memory =
                exchange.getExchangeExtension().getSafeCopyProperty(memoryProperty(exchange), RedeliveryMemory.class);
        return memory != null && memory.isOf(exchange, request) ? memory : null;
    }

    final void remember(Exchange exchange, RedeliveryMemory memory) {
        exchange.getExchangeExtension().setSafeCopyProperty(memoryProperty(exchange), memory);
    }

    /** A redelivery repeats the step. */
    final void forget(Exchange exchange) {
        exchange.getExchangeExtension().setSafeCopyProperty(memoryProperty(exchange), null);
    }

    /** Each step of a route has its own memory. A step such as toD can use another producer for each delivery. */
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

    public final TaskEngine taskEngine() {
        return engine;
    }

    final Executor workers() {
        return workers;
    }

    @Override
    public LinkupEndpoint getEndpoint() {
        return (LinkupEndpoint) super.getEndpoint();
    }
}
