package io.github.camellinkup.engine.results;

import io.github.camellinkup.engine.repository.Outstanding;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How far Linkup's clock may be ahead of the clock of this machine. A later time is taken for an error. */
final class ClockMargin {

    private static final Duration MARGIN = Duration.ofMinutes(2);

    private ClockMargin() {}

    static boolean isTooLate(Instant time, Clock clock) {
        return time.isAfter(clock.instant().plus(MARGIN));
    }

    /** The outstanding tasks. If one was recorded with a time that is too late, its creation counts as unknown. */
    static Outstanding corrected(Outstanding outstanding, Clock clock) {
        boolean isAhead = outstanding.newest() != null && isTooLate(outstanding.newest(), clock);
        return isAhead ? new Outstanding(outstanding.countByType(), Instant.EPOCH, null) : outstanding;
    }
}
