package io.github.camellinkup.engine.results;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Says when the next read is due: at the pace that the API asks for by the types of the outstanding tasks, slower when
 * nothing has moved for long, and at once when there is new work. The rate limiter keeps reads a second
 * apart. Not thread-safe.
 */
final class PollingPace {

    private static final String RESEARCH = "research";

    /** The longer nothing has come, the longer is the wait: this fraction of the silence. */
    private static final int SILENCE_DIVISOR = 12;

    /** The paces of the API: how long to wait while things move, and at the most. */
    private enum Rhythm {
        SEARCH_AND_FETCH(1, 2),
        MIXED(2, 10),
        MOSTLY_RESEARCH(5, 30);

        private final long shortest;
        private final long longest;

        Rhythm(int shortestSeconds, int longestSeconds) {
            this.shortest = Duration.ofSeconds(shortestSeconds).toNanos();
            this.longest = Duration.ofSeconds(longestSeconds).toNanos();
        }

        static Rhythm of(Map<String, Integer> countByType) {
            if (countByType.isEmpty()) {
                return MIXED;
            }
            int all = countByType.values().stream().mapToInt(Integer::intValue).sum();
            int research = countByType.getOrDefault(RESEARCH, 0);
            if (2 * research > all) {
                return MOSTLY_RESEARCH;
            }
            return 10 * research > all ? MIXED : SEARCH_AND_FETCH;
        }
    }

    private final LongSupplier nanoTime;
    private long lastRead;
    private long lastMove;
    private boolean hasRead;
    private int lastWaiting;
    private Instant lastNewest;

    /** @param nanoTime a clock that only goes forward, in nanoseconds */
    PollingPace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastMove = nanoTime.getAsLong();
    }

    /** How long to wait before the next read for this demand; zero if it is due. */
    Duration untilDue(Demand demand) {
        long now = nanoTime.getAsLong();
        if (demand.waiting() > lastWaiting || !Objects.equals(demand.newest(), lastNewest)) {
            lastMove = now;
        }
        lastWaiting = demand.waiting();
        lastNewest = demand.newest();
        if (!hasRead) {
            return Duration.ZERO;
        }
        Rhythm rhythm = Rhythm.of(demand.countByType());
        long silence = now - lastMove;
        long interval = Math.min(rhythm.longest, Math.max(rhythm.shortest, silence / SILENCE_DIVISOR));
        return Duration.ofNanos(Math.max(0, lastRead + interval - now));
    }

    /** A read has been made. */
    void read() {
        lastRead = nanoTime.getAsLong();
        hasRead = true;
    }

    /** A read has failed: the next one is due at once, and waits for as long as the caller does after a failure. */
    void failed() {
        hasRead = false;
    }

    /** A wanted result has come, or there is new work. */
    void moved() {
        lastMove = nanoTime.getAsLong();
    }
}
