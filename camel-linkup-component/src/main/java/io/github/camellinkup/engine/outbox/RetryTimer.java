package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.engine.EngineTimer;
import io.github.camellinkup.engine.GrowingWait;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Says when to try again: after a wait that is longer each time, until there is something new. Times are in nanoseconds of
 * a clock that only goes forward. Thread-safe.
 */
final class RetryTimer {

    private static final long NONE = Long.MAX_VALUE;

    private final EngineTimer timer;
    private final LongSupplier nanoTime;
    private final Runnable tryAgain;
    private final GrowingWait wait = new GrowingWait(Duration.ofSeconds(1), Duration.ofSeconds(30));
    private long lastTry;
    private long nextTry = NONE;

    RetryTimer(EngineTimer timer, LongSupplier nanoTime, Runnable tryAgain) {
        this.timer = timer;
        this.nanoTime = nanoTime;
        this.tryAgain = tryAgain;
    }

    /** There is something new. */
    synchronized void reset() {
        wait.reset();
    }

    /** A try begins or ends now. */
    synchronized void tried() {
        lastTry = nanoTime.getAsLong();
    }

    /** When the growing wait is over. */
    synchronized long afterWait() {
        return after(wait.get());
    }

    synchronized long after(Duration time) {
        return lastTry + time.toNanos();
    }

    /**
     * Tries again at this time, or earlier if a try is planned before.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the engine is closed
     */
    synchronized void tryAt(long time) {
        if (nextTry != NONE && nextTry - time <= 0) {
            return;
        }
        nextTry = time;
        Duration delay = Duration.ofNanos(Math.max(0, time - nanoTime.getAsLong()));
        timer.schedule(() -> timeHasCome(time), delay);
    }

    private synchronized void timeHasCome(long time) {
        // Otherwise an earlier try was made meanwhile.
        if (nextTry == time) {
            nextTry = NONE;
            wait.next();
            tryAgain.run();
        }
    }
}
