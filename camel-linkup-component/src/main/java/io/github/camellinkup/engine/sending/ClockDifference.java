package io.github.camellinkup.engine.sending;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How far Linkup's clock is from this machine's, learnt from create calls that were answered: a task is created after its
 * call went out, and before its answer has come. Thread-safe.
 */
final class ClockDifference {

    /** How far the clocks may differ while nothing is known of it. */
    static final Duration MARGIN = Duration.ofMinutes(2);

    /** What clocks that are kept in step may still do between one call and another. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    private static final int CALLS = 20;

    private final Deque<Duration> latest = new ArrayDeque<>();

    /**
     * Takes note of a call.
     *
     * @param createdAt when one of its tasks was created, by Linkup's clock
     * @param answeredAt when its answer had come, by this machine's clock
     */
    synchronized void learn(Instant createdAt, Instant answeredAt) {
        latest.addLast(Duration.between(answeredAt, createdAt));
        if (latest.size() > CALLS) {
            latest.removeFirst();
        }
    }

    /** The time by Linkup's clock before which a call that went out at this time created nothing. */
    synchronized Instant earliestCreation(Instant openedAt) {
        return latest.stream()
                .min(Duration::compareTo)
                .map(difference -> openedAt.plus(difference).minus(TOLERANCE))
                .orElseGet(() -> openedAt.minus(MARGIN));
    }
}
