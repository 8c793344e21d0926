package io.github.camellinkup.component;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupMismatchedAnswerException;
import io.github.camellinkup.engine.monitoring.EngineStatistics;
import io.github.camellinkup.engine.monitoring.TaskEvent;
import io.github.camellinkup.engine.monitoring.TaskEventType;
import io.github.camellinkup.engine.results.FinishedTask;
import io.github.camellinkup.engine.results.TaskSelection;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.support.ExchangeHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Emits exchanges for finished tasks, and handles failed tasks according to the options. */
final class ResultEmitter {

    private static final Logger LOG = LoggerFactory.getLogger(ResultEmitter.class);

    private static final String HANDLED = "CamelLinkupHandled";

    private final LinkupConsumer consumer;
    private final TaskSelection selection;
    private final FailedTaskPolicy failedTasks;
    private final InFlightLimit inFlightLimit;
    private final TaskResubmitter resubmitter;
    private final EngineStatistics statistics;

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
            statistics.happened(TaskEvent.of(TaskEventType.EXPIRED, finished.pending(), null));
        } else {
            consumer.taskEngine().spend().finished(finished.task());
            if (resubmitter.send(finished, selection)) {
                return true;
            }
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

    private void skip(FinishedTask finished, LinkupException failure, TaskCompletion completion) {
        if (finished.isExpired()) {
            LOG.warn("The result of Linkup task {} is lost: {}", finished.id(), failure.getMessage());
        }
        statistics.happened(TaskEvent.of(TaskEventType.SKIPPED, finished.pending(), failure.getMessage()));
        completion.taken();
    }

    private void raise(FinishedTask finished, LinkupException failure, TaskCompletion completion) {
        Exception left = handleError("Task failed", finished, failure);
        if (left == null || left == failure) {
            statistics.happened(TaskEvent.of(TaskEventType.ERROR_HANDLED, finished.pending(), failure.getMessage()));
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
            if (failure instanceof LinkupMismatchedAnswerException) {
                exchange.setProperty(
                        LinkupConstants.ANSWER_PROPERTY, finished.task().answer());
            }
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
        return exchange;
    }

    private void countEmitted(FinishedTask finished) {
        statistics.happened(TaskEvent.delivered(
                TaskEventType.EMITTED,
                finished.pending(),
                finished.finishedAt(),
                consumer.getEndpoint().getComponent().clock()));
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
        InFlightExchange inFlight = new InFlightExchange(consumer, inFlightLimit, exchange, completion);
        try {
            if (!fill(exchange, finished, inFlight)) {
                return;
            }
            countEmitted(finished);
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
        TaskHeaders.setCost(
                message, finished.task(), consumer.taskEngine().spend().prices());
        TaskHeaders.setResubmission(message, finished.pending(), resubmitter.reasonNotSent(finished));
    }

    /**
     * Sets headers and body. A result that does not fit structuredOutputClass goes to the error handling.
     *
     * @return false if it does not fit: then the exchange has ended
     */
    private boolean fill(Exchange exchange, FinishedTask finished, InFlightExchange inFlight) {
        fillHeaders(exchange, finished);
        if (finished.isExpired() || finished.isFailed()) {
            return true;
        }
        try {
            AnswerBody body = consumer.getEndpoint().templates().answerBody();
            body.set(exchange, finished.task(), null);
            return true;
        } catch (LinkupMismatchedAnswerException e) {
            try {
                neverFits(exchange, finished, inFlight.completion(), e);
            } finally {
                inFlight.done(true);
            }
            return false;
        }
    }

    /**
     * A result would not fit the next time either, so it is given up, unless its error handling has failed. The exchange
     * never enters the route: the error handling gets one of its own, with the answer in a property.
     */
    private void neverFits(
            Exchange exchange,
            FinishedTask finished,
            TaskCompletion completion,
            LinkupMismatchedAnswerException failure) {
        InFlightExchange.takeCompletions(exchange);
        Exception left = handleError("Result does not fit", finished, failure);
        if (left == null || left == failure) {
            completion.giveUp(failure);
        } else {
            completion.failed(left);
        }
    }
}
