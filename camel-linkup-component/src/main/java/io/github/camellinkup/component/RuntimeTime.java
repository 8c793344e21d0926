package io.github.camellinkup.component;

import io.github.camellinkup.engine.ratelimit.RateLimits;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * The clocks, limits and timer of a component; tests replace them.
 *
 * @param clock the present time
 * @param nanoTime a monotonic clock, in nanoseconds
 * @param the limits of a key at a base URL
 * @param timer decorates the timer from Camel
 */
record RuntimeTime(
        Clock clock,
        LongSupplier nanoTime,
        BiFunction<URI, String, RateLimits> limits,
        UnaryOperator<ScheduledExecutorService> timer) {

    /** The system time, with one pair of limits per key and base URL in the JVM. */
    static final RuntimeTime REAL =
            new RuntimeTime(Clock.systemUTC(), System::nanoTime, RateLimits::shared, UnaryOperator.identity());

    /** Other clocks, with limits of their own. */
    static RuntimeTime of(Clock clock, LongSupplier nanoTime) {
        return of(clock, nanoTime, (baseUrl, key) -> RateLimits.of(nanoTime));
    }

    /** Other clocks and limits. */
    static RuntimeTime of(Clock clock, LongSupplier nanoTime, BiFunction<URI, String, RateLimits> limits) {
        return new RuntimeTime(clock, nanoTime, limits, UnaryOperator.identity());
    }
}
