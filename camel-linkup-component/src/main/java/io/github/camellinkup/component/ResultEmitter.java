package io.github.camellinkup.component;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.engine.exception.LinkupTaskExpiredException;
import io.github.camellinkup.engine.exception.LinkupTaskFailedException;
import io.github.camellinkup.engine.receiving.FinishedTask;
import io.github.camellinkup.engine.receiving.TaskSelection;
import io.github.camellinkup.engine.statistics.TaskCount;
import io.github.camellinkup.engine.statistics.TaskStatistics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.spi.Synchronization;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes exchanges of finished tasks, or does with the failed ones what the options say. */
final class ResultEmitter {

    private static final Logger LOG = LoggerFactory.getLogger(ResultEmitter.class);

    private final LinkupConsumer consumer;
    private final TaskSelection selection;
    private final ConsumerOptions options;
    private final ExchangeSlots slots;
    private final AnswerBody answerBody;
    private final FailedTaskSender failedTaskSender;
    private final TaskStatistics statistics;
    private final Clock clock;

    ResultEmitter(
            LinkupConsumer consumer,
            TaskSelection selection,
            ConsumerOptions options,
            ExchangeSlots slots,
            FailedTaskSender failedTaskSender,
            TaskStatistics statistics,
            Clock clock) {
        this.consumer = consumer;
        this.selection = selection;
        this.options = options;
        this.slots = slots;
        this.answerBody = new AnswerBody(consumer.getEndpoint().templates().outputClass());
        this.failedTaskSender = failedTaskSender;
        this.statistics = statistics;
        this.clock = clock;
    }

    /**
     * Does with a finished task what is to be done.
     *
     * @param index its place among those that were read together
     * @param total how many were read together
     * @return false if the consumer stops; the task will be read again
     */
    boolean handle(FinishedTask finished, int index, int total) throws InterruptedException {
        if (finished.isUnreadable()) {
            return giveUp(finished);
        }
        if (finished.isExpired()) {
            statistics.expired(finished.id());
        }
        if (!finished.isFailed() && !finished.isExpired()) {
            return emit(finished, index, total);
        }
        if (finished.isFailed() && failedTaskSender.send(finished, selection)) {
            return true;
        }
        return switch (options.failedTasks()) {
            case emit -> emit(finished, index, total);
            case error -> raise(finished);
            case skip -> skip(finished);
        };
    }

    private boolean skip(FinishedTask finished) {
        if (finished.isExpired()) {
            LOG.warn(
                    "The result of Linkup task {} is lost: {}",
                    finished.id(),
                    expired(finished).getMessage());
        }
        selection.taken(finished);
        return true;
    }

    /** The error handling is told once. What it makes of it does not change that the result cannot be read. */
    private boolean giveUp(FinishedTask finished) {
        Exchange exchange = bareExchange(finished);
        try {
            handleError("Result cannot be read", exchange, finished, finished.unreadable());
        } finally {
            consumer.releaseExchange(exchange, false);
            new TaskCompletion(selection, finished, statistics).unreadable();
        }
        return true;
    }

    private boolean raise(FinishedTask finished) {
        LinkupException failure =
                finished.isExpired() ? expired(finished) : new LinkupTaskFailedException(finished.task());
        Exchange exchange = bareExchange(finished);
        TaskCompletion completion = new TaskCompletion(selection, finished, statistics);
        Exception left;
        try {
            left = handleError("Task failed", exchange, finished, failure);
        } catch (RuntimeException e) {
            completion.onFailure(exchange);
            throw e;
        } finally {
            consumer.releaseExchange(exchange, false);
        }
        if (left == null || left == failure) {
            completion.onComplete(exchange);
        } else {
            // The error handling has failed itself, so it has not dealt with the task.
            completion.failed(left);
        }
        return true;
    }

    /**
     * The error handling gets the exchange with its headers, which tell whose task it is.
     *
     * @return what the exchange failed with in the end; null if it did not
     */
    private Exception handleError(String message, Exchange exchange, FinishedTask finished, LinkupException failure) {
        fillHeaders(exchange, finished);
        exchange.setException(failure);
        ErrorHandling handling = ErrorHandling.of(exchange);
        consumer.getExceptionHandler().handleException(message, exchange, failure);
        return handling.left(exchange);
    }

    private static LinkupTaskExpiredException expired(FinishedTask finished) {
        return new LinkupTaskExpiredException(finished.pending());
    }

    private boolean emit(FinishedTask finished, int index, int total) throws InterruptedException {
        if (slots.isDirect()) {
            process(newExchange(finished, index, total), finished);
            return true;
        }
        Runnable notBegun = () -> selection.returned(finished);
        boolean begun = false;
        try {
            begun = slots.run(() -> processAsync(finished, index, total), notBegun, consumer::isEmissionAllowed);
        } finally {
            // A stop interrupts the waiting for a slot.
            if (!begun) {
                notBegun.run();
            }
        }
        return begun;
    }

    private Exchange newExchange(FinishedTask finished, int index, int total) {
        Exchange exchange = bareExchange(finished);
        exchange.getExchangeExtension().addOnCompletion(new TaskCompletion(selection, finished, statistics));
        exchange.setProperty(ExchangePropertyKey.BATCH_INDEX, index);
        exchange.setProperty(ExchangePropertyKey.BATCH_SIZE, total);
        exchange.setProperty(ExchangePropertyKey.BATCH_COMPLETE, index == total - 1);
        statistics.increment(TaskCount.EMITTED);
        if (finished.finishedAt() != null) {
            statistics.lag(Duration.between(finished.finishedAt(), clock.instant()));
        }
        return exchange;
    }

    private Exchange bareExchange(FinishedTask finished) {
        try {
            return consumer.createExchange(false);
        } catch (RuntimeException e) {
            selection.returned(finished);
            throw e;
        }
    }

    private void process(Exchange exchange, FinishedTask finished) {
        try {
            if (fill(exchange, finished)) {
                consumer.getProcessor().process(exchange);
            }
        } catch (Exception e) {
            exchange.setException(e);
        }
        end(exchange);
    }

    private void processAsync(FinishedTask finished, int index, int total) {
        Exchange exchange;
        try {
            exchange = newExchange(finished, index, total);
        } catch (RuntimeException e) {
            slots.release();
            consumer.getExceptionHandler().handleException("Error creating exchange", e);
            return;
        }
        if (!fill(exchange, finished)) {
            endAndRelease(exchange);
            return;
        }
        consumer.getAsyncProcessor().process(exchange, doneSync -> endAndRelease(exchange));
    }

    private void endAndRelease(Exchange exchange) {
        try {
            end(exchange);
        } finally {
            slots.release();
        }
    }

    private void end(Exchange exchange) {
        if (exchange.getException() != null) {
            tellIfTheRouteCannot(exchange);
            consumer.getExceptionHandler()
                    .handleException("Error processing exchange", exchange, exchange.getException());
        }
        consumer.releaseExchange(exchange, false);
    }

    /** An exchange that the route did not take still has its completion, which nobody else will tell of its end. */
    private static void tellIfTheRouteCannot(Exchange exchange) {
        List<Synchronization> untold = exchange.getExchangeExtension().handoverCompletions();
        if (untold != null) {
            untold.forEach(completion -> completion.onFailure(exchange));
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
        TaskHeaders.setResubmission(message, finished.pending(), failedTaskSender.reasonNotSent(finished));
    }

    /** @return false if that has failed, so that there is nothing for the route */
    private boolean fill(Exchange exchange, FinishedTask finished) {
        try {
            fillHeaders(exchange, finished);
            if (!finished.isExpired()) {
                Optional.ofNullable(finished.task().answer())
                        .ifPresent(answer -> answerBody.set(exchange, answer, null));
            }
            return true;
        } catch (RuntimeException e) {
            exchange.setException(e);
            UntoldCompletions.take(exchange).forEach(completion -> completion.onFailure(exchange));
            return false;
        }
    }
}
