package io.github.camellinkup.engine.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * How far Linkup's clock is from this machine's, learnt from create calls that were answered: a task is created after its
 * call went out, and before its answer has come. If this machine's clock is set meanwhile, nothing is known of it any more.
 * Thread-safe.
 */
final class ClockDifference {

    /** How far the clocks may differ while nothing is known of it. */
    static final Duration MARGIN = Duration.ofMinutes(2);

    /** What clocks that are kept in step may still do between one call and another. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    /** A clock that is off by more than this from one that only goes forward was set. */
    private static final Duration CLOCK_STEP = TOLERANCE.dividedBy(2);

    private static final int CALLS = 20;

    private final LongSupplier nanoTime;
    private final Deque<Duration> latest = new ArrayDeque<>();
    private Instant nanoTimeBegan;
    private boolean clockWasSet;

    /** @param nanoTime a clock that only goes forward, in nanoseconds */
    ClockDifference(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Takes note of a call.
     *
     * @param createdAt when one of its tasks was created, by Linkup's clock
     * @param answeredAt when its answer had come, which is now, by this machine's clock
     */
    synchronized void learn(Instant createdAt, Instant answeredAt) {
        notice(answeredAt);
        latest.addLast(Duration.between(answeredAt, createdAt));
        if (latest.size() > CALLS) {
            latest.removeFirst();
        }
    }

    /** Setting the clock by less than the tolerance is allowed for. */
    private void notice(Instant now) {
        Instant began = now.minusNanos(nanoTime.getAsLong());
        if (nanoTimeBegan == null) {
            nanoTimeBegan = began;
        }
        clockWasSet |= Duration.between(nanoTimeBegan, began).abs().compareTo(CLOCK_STEP) > 0;
    }

    /**
     * The time by Linkup's clock before which a call created nothing.
     *
     * @param openedAt when the call went out, by this machine's clock
     * @param now the present time by this machine's clock
     */
    synchronized Instant earliestCreation(Instant openedAt, Instant now) {
        notice(now);
        return latest.stream()
                .min(Duration::compareTo)
                .filter(difference -> !clockWasSet)
                .map(difference -> openedAt.plus(difference).minus(TOLERANCE))
                .orElseGet(() -> openedAt.minus(MARGIN));
    }
}
