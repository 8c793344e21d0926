package io.github.camellinkup.engine.results;

import io.github.camellinkup.engine.exception.Failures;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** A subscriber that waits for results. Thread-safe. */
final class WaitingRead extends CompletableFuture<List<FinishedTask>> {

    private final PageSubscriber subscriber;
    private final Predicate<WaitingRead> leave;

    /** @param leave takes a cancelled read out of the queue; false if it is not in it */
    WaitingRead(PageSubscriber subscriber, Predicate<WaitingRead> leave) {
        this.subscriber = subscriber;
        this.leave = leave;
    }

    PageSubscriber subscriber() {
        return subscriber;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (!super.cancel(mayInterruptIfRunning)) {
            return false;
        }
        if (leave.test(this)) {
            subscriber.readEnded();
        }
        return true;
    }

    void end(List<FinishedTask> results) {
        subscriber.readEnded();
        if (!complete(results)) {
            subscriber.giveBack(results);
        }
    }

    void fail(Throwable failure) {
        subscriber.readFailed();
        completeExceptionally(Failures.cause(failure));
    }
}
