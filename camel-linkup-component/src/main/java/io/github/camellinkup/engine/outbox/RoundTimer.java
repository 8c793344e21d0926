package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.engine.pace.EngineTimer;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Lets one round follow the other and never two at a time: at once when there is something new, else when the wait that
 * the last one asked for is over. No thread waits. Thread-safe.
 */
final class RoundTimer {

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final EngineTimer timer;
    private final Executor workers;
    private final Runnable round;
    private boolean running;
    private boolean again;
    private long tick;
    private Duration wait = FIRST_WAIT;

    /** @param round begins a round, whose end is told by {@link #ended} */
    RoundTimer(EngineTimer timer, Executor workers, Runnable round) {
        this.timer = timer;
        this.workers = workers;
        this.round = round;
    }

    /** There is something new: a round begins now, or right after the one under way. */
    void wake() {
        synchronized (this) {
            wait = FIRST_WAIT;
            if (running) {
                again = true;
                return;
            }
            running = true;
        }
        workers.execute(round);
    }

    /** A wait that is longer each time, until there is something new. */
    synchronized Duration growingWait() {
        Duration grown = wait;
        wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
        return grown;
    }

    /**
     * A round has ended.
     *
     * @param untilNext how long to wait for the next one, null if none is needed until there is something new; not asked
     *     if there is something new
     * @return false if no more rounds can follow, because the timer is closed
     */
    boolean ended(Supplier<Duration> untilNext) {
        Duration next;
        long thisTick;
        synchronized (this) {
            next = again ? Duration.ZERO : untilNext.get();
            again = false;
            running = false;
            thisTick = ++tick;
        }
        if (next == null) {
            return true;
        }
        try {
            timer.schedule(() -> workers.execute(() -> begin(thisTick)), next);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** As {@link #ended}, if no round is under way; the end of that one would see to it. */
    boolean follow(Supplier<Duration> untilNext) {
        synchronized (this) {
            if (running) {
                return true;
            }
            running = true;
        }
        return ended(untilNext);
    }

    private void begin(long thisTick) {
        synchronized (this) {
            if (running || thisTick != tick) {
                return;
            }
            running = true;
        }
        round.run();
    }
}
