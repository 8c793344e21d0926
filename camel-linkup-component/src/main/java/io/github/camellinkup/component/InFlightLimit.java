package io.github.camellinkup.component;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Limits the exchanges of a consumer that are in flight, and runs them on its threads. */
final class InFlightLimit {

    /** How often a thread that waits for a slot checks whether the consumer stops. */
    private static final long CHECK_MILLIS = 100;

    private final ExecutorService threads;
    private final Semaphore free;
    private final Set<Work> queued = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    /** Work with a slot. It either runs or is dropped. */
    private final class Work implements Runnable {

        private final Runnable work;
        private final Runnable dropped;

        private Work(Runnable work, Runnable dropped) {
            this.work = work;
            this.dropped = dropped;
        }

        @Override
        public void run() {
            if (queued.remove(this)) {
                work.run();
            }
        }

        private void drop() {
            if (queued.remove(this)) {
                free.release();
                dropped.run();
            }
        }
    }

    /**
     * @param threads process the exchanges; null if the thread that creates them processes one after the other
     * @param maxInFlight the maximum number of exchanges in flight
     */
    InFlightLimit(ExecutorService threads, int maxInFlight) {
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
     * @param isEmissionAllowed whether the work is still wanted
     * @return false if the work does not run
     */
    boolean run(Runnable work, Runnable dropped, BooleanSupplier isEmissionAllowed) throws InterruptedException {
        while (isEmissionAllowed.getAsBoolean()) {
            if (free.tryAcquire(CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
                Work next = new Work(work, dropped);
                queued.add(next);
                try {
                    threads.execute(next);
                    if (ended) {
                        // Terminated threads discard work silently.
                        next.drop();
                    }
                    return true;
                } catch (RejectedExecutionException e) {
                    queued.remove(next);
                    free.release();
                    return false;
                } catch (Error e) {
                    // There is no memory for a new thread, but an existing thread may already run the work.
                    if (!queued.remove(next)) {
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
        queued.forEach(Work::drop);
    }

    void release() {
        free.release();
    }
}
