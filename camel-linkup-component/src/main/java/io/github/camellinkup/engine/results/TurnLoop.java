package io.github.camellinkup.engine.results;

import io.github.camellinkup.engine.exception.Failures;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Takes one turn of a {@link ReaderQueue} after the other, each with one call, as long as the queue is not empty. Turns
 * and the ends of calls run on the workers. Thread-safe.
 */
final class TurnLoop {

    /** What follows a call: its answer, or what it has failed with. */
    interface End<T> {
        void accept(T answer, Throwable failure);
    }

    private final ReaderQueue queue;
    private final Executor workers;
    private final Consumer<ReaderQueue.Turn> turn;
    private final Consumer<Throwable> failAll;
    private boolean reading;
    private CompletableFuture<?> inFlight;

    /** Whether the call in flight was cancelled because it was not wanted any more. */
    private boolean isGivenUp;

    /**
     * @param turn takes a turn; it either makes a call or says {@link #ended}
     * @param failAll lets everything that waits fail
     */
    TurnLoop(ReaderQueue queue, Executor workers, Consumer<ReaderQueue.Turn> turn, Consumer<Throwable> failAll) {
        this.queue = queue;
        this.workers = workers;
        this.turn = turn;
        this.failAll = failAll;
    }

    /** Whether a call is in flight or about to be made. */
    synchronized boolean isReading() {
        return reading;
    }

    /** Begins the next turn, unless one is in progress. */
    void goOn() {
        synchronized (this) {
            if (reading || queue.isEmpty()) {
                return;
            }
            reading = true;
        }
        workers.execute(() -> turn.accept(queue.next()));
    }

    /** Makes the call of a turn. The turn ends when the end of the call was dealt with. */
    <T> void send(Supplier<CompletionStage<T>> call, End<T> end) {
        CompletableFuture<T> answer;
        try {
            answer = call.get().toCompletableFuture();
        } catch (RuntimeException | Error e) {
            answer = CompletableFuture.failedFuture(e);
        }
        synchronized (this) {
            inFlight = answer;
        }
        answer.whenComplete((value, failure) -> workers.execute(() -> {
            try {
                if (!isGivenUp()) {
                    end.accept(value, failure == null ? null : Failures.cause(failure));
                }
            } catch (RuntimeException | Error e) {
                failAll.accept(e);
            } finally {
                ended();
            }
        }));
        cancelIfUnwanted();
    }

    /** A cancelled call fails no subscriber that came after it: another call follows. */
    private synchronized boolean isGivenUp() {
        return isGivenUp;
    }

    /** The turn is over. */
    void ended() {
        synchronized (this) {
            reading = false;
            inFlight = null;
            isGivenUp = false;
        }
        goOn();
    }

    /** A consumer that stops must not wait for a page that is of no use any more. */
    void cancelIfUnwanted() {
        CompletableFuture<?> unwanted;
        synchronized (this) {
            unwanted = queue.isLastTurnUnwanted() ? inFlight : null;
            isGivenUp |= unwanted != null && !unwanted.isDone();
        }
        if (unwanted != null) {
            unwanted.cancel(true);
        }
    }
}
