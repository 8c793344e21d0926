package io.github.camellinkup.component;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupMismatchedAnswerException;
import io.github.camellinkup.engine.results.FinishedTask;
import io.github.camellinkup.engine.results.TaskSelection;
import io.github.camellinkup.engine.statistics.TaskCount;
import io.github.camellinkup.engine.statistics.TaskStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.UnitOfWorkHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Emits exchanges for finished tasks, and handles failed tasks according to the options. */
final class ResultEmitter {

    private static final Logger LOG = LoggerFactory.getLogger(ResultEmitter.class);

    private static final String HANDLED = "CamelLinkupHandled";

    /**
     * An exchange with a result that was passed to the route. It ends once, even if the route reports its end and throws.
     */
    private final class InFlightExchange implements AsyncCallback {

        private final Exchange exchange;
        private final TaskCompletion completion;
        private final AtomicBoolean ended = new AtomicBoolean();

        private InFlightExchange(Exchange exchange, TaskCompletion completion) {
            this.exchange = exchange;
            this.completion = completion;
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

        /** The result would not fit the next time either. The error handling runs once, with the answer in a property. */
        void neverFits(LinkupMismatchedAnswerException failure) {
            takeCompletions(exchange);
            try {
                thrown(failure);
            } finally {
                completion.giveUp(failure);
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
    }

    private final LinkupConsumer consumer;
    private final TaskSelection selection;
    private final FailedTaskPolicy failedTasks;
    private final InFlightLimit inFlightLimit;
    private final TaskResubmitter resubmitter;
    private final TaskStatistics statistics;

    ResultEmitter(
            LinkupConsumer consumer,
            TaskSelection selection,
            InFlightLimit inFlightLimit,
            TaskResubmitter resubmitter) {
        this.consumer = consumer;
        this.selection = selection;
        this.failedTasks = consumer.getEndpoint().getConsumerConfiguration().getFailedTasks();
        this.inFlightLimit = inFlightLimit;
        this.resubmitter = resubmitter;
        this.statistics = consumer.taskEngine().statistics();
    }

    /**
     * Handles a finished task.
     *
     * @param index the position in the batch
     * @param total the size of the batch
     * @return false if the consumer stops; the task is read again later
     */
    boolean handle(FinishedTask finished, int index, int total) throws InterruptedException {
        TaskCompletion completion = new TaskCompletion(selection, finished, statistics, consumer::isRouteStopping);
        try {
            return handle(finished, completion, index, total);
        } catch (RuntimeException | Error e) {
            // Otherwise the task would stay in progress forever.
            completion.failed(e);
            throw e;
        }
    }

    private boolean handle(FinishedTask finished, TaskCompletion completion, int index, int total)
            throws InterruptedException {
        LinkupException failure = TaskHeaders.failure(finished);
        if (failure == null) {
            return emit(finished, completion, index, total);
        }
        if (finished.isUnreadable()) {
            // The error handling runs once. Its outcome does not matter, because the result cannot be read.
            try {
                handleError("Result cannot be read", finished, failure);
            } finally {
                completion.giveUp(failure);
            }
            return true;
        }
        if (finished.isExpired()) {
            statistics.expired(finished.id());
        } else if (resubmitter.send(finished, selection)) {
            return true;
        }
        switch (failedTasks) {
            case emit -> {
                return emit(finished, completion, index, total);
            }
            case error -> raise(finished, failure, completion);
            case skip -> skip(finished, failure, completion);
        }
        return true;
    }

    private static void skip(FinishedTask finished, LinkupException failure, TaskCompletion completion) {
        if (finished.isExpired()) {
            LOG.warn("The result of Linkup task {} is lost: {}", finished.id(), failure.getMessage());
        }
        completion.taken();
    }

    private void raise(FinishedTask finished, LinkupException failure, TaskCompletion completion) {
        Exception left = handleError("Task failed", finished, failure);
        if (left == null || left == failure) {
            completion.taken();
        } else {
            // The error handling has failed, so the task is not handled.
            completion.failed(left);
        }
    }

    /** @return the exception that remains after the error handling; null if none */
    private Exception handleError(String message, FinishedTask finished, LinkupException failure) {
        Exchange exchange = consumer.createExchange(false);
        Exchange[] handled = {exchange};
        try {
            fillHeaders(exchange, finished);
            exchange.setException(failure);
            exchange.setProperty(HANDLED, handled);
            consumer.getExceptionHandler().handleException(message, exchange, failure);
            Exception left = handled[0].getException();
            boolean isBridged = handled[0] != exchange;
            if (isBridged
                    && left != null
                    && consumer.isRouteStopping()
                    && !ExchangeHelper.isFailureHandled(handled[0])) {
                // A stopped error handler silently rejects an exchange that has already failed.
                return new RejectedExecutionException("The route was stopped before its error handler ran");
            }
            return left;
        } finally {
            consumer.releaseExchange(exchange, false);
        }
    }

    /** With {@code bridgeErrorHandler} the error handler of the route handles a copy, which shows how that ended. */
    static void bridged(Exchange copy) {
        if (copy.removeProperty(HANDLED) instanceof Exchange[] handled) {
            handled[0] = copy;
        }
    }

    private boolean emit(FinishedTask finished, TaskCompletion completion, int index, int total)
            throws InterruptedException {
        boolean begun = false;
        try {
            begun = inFlightLimit.run(
                    () -> process(finished, completion, index, total),
                    completion::giveBack,
                    consumer::isEmissionAllowed);
        } finally {
            // A stop can interrupt the wait for a slot.
            if (!begun) {
                completion.giveBack();
            }
        }
        return begun;
    }

    private Exchange newExchange(FinishedTask finished, TaskCompletion completion, int index, int total) {
        Exchange exchange = consumer.createExchange(false);
        try {
            exchange.getExchangeExtension().addOnCompletion(completion);
            exchange.setProperty(ExchangePropertyKey.BATCH_INDEX, index);
            exchange.setProperty(ExchangePropertyKey.BATCH_SIZE, total);
            exchange.setProperty(ExchangePropertyKey.BATCH_COMPLETE, index == total - 1);
        } catch (RuntimeException | Error e) {
            consumer.releaseExchange(exchange, false);
            throw e;
        }
        statistics.increment(TaskCount.EMITTED);
        if (finished.finishedAt() != null) {
            Instant now = consumer.getEndpoint().getComponent().clock().instant();
            statistics.lag(Duration.between(finished.finishedAt(), now));
        }
        return exchange;
    }

    private void process(FinishedTask finished, TaskCompletion completion, int index, int total) {
        Exchange exchange;
        try {
            exchange = newExchange(finished, completion, index, total);
        } catch (RuntimeException | Error e) {
            inFlightLimit.release();
            completion.failed(e);
            if (inFlightLimit.isDirect()) {
                throw e;
            }
            consumer.getExceptionHandler().handleException("Error creating exchange", e);
            return;
        }
        InFlightExchange inFlight = new InFlightExchange(exchange, completion);
        try {
            if (!fill(exchange, finished, inFlight)) {
                return;
            }
            if (inFlightLimit.isDirect()) {
                consumer.getProcessor().process(exchange);
            } else {
                consumer.getAsyncProcessor().process(exchange, inFlight);
            }
        } catch (Exception | Error e) {
            inFlight.thrown(e);
        }
        if (inFlightLimit.isDirect()) {
            inFlight.done(true);
        }
    }

    private void fillHeaders(Exchange exchange, FinishedTask finished) {
        Message message = exchange.getMessage();
        finished.pending().headers().forEach(message::setHeader);
        TaskHeaders.set(message, finished);
        TaskHeaders.setResubmission(message, finished.pending(), resubmitter.reasonNotSent(finished));
    }

    /** @return false if the result does not fit the class of the option structuredOutputClass: then the exchange has ended */
    private boolean fill(Exchange exchange, FinishedTask finished, InFlightExchange inFlight) {
        fillHeaders(exchange, finished);
        if (finished.isExpired() || finished.isFailed()) {
            return true;
        }
        try {
            AnswerBody body = consumer.getEndpoint().templates().answerBody();
            body.set(exchange, finished.task().answer(), null);
            return true;
        } catch (LinkupMismatchedAnswerException e) {
            inFlight.neverFits(e);
            return false;
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
