package io.github.camellinkup.engine.results;

import io.github.camellinkup.client.exception.LinkupAuthenticationException;
import io.github.camellinkup.client.exception.LinkupIpNotWhitelistedException;
import io.github.camellinkup.client.exception.LinkupTimeoutException;
import io.github.camellinkup.engine.EngineTimer;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Reads results for exchanges that wait for them, as long as there are any, without holding a thread. Thread-safe.
 */
final class AwaitingExchanges implements AutoCloseable {

    /** After a failed read the next one waits this long. */
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    /** While no read is due, the loop looks this often for exchanges that have begun to wait. */
    private static final Duration LONGEST_SLEEP = Duration.ofMillis(500);

    private final AwaitedResults awaited;
    private final ResultSubscription subscription;
    private final EngineTimer timer;
    private final Executor workers;
    private final AtomicBoolean reading = new AtomicBoolean();

    /** Why the last read failed, or null. The exception of a timeout names it. */
    private volatile Throwable lastFailure;

    private volatile boolean closed;

    AwaitingExchanges(
            ResultReader reader, TaskSource source, EngineTimer timer, Executor workers, LongSupplier nanoTime) {
        this.awaited = new AwaitedResults(nanoTime);
        this.subscription = new ResultSubscription(reader, source, awaited, Set.of(), nanoTime);
        reader.addListener(awaited);
        this.timer = timer;
        this.workers = workers;
    }

    /**
     * @param timeout how long to wait at the most
     * @return the finished task, which may have failed, expired or be unreadable; fails with
     *     {@link LinkupTimeoutException} when the time is up
     */
    CompletionStage<FinishedTask> await(PendingTask task, Duration timeout) {
        AwaitedResults.Waiting waiting = awaited.await(task);
        subscription.wanted(task.id(), task.createdAt());
        // The timer outlives the waiting, so it must not hold the result.
        String taskId = task.id();
        long number = waiting.number();
        try {
            timer.schedule(() -> timeOut(taskId, number, timeout), timeout);
        } catch (RejectedExecutionException e) {
            awaited.fail(taskId, number, stopping());
        }
        if (closed) {
            awaited.fail(taskId, number, stopping());
        }
        read();
        return waiting.result();
    }

    boolean isAwaited(String taskId) {
        return awaited.isAwaited(taskId);
    }

    private void timeOut(String taskId, long number, Duration timeout) {
        awaited.fail(taskId, number, closed ? stopping() : tooLate(taskId, timeout));
    }

    private LinkupTimeoutException tooLate(String taskId, Duration timeout) {
        Throwable failure = lastFailure;
        String problem = failure == null
                ? "did not finish within " + timeout.toMillis() + " ms"
                : "could not be read within " + timeout.toMillis() + " ms: the last read of results has failed";
        return new LinkupTimeoutException(
                "Task " + taskId + " " + problem
                        + ". It goes on at Linkup, and a consumer with taskScope=submitted emits its result",
                failure);
    }

    private static CancellationException stopping() {
        return new CancellationException("The Linkup component is stopping");
    }

    private void read() {
        if (!closed && reading.compareAndSet(false, true)) {
            begin();
        }
    }

    private void begin() {
        workers.execute(this::turn);
    }

    private void turn() {
        try {
            if (subscription.prepareRead()) {
                subscription.read().whenComplete((results, failure) -> {
                    if (failure == null) {
                        results.forEach(awaited::complete);
                        subscription.handedOn();
                    }
                    goOn(failure);
                });
            } else if (awaited.demand().isNothing()) {
                reading.set(false);
                if (!awaited.demand().isNothing()) {
                    read();
                }
            } else {
                Duration untilDue = subscription.untilDue();
                goOnAfter(untilDue.compareTo(LONGEST_SLEEP) < 0 ? untilDue : LONGEST_SLEEP);
            }
        } catch (RuntimeException | Error e) {
            // The loop must not end, or all exchanges would wait for ever.
            goOn(e);
        }
    }

    private void goOn(Throwable failure) {
        lastFailure = failure == null ? null : Failures.cause(failure);
        if (failure == null) {
            goOnAfter(Duration.ZERO);
            return;
        }
        Throwable cause = lastFailure;
        if (cause instanceof LinkupAuthenticationException || cause instanceof LinkupIpNotWhitelistedException) {
            // Waiting does not help: nothing can be read with this key.
            awaited.fail(cause);
        }
        goOnAfter(AFTER_FAILURE);
    }

    private void goOnAfter(Duration delay) {
        try {
            if (delay.isZero()) {
                begin();
            } else {
                timer.schedule(this::begin, delay);
            }
        } catch (RejectedExecutionException e) {
            awaited.fail(stopping());
        }
    }

    /** Ends all waiting. */
    @Override
    public void close() {
        closed = true;
        awaited.fail(stopping());
    }
}
