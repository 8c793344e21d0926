package io.github.camellinkup.client;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Keeps what is scheduled until a test runs it, so that no test waits for time to pass. */
final class ManualScheduler extends ScheduledThreadPoolExecutor {

    private final BlockingQueue<Timer> timers = new LinkedBlockingQueue<>();

    ManualScheduler() {
        super(0);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        Timer timer = new Timer(command, Duration.ofNanos(unit.toNanos(delay)));
        timers.add(timer);
        return timer;
    }

    /** Waits for the next timer that is no time limit of a try, runs it and tells its delay. */
    Duration runNextAfterTimeouts() {
        try {
            while (true) {
                Timer timer = timers.poll(30, TimeUnit.SECONDS);
                if (timer == null) {
                    throw new AssertionError("Nothing was scheduled");
                }
                if (!(timer.command instanceof HttpAttempt)) {
                    timer.run();
                    return timer.delay;
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Timer extends FutureTask<Void> implements ScheduledFuture<Void> {

        private final Runnable command;
        private final Duration delay;

        Timer(Runnable command, Duration delay) {
            super(command, null);
            this.command = command;
            this.delay = delay;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(delay);
        }

        @Override
        public int compareTo(java.util.concurrent.Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
