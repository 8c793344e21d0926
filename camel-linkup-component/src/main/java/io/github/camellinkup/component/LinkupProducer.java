package io.github.camellinkup.component;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.exception.LinkupTaskExpiredException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.SafeCopyProperty;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.util.URISupport;

/**
 * Makes one call for an exchange, and continues the exchange with the answer on a worker of the component. No thread is
 * held during the call. This is the journey of a search:
 *
 * <ol>
 *   <li>{@link #process} reads the request from the body, the headers and the options. Bad input fails here, and nothing is
 *       sent.
 *   <li>{@link #call} lets the {@link io.github.camellinkup.engine.spend.SpendLimiter} count the request, which fails it if
 *       it would pass the limit of the day, and hands it to
 *       {@link io.github.camellinkup.client.HttpLinkupClient}. Its {@code Call} waits for the rate limit, sends the request,
 *       and tries again after an error that another try can mend.
 *   <li>{@code continueExchange} runs on a worker when the call has ended. It sets the exception, and notes whether a
 *       redelivery may repeat the call; or it remembers that the call was paid for, and
 *   <li>{@link #answer} puts the answer into the exchange. Then Camel goes on with the route.
 * </ol>
 *
 * <p>An error handler may redeliver an exchange any number of times. What must not be paid twice is stored in the
 * exchange ({@link Memory}).
 *
 * @param <R> the request
 * @param <A> the answer
 */
abstract class LinkupProducer<R, A> extends DefaultAsyncProducer {

    /**
     * What one step of a route has done for an exchange. It is stored in the exchange and its copies, so that a
     * redelivery does not pay for the same request twice. Routes and logs do not see it. Immutable.
     *
     * @param identity what a redelivery has in common with the earlier delivery
     * @param outcome what was created or answered
     * @param failure the permanent failure, or null
     * @param isDone whether the step has succeeded
     * @param caught the exception that the exchange had caught by then
     * @param loopIndex the round of a loop
     */
    record Memory(Object identity, Object outcome, Throwable failure, boolean isDone, Object caught, Object loopIndex)
            implements SafeCopyProperty {

        @Override
        public Memory safeCopy() {
            return this;
        }

        /**
         * Whether the step is a redelivery with the same request. A loop, which repeats a request on purpose, is not. A
         * step that has succeeded is repeated if a later step fails and the whole exchange is retried.
         */
        boolean isOf(Exchange exchange, Object identityNow) {
            return identity.equals(identityNow)
                    && Objects.equals(loopIndex, exchange.getProperty(ExchangePropertyKey.LOOP_INDEX))
                    && (!isDone || caught != exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT));
        }
    }

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
    CompletionStage<A> resume(Exchange exchange, R request, Memory memory) {
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
            // What an earlier step of the route has cost.
            exchange.getMessage().removeHeader(LinkupConstants.ESTIMATED_COST);
            RequestTemplates.rejectCredentialHeaders(exchange.getMessage());
            getEndpoint().getComponent().headerNames().check(exchange.getMessage());
            request = request(exchange);
            Memory memory = recall(exchange, identity(request));
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
            if (failure != null) {
                Throwable cause = Failures.cause(failure);
                fail(exchange, request, cause, mustNotBeRepeated(request, cause));
                return;
            }
            if (!isFree()) {
                remember(exchange, identity(request), outcome(request, answer), null, true);
            }
            answer(exchange, request, answer);
        } catch (Throwable e) {
            // Includes errors, such as a class that cannot be loaded: the exchange has no answer.
            fail(exchange, request, e, !isFree());
        } finally {
            callback.done(false);
        }
    }

    private void fail(Exchange exchange, R request, Throwable failure, boolean isPermanent) {
        if (isPermanent) {
            failPermanently(exchange, request, failure);
        } else {
            exchange.setException(failure);
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
        remember(exchange, identity(request), null, failure, false);
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
    final Memory recall(Exchange exchange, Object request) {
        Memory memory = exchange.getExchangeExtension().getSafeCopyProperty(memoryProperty(exchange), Memory.class);
        return memory != null && memory.isOf(exchange, request) ? memory : null;
    }

    /** The step has begun; a redelivery continues it. */
    final void rememberBegun(Exchange exchange, R request, Object outcome) {
        remember(exchange, identity(request), outcome, null, false);
    }

    private void remember(Exchange exchange, Object identity, Object outcome, Throwable failure, boolean isDone) {
        Memory memory = new Memory(
                identity,
                outcome,
                failure,
                isDone,
                exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT),
                exchange.getProperty(ExchangePropertyKey.LOOP_INDEX));
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
        getEndpoint().getComponent().runtime().uses(getEndpoint().getOperation(), engine);
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
