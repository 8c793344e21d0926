package io.github.camellinkup.component;

import java.util.List;
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
    private static final class ExchangeQueue extends LinkedBlockingQueue<Exchange> {

        private static final long serialVersionUID = 1L;

        private ExchangeQueue(int size) {
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
                return failIfNotQueued(super.offer(exchange, timeout, unit), exchange);
            } catch (InterruptedException e) {
                giveBack(exchange);
                throw e;
            }
        }

        @Override
        public boolean offer(Exchange exchange) {
            return failIfNotQueued(super.offer(exchange), exchange);
        }

        /** What finds no room has failed. Only of a copy does nobody else hear. */
        private static boolean failIfNotQueued(boolean added, Exchange exchange) {
            if (!added && exchange.getUnitOfWork() != null) {
                fail(exchange, "There was no room for it among those that wait for the polling consumer");
            }
            return added;
        }
    }

    private final ExchangeQueue queue;

    private LinkupPollingConsumer(LinkupEndpoint endpoint, ExchangeQueue queue) {
        super(endpoint, queue);
        this.queue = queue;
    }

    static LinkupPollingConsumer of(LinkupEndpoint endpoint) {
        LinkupPollingConsumer consumer =
                new LinkupPollingConsumer(endpoint, new ExchangeQueue(endpoint.getPollingConsumerQueueSize()));
        consumer.setBlockWhenFull(endpoint.isPollingConsumerBlockWhenFull());
        consumer.setBlockTimeout(endpoint.getPollingConsumerBlockTimeout());
        consumer.setCopy(endpoint.isPollingConsumerCopy());
        return consumer;
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        for (Exchange left = queue.poll(); left != null; left = queue.poll()) {
            giveBack(left);
        }
    }

    private static void giveBack(Exchange exchange) {
        List<Synchronization> pending = PendingCompletions.take(exchange);
        if (exchange.getUnitOfWork() != null) {
            fail(exchange, "The polling consumer has stopped");
        }
        for (Synchronization completion : pending) {
            if (completion instanceof TaskCompletion task) {
                task.giveBack();
            } else {
                completion.onFailure(exchange);
            }
        }
    }

    private static void fail(Exchange exchange, String reason) {
        exchange.setException(new RejectedExecutionException(reason));
        exchange.getUnitOfWork().done(exchange);
    }
}
