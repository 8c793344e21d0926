package io.github.camellinkup.component;

import io.github.camellinkup.engine.pace.PaceKeeper;
import java.net.URI;
import java.time.Clock;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/**
 * The time that a component goes by; another than the real one only in tests.
 *
 * @param clock the present time
 * @param nanoTime a clock that only goes forward, in nanoseconds
 * @param paceKeepers what keeps the pace for a key at a base URL
 */
record RuntimeTime(Clock clock, LongSupplier nanoTime, BiFunction<URI, String, PaceKeeper> paceKeepers) {

    /** The real time, with one pace keeper for a key at a base URL in the whole JVM. */
    static final RuntimeTime REAL = new RuntimeTime(Clock.systemUTC(), System::nanoTime, PaceKeeper::shared);

    /** Another time for everything, to be moved by a test. */
    static RuntimeTime of(Clock clock, LongSupplier nanoTime) {
        return new RuntimeTime(clock, nanoTime, (baseUrl, key) -> new PaceKeeper(nanoTime));
    }
}
