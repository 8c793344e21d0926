package io.github.camellinkup.engine.results;

import io.github.camellinkup.engine.repository.Outstanding;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How far Linkup's clock may be ahead of this machine's. A time that is later is not believed. */
final class ClockMargin {

    private static final Duration MARGIN = Duration.ofMinutes(2);

    private ClockMargin() {}

    static boolean isTooLate(Instant time, Clock clock) {
        return time.isAfter(clock.instant().plus(MARGIN));
    }

    /** What is outstanding. Of a task that was recorded with a time ahead it is not known when it was created. */
    static Outstanding believed(Outstanding told, Clock clock) {
        boolean isAhead = told.newest() != null && isTooLate(told.newest(), clock);
        return isAhead ? new Outstanding(told.countByType(), Instant.EPOCH, null) : told;
    }
}
