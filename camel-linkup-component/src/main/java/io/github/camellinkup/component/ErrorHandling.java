package io.github.camellinkup.component;

import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Hears what the error handling of a consumer made of an exchange. {@code bridgeErrorHandler} lets the error handler of
 * the route handle a copy, whose end the original does not show.
 */
final class ErrorHandling extends SynchronizationAdapter {

    private static final String PROPERTY = "CamelLinkupErrorHandling";

    private final BooleanSupplier routeStops;
    private volatile Exception exceptionOfCopy;

    private ErrorHandling(BooleanSupplier routeStops) {
        this.routeStops = routeStops;
    }

    /**
     * Hears of this exchange, and of copies of it.
     *
     * @param routeStops whether the route that may handle a copy is being stopped, or has been
     */
    static ErrorHandling of(Exchange exchange, BooleanSupplier routeStops) {
        ErrorHandling handling = new ErrorHandling(routeStops);
        exchange.setProperty(PROPERTY, handling);
        return handling;
    }

    /** Attaches the handling of an exchange to the unit of work of its error handler. */
    static void attachTo(UnitOfWork work, Exchange exchange) {
        if (exchange.removeProperty(PROPERTY) instanceof ErrorHandling handling) {
            work.addSynchronization(handling);
        }
    }

    @Override
    public void onFailure(Exchange handled) {
        // Camel rejects without a word what has failed already and comes to an error handler that is stopped.
        boolean isRejected = routeStops.getAsBoolean() && !ExchangeHelper.isFailureHandled(handled);
        exceptionOfCopy = isRejected
                ? new RejectedExecutionException("The route was stopped before its error handler was told")
                : handled.getException();
    }

    /** What the exchange failed with in the end; null if it did not. */
    Exception remainingException(Exchange exchange) {
        return exceptionOfCopy == null ? exchange.getException() : exceptionOfCopy;
    }
}
