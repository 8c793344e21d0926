package io.github.camellinkup.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until a test moves it. It never goes back. Safe for use by many threads; always in UTC.
 */
public final class ManualClock extends Clock {

    private final AtomicReference<Instant> now;

    /** A clock that shows 2026-01-01T00:00:00Z. */
    public ManualClock() {
        this(Instant.parse("2026-01-01T00:00:00Z"));
    }

    /**
     * A clock that shows the given time.
     *
     * @param start the time it shows until it is moved
     */
    public ManualClock(Instant start) {
        this.now = new AtomicReference<>(Objects.requireNonNull(start, "start"));
    }

    /**
     * Moves the clock forward.
     *
     * @param step how far; zero or more
     * @throws IllegalArgumentException if the step is negative
     */
    public void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("The clock cannot go back by " + step);
        }
        now.updateAndGet(time -> time.plus(step));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /**
     * Not supported: the zone plays no part in what the stand-in does, and a second clock would not move with this one.
     */
    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("A ManualClock is always in UTC");
    }

    @Override
    public String toString() {
        return "ManualClock[" + now.get() + "]";
    }
}
