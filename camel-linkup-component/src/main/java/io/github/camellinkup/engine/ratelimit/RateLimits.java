package io.github.camellinkup.engine.ratelimit;

import io.github.camellinkup.client.Account;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The limits of a key at a base URL.
 *
 * @param reads for reads of tasks
 * @param directCalls for searches and fetches
 */
public record RateLimits(RateLimiter reads, RateLimiter directCalls) {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static final Duration TRAVEL_OF_DIRECT_CALLS = Duration.ofMillis(15);

    /** They stay, so that a component that starts again keeps to a pause. */
    private static final Map<Account, RateLimits> SHARED = new ConcurrentHashMap<>();

    /** @param nanoTime a clock that only goes forward, in nanoseconds */
    public static RateLimits of(LongSupplier nanoTime) {
        return of(nanoTime, SECOND, Math::random);
    }

    /**
     * @param nanoTime a clock that only goes forward, in nanoseconds
     * @param readInterval in which one read may go out
     * @param random numbers from 0 to 1
     */
    public static RateLimits of(LongSupplier nanoTime, Duration readInterval, DoubleSupplier random) {
        return new RateLimits(
                // Reads are answered soon. One without an answer may still be on its way.
                new RateLimiter(nanoTime, readInterval, readInterval, random),
                // When a search is answered tells nothing, because Linkup works on it for seconds.
                new RateLimiter(nanoTime, SECOND, TRAVEL_OF_DIRECT_CALLS, random));
    }

    /** The limits that all callers of an account share in this JVM. */
    public static RateLimits shared(Account account) {
        return SHARED.computeIfAbsent(account, first -> of(System::nanoTime));
    }
}
