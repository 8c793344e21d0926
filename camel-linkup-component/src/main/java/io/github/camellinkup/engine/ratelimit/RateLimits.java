package io.github.camellinkup.engine.ratelimit;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
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
    private static final Map<String, RateLimits> SHARED = new ConcurrentHashMap<>();

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

    /**
     * The limits that all callers in this JVM share.
     *
     * @param account the key, or whatever else Linkup counts calls by; only a digest of it is kept
     */
    public static RateLimits shared(URI baseUrl, String account) {
        return SHARED.computeIfAbsent(baseUrl + "#" + digest(account), key -> of(System::nanoTime));
    }

    private static String digest(String account) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(account.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
