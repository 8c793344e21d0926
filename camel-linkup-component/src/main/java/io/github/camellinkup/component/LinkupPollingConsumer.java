package io.github.camellinkup.component;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.EventDrivenPollingConsumer;

/** Serves {@code pollEnrich}. Finished tasks that are still queued when it stops are returned and emitted again. */
final class LinkupPollingConsumer extends EventDrivenPollingConsumer {

    /** Exchanges that wait for a poll. An exchange that cannot be queued is returned too. */
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

        /** Camel does not notify a copy of the exchange that was not queued, so this does. */
        private static boolean failIfNotQueued(boolean added, Exchange exchange) {
            if (!added && exchange.getUnitOfWork() != null) {
                fail(exchange, "The queue of the polling consumer is full");
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
        List<Synchronization> pending = InFlightExchange.takeCompletions(exchange);
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
