package io.github.camellinkup.engine.ratelimit;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupTooManyRequestsException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * What a refusal does to all calls of a key: they pause, and then go more slowly until Linkup has answered some time. Times
 * are in nanoseconds of the limiter's clock. Not thread-safe.
 */
final class Backoff {

    /** The period grows by this many times at the most. */
    private static final double SLOWEST = 3;

    /** Each refusal makes the period longer, by the room of so many calls. */
    private static final double GIVEN_UP = 0.5;

    /** Each answer leaves this part of the period. */
    private static final double RECOVERY = 0.98;

    /** Each refusal in a row makes the pause longer. Slowly: beside another JVM it takes some tries to find a gap. */
    private static final double GROWTH = 1.05;

    /** In periods: a call that is always refused is tried about as often as Linkup allows. */
    private static final double LONGEST_BACKOFF = 1;

    /** A longer wait is not believed. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final long period;
    private final DoubleSupplier random;
    private double slowdown = 1;
    private int refusals;
    private long lastRefusal = -1;
    private long pausedUntil;
    private long askedUntil;

    Backoff(long period, DoubleSupplier random) {
        this.period = period;
        this.random = random;
    }

    /** By how much the period is longer now. */
    double slowdown() {
        return slowdown;
    }

    /** When calls may go out again. */
    long pausedUntil() {
        return pausedUntil;
    }

    /** How long Linkup still wants to be left alone. */
    Duration asked(long now) {
        return Duration.ofNanos(Math.max(0, askedUntil - now));
    }

    void answered() {
        refusals = 0;
        slowdown = Math.max(1, slowdown * RECOVERY);
    }

    /**
     * A call was refused.
     *
     * @param sentAt when it went out. Calls that went out together are refused together, which counts once
     * @param limit how many calls go out in a period
     * @param retryAfter how long Linkup asks to wait, or null
     */
    void refused(long now, long sentAt, int limit, Duration retryAfter) {
        boolean isNew = sentAt > lastRefusal;
        if (isNew) {
            lastRefusal = now;
            refusals++;
            slowdown = Math.min(SLOWEST, slowdown + GIVEN_UP / limit);
        }
        if (retryAfter != null) {
            Duration believed = retryAfter.compareTo(LONGEST) > 0 ? LONGEST : retryAfter;
            askedUntil = Math.max(askedUntil, now + believed.toNanos());
            pause(askedUntil + (long) (period * random.getAsDouble() / 4));
        } else if (isNew) {
            double periods = Math.min(LONGEST_BACKOFF, (1 + random.getAsDouble()) / 4 * Math.pow(GROWTH, refusals - 1));
            pause(now + (long) (period * periods));
        }
    }

    private void pause(long until) {
        pausedUntil = Math.max(pausedUntil, until);
    }

    static LinkupException tooLong(Duration asked, Duration longest) {
        return new LinkupTooManyRequestsException(
                "Linkup asks not to be called with this key for another " + asked.toSeconds()
                        + " s, which is longer than the option maxRetryDelay allows (" + longest.toMillis() + " ms)",
                new ErrorAnswer(0, Optional.empty(), List.of(), Optional.of(asked)));
    }
}
