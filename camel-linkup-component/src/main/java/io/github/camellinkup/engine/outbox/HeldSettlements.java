package io.github.camellinkup.engine.outbox;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The settlements that the next round looks at. Thread-safe. */
final class HeldSettlements {

    private final Map<String, Settlement> byEntry = new LinkedHashMap<>();

    synchronized void add(Settlement settlement) {
        byEntry.put(settlement.entryId(), settlement);
    }

    synchronized void remove(Settlement settlement) {
        byEntry.remove(settlement.entryId());
    }

    synchronized boolean isEmpty() {
        return byEntry.isEmpty();
    }

    synchronized List<Settlement> all() {
        return List.copyOf(byEntry.values());
    }

    /** The wait until one of them can be decided, sent or given up, or the given one if that is shorter. */
    synchronized Duration untilNextEvent(long now, Duration atMost) {
        long nanos = atMost.toNanos();
        for (Settlement settlement : byEntry.values()) {
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
