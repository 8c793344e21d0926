package io.github.camellinkup.engine.receiving;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * How far behind what is covered the list is looked through again, for tasks that were listed late or share a time: each
 * time as far as was covered the time before, and a little farther, so that no time is looked at only while tasks can
 * still be listed late. Less and less often where nothing new comes. Not thread-safe.
 */
final class Overlap {

    /** So late a task can be listed at the most. */
    private static final Duration LATE = Duration.ofSeconds(10);

    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(20);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final LongSupplier nanoTime;
    private Duration wait = SHORTEST_WAIT;
    private long last;

    /** Something new was covered: what finished before the first walk began has been read, and was not listed late. */
    private boolean hasMoved;

    private Instant coveredThen;

    /** @param nanoTime a clock that only goes forward, in nanoseconds */
    Overlap(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.last = nanoTime.getAsLong();
    }

    /** Where a walk that begins now may end, if everything up to this time was covered. */
    Instant floorOfNextWalk(Instant covered) {
        if (coveredThen == null && hasMoved) {
            coveredThen = covered;
        }
        long now = nanoTime.getAsLong();
        if (covered == null || now - last < wait.toNanos()) {
            return covered;
        }
        last = now;
        Duration longer = wait.multipliedBy(2);
        wait = longer.compareTo(LONGEST_WAIT) < 0 ? longer : LONGEST_WAIT;
        if (coveredThen == null) {
            return covered.minus(LATE);
        }
        Instant from = coveredThen.isBefore(covered) ? coveredThen : covered;
        coveredThen = covered;
        return from.minus(LATE);
    }

    /** Something new was covered. */
    void movedOn() {
        hasMoved = true;
        wait = SHORTEST_WAIT;
    }
}
