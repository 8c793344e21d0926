package io.github.camellinkup.component;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.EventDrivenPollingConsumer;

/**
 * What {@code pollEnrich} polls. Finished tasks wait here to be asked for; those that nobody asks for any more are given
 * back when it stops, so that they come again.
 */
final class LinkupPollingConsumer extends EventDrivenPollingConsumer {

    /** Exchanges that wait to be asked for. One that finds no room before the end is given back too. */
    private static final class Waiting extends LinkedBlockingQueue<Exchange> {

        private static final long serialVersionUID = 1L;

        private Waiting(int size) {
            super(size > 0 ? size : Integer.MAX_VALUE);
        }

        @Override
        public void put(Exchange exchange) throws InterruptedException {
            try {
                super.put(exchange);
            } catch (InterruptedException e) {
                giveBack(exchange);
                throw e;
            }
        }

        @Override
        public boolean offer(Exchange exchange, long timeout, TimeUnit unit) throws InterruptedException {
            try {
                return super.offer(exchange, timeout, unit);
            } catch (InterruptedException e) {
                giveBack(exchange);
                throw e;
            }
        }
    }

    private final Waiting waiting;

    private LinkupPollingConsumer(LinkupEndpoint endpoint, Waiting waiting) {
        super(endpoint, waiting);
        this.waiting = waiting;
    }

    static LinkupPollingConsumer of(LinkupEndpoint endpoint) {
        LinkupPollingConsumer consumer =
                new LinkupPollingConsumer(endpoint, new Waiting(endpoint.getPollingConsumerQueueSize()));
        consumer.setBlockWhenFull(endpoint.isPollingConsumerBlockWhenFull());
        consumer.setBlockTimeout(endpoint.getPollingConsumerBlockTimeout());
        consumer.setCopy(endpoint.isPollingConsumerCopy());
        return consumer;
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        for (Exchange left = waiting.poll(); left != null; left = waiting.poll()) {
            giveBack(left);
        }
    }

    private static void giveBack(Exchange exchange) {
        if (exchange.getUnitOfWork() != null) {
            exchange.setException(new RejectedExecutionException("The polling consumer has stopped"));
            exchange.getUnitOfWork().done(exchange);
            return;
        }
        for (Synchronization completion : exchange.getExchangeExtension().handoverCompletions()) {
            if (completion instanceof TaskCompletion task) {
                task.giveBack();
            } else {
                completion.onFailure(exchange);
            }
        }
    }
}
