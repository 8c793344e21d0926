package io.github.camellinkup.examples.companies;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends a run in good order when the process is told to stop, by Ctrl-C for one. */
final class Interruption implements AutoCloseable {

    private static final int LONGEST_WAIT_SECONDS = 30;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean happened;

    Interruption(Run run) {
        hook = new Thread(() -> stop(run), "companies-to-crm-interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** The process ends as soon as this returns, so it waits until the last result is kept and the report written. */
    private void stop(Run run) {
        happened = true;
        run.stop();
        try {
            ended.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean happened() {
        return happened;
    }

    @Override
    public void close() {
        if (happened) {
            ended.countDown();
        } else {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
