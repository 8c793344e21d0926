package io.github.camellinkup.component;

import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Finds out how the error handling of a consumer ended for an exchange. With {@code bridgeErrorHandler} the error handler
 * of the route handles a copy, so that the original does not show it.
 */
final class ErrorHandling extends SynchronizationAdapter {

    private static final String PROPERTY = "CamelLinkupErrorHandling";

    private final BooleanSupplier routeStops;
    private volatile Exception exceptionOfCopy;

    private ErrorHandling(BooleanSupplier routeStops) {
        this.routeStops = routeStops;
    }

    /**
     * Observes an exchange and its copies.
     *
     * @param routeStops whether the route that handles copies is stopping or stopped
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
        // A stopped error handler silently rejects an exchange that has already failed.
        boolean isRejected = routeStops.getAsBoolean() && !ExchangeHelper.isFailureHandled(handled);
        exceptionOfCopy = isRejected
                ? new RejectedExecutionException("The route was stopped before its error handler ran")
                : handled.getException();
    }

    /** The exception that remains after the error handling; null if none. */
    Exception remainingException(Exchange exchange) {
        return exceptionOfCopy == null ? exchange.getException() : exceptionOfCopy;
    }
}
