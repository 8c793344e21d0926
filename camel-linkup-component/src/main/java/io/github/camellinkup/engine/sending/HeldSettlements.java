package io.github.camellinkup.engine.sending;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The settlements that the next round looks at. Thread-safe. */
final class HeldSettlements {

    private final Map<String, Settlement> byIntent = new LinkedHashMap<>();

    synchronized void add(Settlement settlement) {
        byIntent.put(settlement.intentId(), settlement);
    }

    synchronized void remove(Settlement settlement) {
        byIntent.remove(settlement.intentId());
    }

    synchronized boolean isEmpty() {
        return byIntent.isEmpty();
    }

    synchronized List<Settlement> all() {
        return List.copyOf(byIntent.values());
    }

    /** The wait until one of them can be decided, sent or given up, or the given one if that is shorter. */
    synchronized Duration untilNextEvent(long now, Duration atMost) {
        long nanos = atMost.toNanos();
        for (Settlement settlement : byIntent.values()) {
            nanos = sooner(nanos, settlement.untilConclusive(now));
            nanos = sooner(nanos, settlement.untilAllowed(now));
            nanos = sooner(nanos, settlement.untilTimeout(now));
        }
        return Duration.ofNanos(nanos);
    }

    private static long sooner(long nanos, long event) {
        return event > 0 && event < nanos ? event : nanos;
    }
}
