package io.github.camellinkup.component;

import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.SafeCopyProperty;

/**
 * What one step of a route has done for an exchange. It is stored in the exchange and its copies, so that a redelivery
 * does not pay for the same request twice. Routes and logs do not see it. Immutable.
 *
 * @param request the request, which is compared with that of a redelivery
 * @param outcome what was created or answered
 * @param failure the permanent failure, or null
 * @param isDone whether the step has succeeded
 * @param caught the exception that the exchange had caught by then
 * @param loopIndex the round of a loop
 */
record RedeliveryMemory(
        Object request, Object outcome, Throwable failure, boolean isDone, Object caught, Object loopIndex)
        implements SafeCopyProperty {

    /** The step has begun; a redelivery continues it. */
    static RedeliveryMemory begun(Exchange exchange, Object request, Object outcome) {
        return of(exchange, request, outcome, null, false);
    }

    /** The step has succeeded. It is repeated if a later step fails and the whole exchange is retried. */
    static RedeliveryMemory done(Exchange exchange, Object request, Object outcome) {
        return of(exchange, request, outcome, null, true);
    }

    /** The step has failed; a repetition could be paid twice. */
    static RedeliveryMemory failedPermanently(Exchange exchange, Object request, Throwable failure) {
        return of(exchange, request, null, failure, false);
    }

    private static RedeliveryMemory of(
            Exchange exchange, Object request, Object outcome, Throwable failure, boolean isDone) {
        return new RedeliveryMemory(
                request,
                outcome,
                failure,
                isDone,
                exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT),
                exchange.getProperty(ExchangePropertyKey.LOOP_INDEX));
    }

    @Override
    public RedeliveryMemory safeCopy() {
        return this;
    }

    /** Whether the step is a redelivery with the same request. A loop, which repeats a request on purpose, is not. */
    boolean isOf(Exchange exchange, Object requestNow) {
        return request.equals(requestNow)
                && Objects.equals(loopIndex, exchange.getProperty(ExchangePropertyKey.LOOP_INDEX))
                && (!isDone || caught != exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT));
    }
}
