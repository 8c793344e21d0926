package io.github.camellinkup.engine.pace;

import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Keeps the reads of tasks at the pace that the API allows: one a second for each key. It computes how long a read has
 * to wait; the caller waits, and asks once more before the read goes out. Turns are given in the order in which they are
 * asked for. Thread-safe.
 */
public final class PaceKeeper {

    /** One second, and a little more: calls that leave a second apart can arrive closer together. */
    static final Duration INTERVAL = Duration.ofMillis(1_025);

    /** How often a read that waits for the answer to the one before looks for it. */
    private static final int WATCHES_IN_AN_INTERVAL = 20;

    /** How many reads have to confirm what a read usually takes: the first ones of a process take much longer. */
    private static final int READS_TO_CONFIRM = 5;

    /** By how much less than usual a read may take, in parts of an interval, so that the usual time still holds. */
    private static final int TOLERANCES_IN_AN_INTERVAL = 40;

    private static final Map<String, WeakReference<PaceKeeper>> SHARED = new ConcurrentHashMap<>();

    private final LongSupplier nanoTime;
    private final long intervalNanos;
    private boolean used;
    private long nextTurn;
    private boolean hasGone;
    private long lastGone;
    private boolean answered;
    private boolean passedAnother;
    private long delayNanos;
    private long usualLatencyNanos = Long.MAX_VALUE;
    private int confirmations;

    /** @param nanoTime a clock that only goes forward, in nanoseconds */
    public PaceKeeper(LongSupplier nanoTime) {
        this(nanoTime, INTERVAL);
    }

    /**
     * @param nanoTime a clock that only goes forward, in nanoseconds
     * @param interval how long reads are kept apart, for a service that allows more than Linkup does
     */
    public PaceKeeper(LongSupplier nanoTime, Duration interval) {
        this.nanoTime = nanoTime;
        this.intervalNanos = interval.toNanos();
    }

    /**
     * The one pace keeper of this JVM for a key at a base URL.
     *
     * @param account the key, or whatever else the API counts calls by; only a digest of it is kept
     */
    public static PaceKeeper shared(URI baseUrl, String account) {
        PaceKeeper[] found = new PaceKeeper[1];
        SHARED.values().removeIf(reference -> reference.get() == null);
        SHARED.compute(baseUrl + "#" + digest(account), (key, reference) -> {
            found[0] = reference == null ? null : reference.get();
            if (found[0] != null) {
                return reference;
            }
            found[0] = new PaceKeeper(System::nanoTime);
            return new WeakReference<>(found[0]);
        });
        return found[0];
    }

    /**
     * Takes the next turn.
     *
     * @return how long to wait for it; zero if the read may go out at once
     */
    public synchronized Duration takeTurn() {
        long now = nanoTime.getAsLong();
        if (!used || nextTurn - now < 0) {
            nextTurn = now;
            used = true;
        }
        long wait = nextTurn - now;
        nextTurn += intervalNanos;
        return Duration.ofNanos(wait);
    }

    /**
     * Uses a turn whose time has come. What counts is when reads arrive at Linkup. So the turn has to wait as well where
     * the turn before was used late, or where its answer came later than others did: then the read may have arrived late.
     *
     * @return how long to wait before asking again; zero if the read may go out now
     */
    public synchronized Duration useTurn() {
        long now = nanoTime.getAsLong();
        if (hasGone) {
            long left = lastGone + intervalNanos + delayNanos - now;
            if (left > 0) {
                return Duration.ofNanos(left);
            }
            if (!answered && now - lastGone < 2 * intervalNanos) {
                return Duration.ofNanos(intervalNanos / WATCHES_IN_AN_INTERVAL);
            }
        }
        passedAnother = hasGone && !answered;
        hasGone = true;
        lastGone = now;
        answered = false;
        delayNanos = 0;
        nextTurn = Math.max(nextTurn - now, intervalNanos) + now;
        return Duration.ZERO;
    }

    /** The answer to the read that went out last has begun to come. */
    public synchronized void answered() {
        if (!hasGone || answered) {
            return;
        }
        answered = true;
        if (passedAnother) {
            // It may be the answer to the read that was passed, which tells nothing of this one.
            return;
        }
        long latency = nanoTime.getAsLong() - lastGone;
        boolean confirms = latency > usualLatencyNanos - intervalNanos / TOLERANCES_IN_AN_INTERVAL;
        confirmations = confirms ? Math.min(confirmations + 1, READS_TO_CONFIRM) : 0;
        usualLatencyNanos = Math.min(usualLatencyNanos, latency);
        // A read may have made a connection before it left. Until it is known what reads take without that, nothing of
        // their time is known to be the service's.
        delayNanos = confirmations < READS_TO_CONFIRM ? latency : latency - usualLatencyNanos;
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
