package io.github.camellinkup.engine.receiving;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * How far behind what is covered the list is looked through again, for tasks that were listed late or share a time; less
 * and less often where nothing new comes. Not thread-safe.
 */
final class Overlap {

    private static final Duration LENGTH = Duration.ofSeconds(20);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final LongSupplier nanoTime;
    private Duration wait = LENGTH;
    private long last;

    /** @param nanoTime a clock that only goes forward, in nanoseconds */
    Overlap(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.last = nanoTime.getAsLong();
    }

    /** Where a walk that begins now may end, if everything up to this time was covered. */
    Instant floorOfNextWalk(Instant covered) {
        long now = nanoTime.getAsLong();
        if (covered == null || now - last < wait.toNanos()) {
            return covered;
        }
        last = now;
        Duration longer = wait.multipliedBy(2);
        wait = longer.compareTo(LONGEST_WAIT) < 0 ? longer : LONGEST_WAIT;
        return covered.minus(LENGTH);
    }

    /** Something new was covered. */
    void movedOn() {
        wait = LENGTH;
    }
}
