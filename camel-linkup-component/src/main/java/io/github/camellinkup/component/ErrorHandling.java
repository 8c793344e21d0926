package io.github.camellinkup.component;

import org.apache.camel.Exchange;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Hears what the error handling of a consumer made of an exchange. {@code bridgeErrorHandler} lets the error handler of
 * the route handle a copy, whose end the original does not show.
 */
final class ErrorHandling extends SynchronizationAdapter {

    private static final String PROPERTY = "CamelLinkupErrorHandling";

    private volatile Exception leftInCopy;

    private ErrorHandling() {}

    /** Hears of this exchange, and of copies of it. */
    static ErrorHandling of(Exchange exchange) {
        ErrorHandling handling = new ErrorHandling();
        exchange.setProperty(PROPERTY, handling);
        return handling;
    }

    /** A unit of work of the error handling begins. */
    static void begins(UnitOfWork work, Exchange exchange) {
        if (exchange.removeProperty(PROPERTY) instanceof ErrorHandling handling) {
            work.addSynchronization(handling);
        }
    }

    @Override
    public void onFailure(Exchange handled) {
        leftInCopy = handled.getException();
    }

    /** What the exchange failed with in the end; null if it did not. */
    Exception left(Exchange exchange) {
        return leftInCopy == null ? exchange.getException() : leftInCopy;
    }
}
