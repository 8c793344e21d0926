package io.github.camellinkup.engine.receiving;

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
}
