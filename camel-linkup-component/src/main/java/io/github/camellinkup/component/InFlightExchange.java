package io.github.camellinkup.component;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.UnitOfWorkHelper;

/**
 * An exchange with a result that was passed to the route. It ends once, even if the route reports its end and throws.
 */
final class InFlightExchange implements AsyncCallback {

    private final LinkupConsumer consumer;
    private final InFlightLimit inFlightLimit;
    private final Exchange exchange;
    private final TaskCompletion completion;
    private final AtomicBoolean ended = new AtomicBoolean();

    InFlightExchange(
            LinkupConsumer consumer, InFlightLimit inFlightLimit, Exchange exchange, TaskCompletion completion) {
        this.consumer = consumer;
        this.inFlightLimit = inFlightLimit;
        this.exchange = exchange;
        this.completion = completion;
    }

    TaskCompletion completion() {
        return completion;
    }

    @Override
    public void done(boolean doneSync) {
        if (ended.compareAndSet(false, true)) {
            end();
        }
    }

    /** The processor has thrown an exception. */
    void thrown(Throwable failure) {
        if (!ended.compareAndSet(false, true)) {
            // Camel's bridge to a plain processor reports the end and then throws.
            completion.failed(failure);
            consumer.getExceptionHandler().handleException("Error processing exchange", failure);
            return;
        }
        try {
            // Camel wraps an error in an exception.
            exchange.setException(failure);
            UnitOfWorkHelper.doneSynchronizations(exchange, takeCompletions(exchange));
        } finally {
            end();
        }
    }

    private void end() {
        try {
            if (exchange.getException() != null) {
                // If the route did not accept the exchange, Camel does not notify its completions.
                UnitOfWorkHelper.doneSynchronizations(
                        exchange, exchange.getExchangeExtension().handoverCompletions());
                consumer.getExceptionHandler()
                        .handleException("Error processing exchange", exchange, exchange.getException());
            }
        } finally {
            try {
                consumer.releaseExchange(exchange, false);
            } finally {
                inFlightLimit.release();
            }
        }
    }

    /** Removes the completions of an exchange that never entered a route. The caller has to notify them. */
    static List<Synchronization> takeCompletions(Exchange exchange) {
        // A pooled exchange or a copy already has a unit of work, which hands completions over to an exchange only.
        Exchange other = new DefaultExchange(exchange.getContext());
        exchange.getExchangeExtension().handoverCompletions(other);
        List<Synchronization> completions = other.getExchangeExtension().handoverCompletions();
        return completions == null ? List.of() : completions;
    }
}
