package io.github.camellinkup.component;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeTimedOutException;
import org.apache.camel.PooledExchange;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.EventDrivenPollingConsumer;

/**
 * Serves {@code pollEnrich}. Finished tasks whose exchanges cannot be queued, or are still queued when it stops, are
 * returned and emitted again.
 */
final class LinkupPollingConsumer extends EventDrivenPollingConsumer {

    private final BlockingQueue<Exchange> queue;

    private LinkupPollingConsumer(LinkupEndpoint endpoint, BlockingQueue<Exchange> queue) {
        super(endpoint, queue);
        this.queue = queue;
    }

    static LinkupPollingConsumer of(LinkupEndpoint endpoint) {
        int size = endpoint.getPollingConsumerQueueSize();
        LinkupPollingConsumer consumer =
                new LinkupPollingConsumer(endpoint, new LinkedBlockingQueue<>(size > 0 ? size : Integer.MAX_VALUE));
        consumer.setBlockWhenFull(endpoint.isPollingConsumerBlockWhenFull());
        consumer.setBlockTimeout(endpoint.getPollingConsumerBlockTimeout());
        consumer.setCopy(endpoint.isPollingConsumerCopy());
        return consumer;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        boolean isCopied = isCopy() || exchange instanceof PooledExchange;
        Exchange queued = isCopied ? prepareCopy(exchange, true) : exchange;
        try {
            if (!isBlockWhenFull()) {
                queue.add(queued);
            } else if (getBlockTimeout() <= 0) {
                queue.put(queued);
            } else if (!queue.offer(queued, getBlockTimeout(), TimeUnit.MILLISECONDS)) {
                throw new ExchangeTimedOutException(queued, getBlockTimeout());
            }
        } catch (InterruptedException e) {
            giveBack(queued);
            Thread.currentThread().interrupt();
        } catch (IllegalStateException | ExchangeTimedOutException e) {
            if (isCopied) {
                // The copy has the completions, and Camel does not notify them.
                fail(queued, "The queue of the polling consumer is full");
            }
            throw e;
        }
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
