package io.github.camellinkup.engine.ratelimit;

import io.github.camellinkup.client.ApiOperation;
import io.github.camellinkup.client.CallLimiter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Lets the calls of one client out as the limits of its key allow, and calls without a limit at once. Thread-safe. */
public final class RateLimitGate implements CallLimiter, AutoCloseable {

    private final ScheduledExecutorService scheduler;
    private final Duration longestPause;
    private final Lane reads;
    private final Lane directCalls;

    /**
     * @param limits of the key
     * @param requestsPerSecond how many searches and fetches may go out in a second; 0 for any number
     * @param longestPause if Linkup asks for a longer one, calls fail
     * @param scheduler waits
     */
    public RateLimitGate(
            RateLimits limits, int requestsPerSecond, Duration longestPause, ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
        this.longestPause = longestPause;
        this.reads = new Lane(limits.reads(), 1);
        this.directCalls = requestsPerSecond == 0 ? null : new Lane(limits.directCalls(), requestsPerSecond);
    }

    @Override
    public CompletionStage<Pass> admit(ApiOperation operation, boolean again) {
        Lane lane = operation.readsTasks() ? reads : operation.isDirect() ? directCalls : null;
        return lane == null ? CompletableFuture.completedFuture(Pass.FREE) : lane.admit(again);
    }

    /** Fails the calls that wait, and those that come later. */
    @Override
    public void close() {
        reads.close();
        if (directCalls != null) {
            directCalls.close();
        }
    }

    /** The calls under one limiter. While any call waits there, a timer asks the limiter again. */
    private final class Lane implements Runnable {

        private final RateLimiter limiter;
        private final int limit;
        private Future<?> timer;
        private boolean closed;

        private Lane(RateLimiter limiter, int limit) {
            this.limiter = limiter;
            this.limit = limit;
        }

        private CompletionStage<Pass> admit(boolean again) {
            CompletableFuture<Pass> permit;
            synchronized (this) {
                if (closed) {
                    return CompletableFuture.failedFuture(stopping());
                }
                permit = limiter.queue(this, limit, longestPause, again);
            }
            release();
            return permit;
        }

        private void release() {
            List<RateLimiter.Permit> granted;
            synchronized (this) {
                if (closed) {
                    return;
                }
                granted = limiter.release();
                startTimer();
            }
            // Without the lock, because a call goes out on this thread.
            granted.forEach(RateLimiter.Permit::grant);
        }

        /** Waits may have changed. This is a thread of the HTTP client, on which no other call goes out. */
        @Override
        public synchronized void run() {
            if (!closed) {
                startTimer();
            }
        }

        private void startTimer() {
            stopTimer();
            Duration delay = limiter.delay();
            if (delay != null) {
                timer = scheduler.schedule(this::release, delay.toNanos(), TimeUnit.NANOSECONDS);
            }
        }

        private void stopTimer() {
            if (timer != null) {
                timer.cancel(false);
            }
        }

        private void close() {
            synchronized (this) {
                closed = true;
                stopTimer();
            }
            limiter.leave(this, stopping());
        }
    }

    private static CancellationException stopping() {
        return new CancellationException("it waited for its turn, and the Linkup component is stopping");
    }
}
