package io.github.camellinkup.component;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** How many exchanges of a consumer are under way at a time, and on which threads. */
final class ExchangeSlots {

    /** How soon a thread that waits for a slot notices that the consumer stops. */
    private static final long PATIENCE_MILLIS = 100;

    private final ExecutorService threads;
    private final Semaphore free;

    /**
     * @param threads where exchanges are processed; null to process them one after the other where they are made
     * @param maxInFlight the most exchanges under way at a time
     */
    ExchangeSlots(ExecutorService threads, int maxInFlight) {
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
     * @param wanted whether it is still worth waiting
     * @return false if the work does not run
     */
    boolean run(Runnable work, BooleanSupplier wanted) throws InterruptedException {
        while (wanted.getAsBoolean()) {
            if (free.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                try {
                    threads.execute(work);
                    return true;
                } catch (RejectedExecutionException e) {
                    free.release();
                    return false;
                }
            }
        }
        return false;
    }

    void release() {
        free.release();
    }
}
