package io.github.camellinkup.engine;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads and the time of an engine. Runs work later, on the thread of the timer. A scheduler that is shut down drops
 * what waits, and a caller would wait for its outcome for ever; this timer runs it when it is closed, so that it can fail.
 * Thread-safe.
 */
public final class EngineTimer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EngineTimer.class);

    private final ScheduledExecutorService scheduler;
    private final Executor workers;
    private final LongSupplier nanoTime;
    private final Set<Work> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @param workers runs what blocks
     * @param nanoTime a clock that only goes forward, in nanoseconds
     */
    public EngineTimer(ScheduledExecutorService scheduler, Executor workers, LongSupplier nanoTime) {
        this.scheduler = scheduler;
        this.workers = workers;
        this.nanoTime = nanoTime;
    }

    /** What runs work that blocks. */
    public Executor workers() {
        return workers;
    }

    /** The time of a clock that only goes forward, in nanoseconds. */
    public long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** Work that runs once: when its time has come, or when the timer is closed. */
    private final class Work implements Runnable {

        private final Runnable work;

        private Work(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            if (waiting.remove(this)) {
                work.run();
            }
        }
    }

    /** @throws RejectedExecutionException if the timer is closed; the work does not run then */
    public void schedule(Runnable work, Duration delay) {
        Work added = new Work(work);
        waiting.add(added);
        if (closed && waiting.remove(added)) {
            throw new RejectedExecutionException("The timer is closed");
        }
        try {
            scheduler.schedule(added, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            if (waiting.remove(added)) {
                throw e;
            }
        }
    }

    /** Runs what waits, now. Work that throws does not keep the rest from it. */
    @Override
    public void close() {
        closed = true;
        for (Work work : waiting) {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.warn("Work that waited for its time failed when the timer was closed", e);
            }
        }
    }
}
