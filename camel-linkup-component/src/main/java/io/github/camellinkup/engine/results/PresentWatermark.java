package io.github.camellinkup.engine.results;

import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store that is never later than the present: one task with a time in the future must not hide the tasks that finish
 * before that time.
 * Not thread-safe.
 */
final class PresentWatermark implements WatermarkStore {

    private static final Logger LOG = LoggerFactory.getLogger(PresentWatermark.class);

    private final WatermarkStore store;
    private final Clock clock;

    /** The last stored time that was too late. */
    private Instant lastTooLate;

    PresentWatermark(WatermarkStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Null also if the stored time is in the future: then it is unknown up to when everything was taken. */
    @Override
    public Instant load() {
        Instant left = store.load();
        if (left == null || !ClockMargin.isTooLate(left, clock)) {
            return left == null ? null : atMostNow(left);
        }
        if (!left.equals(lastTooLate)) {
            lastTooLate = left;
            LOG.warn(
                    "The stateRepository says that all tasks up to {} were emitted, which is in the future. This is"
                            + " ignored: reading begins at the option since, or at the start if that is not set",
                    left);
        }
        return null;
    }

    @Override
    public void store(Instant time) {
        store.store(atMostNow(time));
    }

    private Instant atMostNow(Instant time) {
        Instant now = clock.instant();
        return time.isAfter(now) ? now : time;
    }
}
