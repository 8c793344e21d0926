package io.github.camellinkup.component;

import io.github.camellinkup.engine.ratelimit.RateLimits;
import java.net.URI;
import java.time.Clock;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** Clocks and limits of a component, with the timer of Camel. */
final class TestTime {

    private TestTime() {}

    /** Other clocks, with limits of their own. */
    static LinkupRuntime.Time of(Clock clock, LongSupplier nanoTime) {
        return of(clock, nanoTime, (baseUrl, key) -> RateLimits.of(nanoTime));
    }

    /** Other clocks and limits. */
    static LinkupRuntime.Time of(Clock clock, LongSupplier nanoTime, BiFunction<URI, String, RateLimits> limits) {
        return new LinkupRuntime.Time(clock, nanoTime, limits, UnaryOperator.identity());
    }
}
