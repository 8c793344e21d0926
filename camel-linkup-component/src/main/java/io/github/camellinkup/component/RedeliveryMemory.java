package io.github.camellinkup.component;

import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.SafeCopyProperty;

/**
 * What one step of a route has done for an exchange. It travels with the exchange and its copies, so a redelivery finds it
 * and does not pay for the same request twice. Routes and logs do not see it. Immutable.
 *
 * @param request what was asked, to be compared with what is asked now
 * @param outcome what was created or answered
 * @param failure what must not be tried again, or null
 * @param isDone whether the step came to a good end
 * @param caught the exception that the exchange had seen by then
 * @param loopIndex which round of a loop it was
 */
record RedeliveryMemory(
        Object request, Object outcome, Throwable failure, boolean isDone, Object caught, Object loopIndex)
        implements SafeCopyProperty {

    /** The step has begun something that a redelivery has to go on with. */
    static RedeliveryMemory begun(Exchange exchange, Object request, Object outcome) {
        return of(exchange, request, outcome, null, false);
    }

    /** The step came to a good end. It is done once more only if the exchange fails later and is tried again. */
    static RedeliveryMemory done(Exchange exchange, Object request, Object outcome) {
        return of(exchange, request, outcome, null, true);
    }

    /** The step has failed, and would be paid twice if it were tried again. */
    static RedeliveryMemory failedPermanently(Exchange exchange, Object request, Throwable failure) {
        return of(exchange, request, null, failure, false);
    }

    private static RedeliveryMemory of(
            Exchange exchange, Object request, Object outcome, Throwable failure, boolean isDone) {
        return new RedeliveryMemory(request, outcome, failure, isDone, caught(exchange), loopIndex(exchange));
    }

    private static Object caught(Exchange exchange) {
        return exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT);
    }

    private static Object loopIndex(Exchange exchange) {
        return exchange.getProperty(ExchangePropertyKey.LOOP_INDEX);
    }

    @Override
    public RedeliveryMemory safeCopy() {
        return this;
    }

    /**
     * Whether the step is asked the same once more for the exchange because something has failed. A loop, which asks the
     * same on purpose, does not count.
     */
    boolean isOf(Exchange exchange, Object requestNow) {
        return request.equals(requestNow)
                && Objects.equals(loopIndex, loopIndex(exchange))
                && (!isDone || caught != caught(exchange));
    }
}
