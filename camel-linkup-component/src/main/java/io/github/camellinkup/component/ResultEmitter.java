package io.github.camellinkup.component;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.LinkupAnswer;
import io.github.camellinkup.engine.exception.LinkupTaskExpiredException;
import io.github.camellinkup.engine.exception.LinkupTaskFailedException;
import io.github.camellinkup.engine.results.FinishedTask;
import io.github.camellinkup.engine.results.TaskSelection;
import io.github.camellinkup.engine.statistics.TaskCount;
import io.github.camellinkup.engine.statistics.TaskStatistics;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Emits exchanges for finished tasks, and handles failed tasks according to the options. */
final class ResultEmitter {

    private static final Logger LOG = LoggerFactory.getLogger(ResultEmitter.class);

    private final LinkupConsumer consumer;
    private final TaskSelection selection;
    private final ConsumerOptions options;
    private final InFlightLimit inFlightLimit;
    private final AnswerBody answerBody;
    private final TaskResubmitter resubmitter;
    private final TaskStatistics statistics;
    private final Clock clock;

    ResultEmitter(
            LinkupConsumer consumer,
            TaskSelection selection,
            ConsumerOptions options,
            InFlightLimit inFlightLimit,
            TaskResubmitter resubmitter,
            TaskStatistics statistics,
            Clock clock) {
        this.consumer = consumer;
        this.selection = selection;
        this.options = options;
        this.inFlightLimit = inFlightLimit;
        this.answerBody = new AnswerBody(consumer.getEndpoint().templates().outputClass());
        this.resubmitter = resubmitter;
        this.statistics = statistics;
        this.clock = clock;
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
        if (finished.isUnreadable()) {
            return giveUp(finished, completion);
        }
        if (finished.isExpired()) {
            statistics.expired(finished.id());
        }
        if (!finished.isFailed() && !finished.isExpired()) {
            return emit(finished, completion, index, total);
        }
        if (finished.isFailed() && resubmitter.send(finished, selection)) {
            return true;
        }
        return switch (options.failedTasks()) {
            case emit -> emit(finished, completion, index, total);
            case error -> raise(finished, completion);
            case skip -> skip(finished, completion);
        };
    }

    private boolean skip(FinishedTask finished, TaskCompletion completion) {
        if (finished.isExpired()) {
            LOG.warn(
                    "The result of Linkup task {} is lost: {}",
                    finished.id(),
                    expired(finished).getMessage());
        }
        completion.onComplete(null);
        return true;
    }

    /** The error handling runs once. Its outcome does not matter, because the result cannot be read. */
    private boolean giveUp(FinishedTask finished, TaskCompletion completion) {
        Exchange exchange = consumer.createExchange(false);
        try {
            handleError("Result cannot be read", exchange, finished, finished.unreadable());
        } finally {
            consumer.releaseExchange(exchange, false);
            completion.unreadable();
        }
        return true;
    }

    private boolean raise(FinishedTask finished, TaskCompletion completion) {
        LinkupException failure =
                finished.isExpired() ? expired(finished) : new LinkupTaskFailedException(finished.task());
        Exchange exchange = consumer.createExchange(false);
        Exception left;
        try {
            left = handleError("Task failed", exchange, finished, failure);
        } finally {
            consumer.releaseExchange(exchange, false);
        }
        if (left == null || left == failure) {
            completion.onComplete(exchange);
        } else {
            // The error handling has failed, so the task is not handled.
            completion.failed(left);
        }
        return true;
    }

    /** @return the exception that remains after the error handling; null if none */
    private Exception handleError(String message, Exchange exchange, FinishedTask finished, LinkupException failure) {
        fillHeaders(exchange, finished);
        exchange.setException(failure);
        ErrorHandling handling = ErrorHandling.of(exchange, consumer::isRouteStopping);
        consumer.getExceptionHandler().handleException(message, exchange, failure);
        return handling.remainingException(exchange);
    }

    private static LinkupTaskExpiredException expired(FinishedTask finished) {
        return new LinkupTaskExpiredException(finished.pending());
    }

    private boolean emit(FinishedTask finished, TaskCompletion completion, int index, int total)
            throws InterruptedException {
        if (inFlightLimit.isDirect()) {
            process(newExchange(finished, completion, index, total), finished, completion);
            return true;
        }
        boolean begun = false;
        try {
            begun = inFlightLimit.run(
                    () -> processAsync(finished, completion, index, total),
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
            statistics.lag(Duration.between(finished.finishedAt(), clock.instant()));
        }
        return exchange;
    }

    private void process(Exchange exchange, FinishedTask finished, TaskCompletion completion) {
        InFlightExchange inFlight = new InFlightExchange(consumer, exchange, completion, () -> {});
        try {
            fill(exchange, finished);
            consumer.getProcessor().process(exchange);
        } catch (Exception | Error e) {
            inFlight.thrown(e);
        }
        inFlight.done(true);
    }

    private void processAsync(FinishedTask finished, TaskCompletion completion, int index, int total) {
        Exchange exchange;
        try {
            exchange = newExchange(finished, completion, index, total);
        } catch (RuntimeException | Error e) {
            inFlightLimit.release();
            completion.failed(e);
            consumer.getExceptionHandler().handleException("Error creating exchange", e);
            return;
        }
        InFlightExchange inFlight = new InFlightExchange(consumer, exchange, completion, inFlightLimit::release);
        try {
            fill(exchange, finished);
            consumer.getAsyncProcessor().process(exchange, inFlight);
        } catch (RuntimeException | Error e) {
            inFlight.thrown(e);
        }
    }

    private void fillHeaders(Exchange exchange, FinishedTask finished) {
        Message message = exchange.getMessage();
        finished.pending().headers().forEach(message::setHeader);
        if (finished.isExpired()) {
            TaskHeaders.setExpired(
                    message, finished.pending(), expired(finished).getMessage());
        } else if (finished.isUnreadable()) {
            TaskHeaders.setUnreadable(
                    message, finished.pending(), finished.unreadable().getMessage());
        } else {
            TaskHeaders.set(message, finished.task(), finished.pending().reference());
        }
        TaskHeaders.setResubmission(message, finished.pending(), resubmitter.reasonNotSent(finished));
    }

    private void fill(Exchange exchange, FinishedTask finished) {
        fillHeaders(exchange, finished);
        if (!finished.isExpired()) {
            LinkupAnswer answer = finished.task().answer();
            if (answer != null) {
                answerBody.set(exchange, answer, null);
            }
        }
    }
}
