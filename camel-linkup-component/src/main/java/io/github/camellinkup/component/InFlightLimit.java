package io.github.camellinkup.component;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** How many exchanges of a consumer are under way at a time, and on which threads. */
final class InFlightLimit {

    /** How soon a thread that waits for a slot notices that the consumer stops. */
    private static final long CHECK_MILLIS = 100;

    private final ExecutorService threads;
    private final Semaphore free;
    private final Set<Work> queued = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    /** Work that has a slot, and either runs or is dropped. */
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
     * @param threads where exchanges are processed; null to process them one after the other where they are made
     * @param maxInFlight the most exchanges under way at a time
     */
    InFlightLimit(ExecutorService threads, int maxInFlight) {
        this.threads = threads;
        this.free = new Semaphore(maxInFlight);
    }

    /** Whether an exchange is processed by the thread that makes it. */
    boolean isDirect() {
        return threads == null;
    }

    /**
     * Waits for a slot and runs work there. The work has to {@link #release} it.
     *
     * @param dropped runs in its place if the threads end before it has begun
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
                        // Threads that have ended discard it without a word.
                        next.drop();
                    }
                    return true;
                } catch (RejectedExecutionException e) {
                    queued.remove(next);
                    free.release();
                    return false;
                } catch (Error e) {
                    // There may be no memory for another thread, but one that is there may have begun with it.
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

    /** The threads have ended: what they have not begun is dropped. */
    void drop() {
        ended = true;
        queued.forEach(Work::drop);
    }

    void release() {
        free.release();
    }
}
