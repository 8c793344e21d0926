package io.github.camellinkup.component;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Limits the exchanges of a consumer that are in flight, and runs them on its threads. */
final class InFlightLimit {

    /** How often a thread that waits for a slot checks whether the consumer stops. */
    private static final long CHECK_MILLIS = 100;

    private final Executor threads;
    private final Semaphore free;

    /** Work with a slot that has not begun, with what to do if it is dropped. */
    private final Map<Object, Runnable> queued = new ConcurrentHashMap<>();

    private volatile boolean ended;

    /**
     * @param threads process the exchanges; null if the thread that creates them processes one after the other
     * @param maxInFlight the maximum number of exchanges in flight
     */
    InFlightLimit(Executor threads, int maxInFlight) {
        this.threads = threads;
        this.free = new Semaphore(maxInFlight);
    }

    /** Whether the thread that creates an exchange processes it. */
    boolean isDirect() {
        return threads == null;
    }

    /**
     * Waits for a slot and runs work there. The work must {@link #release} the slot.
     *
     * @param dropped runs instead if the threads end before the work begins
     * @param isWanted whether the work is still wanted
     * @return false if the work does not run
     */
    boolean run(Runnable work, Runnable dropped, BooleanSupplier isWanted) throws InterruptedException {
        while (isWanted.getAsBoolean()) {
            if (free.tryAcquire() || free.tryAcquire(CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (isDirect()) {
                    work.run();
                    return true;
                }
                Object next = new Object();
                queued.put(next, dropped);
                try {
                    threads.execute(() -> {
                        if (queued.remove(next) != null) {
                            work.run();
                        }
                    });
                    if (ended) {
                        // Terminated threads discard work silently.
                        drop(next);
                    }
                    return true;
                } catch (RejectedExecutionException e) {
                    queued.remove(next);
                    free.release();
                    return false;
                } catch (Error e) {
                    // There is no memory for a new thread, but an existing thread may already run the work.
                    if (queued.remove(next) == null) {
                        return true;
                    }
                    free.release();
                    throw e;
                }
            }
        }
        return false;
    }

    /** Drops work that has not begun. To be called after the threads have terminated. */
    void drop() {
        ended = true;
        queued.keySet().forEach(this::drop);
    }

    private void drop(Object work) {
        Runnable dropped = queued.remove(work);
        if (dropped != null) {
            free.release();
            dropped.run();
        }
    }

    void release() {
        free.release();
    }
}
