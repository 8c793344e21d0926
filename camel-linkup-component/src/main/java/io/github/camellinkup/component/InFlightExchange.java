package io.github.camellinkup.component;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.UnitOfWorkHelper;

/**
 * An exchange with a result that the consumer has given to its route. It ends once: what throws may have said before, or
 * may say later, that it is done.
 */
final class InFlightExchange implements AsyncCallback {

    private final LinkupConsumer consumer;
    private final Exchange exchange;
    private final TaskCompletion completion;
    private final Runnable release;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** @param release gives back what the exchange holds while it is under way; runs once, after all else */
    InFlightExchange(LinkupConsumer consumer, Exchange exchange, TaskCompletion completion, Runnable release) {
        this.consumer = consumer;
        this.exchange = exchange;
        this.completion = completion;
        this.release = release;
    }

    @Override
    public void done(boolean doneSync) {
        if (ended.compareAndSet(false, true)) {
            end();
        }
    }

    /** Whoever should process it has thrown this. */
    void thrown(Throwable failure) {
        if (!ended.compareAndSet(false, true)) {
            // Camel's bridge to a plain processor says that it is done and then throws.
            completion.failed(failure);
            consumer.getExceptionHandler().handleException("Error processing exchange", failure);
            return;
        }
        try {
            // Camel keeps an error that is no exception as the cause of one.
            exchange.setException(failure);
            UnitOfWorkHelper.doneSynchronizations(exchange, PendingCompletions.take(exchange));
        } finally {
            end();
        }
    }

    private void end() {
        try {
            if (exchange.getException() != null) {
                // An exchange that the route did not take still has its completion, which nobody else will tell of its
                // end.
                UnitOfWorkHelper.doneSynchronizations(
                        exchange, exchange.getExchangeExtension().handoverCompletions());
                consumer.getExceptionHandler()
                        .handleException("Error processing exchange", exchange, exchange.getException());
            }
        } finally {
            try {
                consumer.releaseExchange(exchange, false);
            } finally {
                release.run();
            }
        }
    }
}
