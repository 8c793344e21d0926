package io.github.camellinkup.examples.companies.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a job end in good order when the process is told to stop, by Ctrl-C for one: the process ends only after
 * {@link #close()}.
 */
final class Interruption implements AutoCloseable {

    private static final int LONGEST_WAIT_SECONDS = 30;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "companies-to-crm-interruption");
    private boolean happened;
    private volatile Runnable reaction;

    /** Sets what is to be done when the process is told to stop. Before this it simply ends. */
    void react(Runnable newReaction) {
        reaction = newReaction;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void stop() {
        synchronized (this) {
            happened = true;
            reaction.run();
        }
        try {
            closed.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized boolean happened() {
        return happened;
    }

    @Override
    public void close() {
        closed.countDown();
        if (!happened()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The process is being stopped at this very moment, and finds nothing to wait for.
            }
        }
    }
}
