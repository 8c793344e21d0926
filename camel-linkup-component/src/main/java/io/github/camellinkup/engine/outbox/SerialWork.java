package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.engine.EngineTimer;
import io.github.camellinkup.engine.GrowingWait;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs work on the workers, one piece at a time and in order: now, later, or again after a wait that is longer each time,
 * until there is something new. Times are in nanoseconds of a clock that only goes forward. {@link #run} and
 * {@link #runLater} are thread-safe; the rest is used by the work only.
 */
final class SerialWork {

    private static final Logger LOG = LoggerFactory.getLogger(SerialWork.class);
    private static final long NONE = Long.MAX_VALUE;

    private final EngineTimer timer;
    private final Runnable tryAgain;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final GrowingWait wait = new GrowingWait(Duration.ofSeconds(1), Duration.ofSeconds(30));
    private boolean running;
    private long lastTry;
    private long nextTry = NONE;

    SerialWork(EngineTimer timer, Runnable tryAgain) {
        this.timer = timer;
        this.tryAgain = tryAgain;
    }

    void run(Runnable work) {
        synchronized (this) {
            waiting.add(work);
            if (running) {
                return;
            }
            running = true;
        }
        timer.workers().execute(this::runAll);
    }

    private void runAll() {
        for (Runnable work = next(); work != null; work = next()) {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                LOG.error("Calls whose answer never came could not be looked after", e);
            }
        }
    }

    private synchronized Runnable next() {
        running = !waiting.isEmpty();
        return waiting.poll();
    }

    /** @return false if the engine is closed; the work does not run then */
    boolean runLater(Runnable work, Duration delay) {
        try {
            timer.schedule(() -> run(work), delay);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** There is something new. */
    void resetWait() {
        wait.reset();
    }

    /** A try begins or ends now. */
    void tried() {
        lastTry = timer.nanoTime();
    }

    /** When the growing wait is over. */
    long afterWait() {
        return after(wait.get());
    }

    long after(Duration time) {
        return lastTry + time.toNanos();
    }

    /**
     * Tries again at this time, or earlier if a try is planned before.
     *
     * @return false if the engine is closed
     */
    boolean tryAt(long time) {
        if (nextTry != NONE && nextTry - time <= 0) {
            return true;
        }
        nextTry = time;
        return runLater(() -> timeHasCome(time), Duration.ofNanos(Math.max(0, time - timer.nanoTime())));
    }

    private void timeHasCome(long time) {
        // Otherwise an earlier try was made meanwhile.
        if (nextTry == time) {
            nextTry = NONE;
            wait.next();
            tryAgain.run();
        }
    }
}
