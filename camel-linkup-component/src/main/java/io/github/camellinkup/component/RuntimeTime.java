package io.github.camellinkup.component;

import io.github.camellinkup.engine.ratelimit.RateLimits;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * The time that a component goes by; another than the real one only in tests.
 *
 * @param clock the present time
 * @param nanoTime a clock that only goes forward, in nanoseconds
 * @param limits of a key at a base URL
 * @param timer makes the timer of a component from the one that Camel gives
 */
record RuntimeTime(
        Clock clock,
        LongSupplier nanoTime,
        BiFunction<URI, String, RateLimits> limits,
        UnaryOperator<ScheduledExecutorService> timer) {

    /** The real time, with one pair of limits for a key at a base URL in the whole JVM. */
    static final RuntimeTime REAL =
            new RuntimeTime(Clock.systemUTC(), System::nanoTime, RateLimits::shared, UnaryOperator.identity());

    /** Another time for everything, to be moved by a test. */
    static RuntimeTime of(Clock clock, LongSupplier nanoTime) {
        return of(clock, nanoTime, (baseUrl, key) -> RateLimits.of(nanoTime));
    }

    /** Another time, and other limits. */
    static RuntimeTime of(Clock clock, LongSupplier nanoTime, BiFunction<URI, String, RateLimits> limits) {
        return new RuntimeTime(clock, nanoTime, limits, UnaryOperator.identity());
    }
}
