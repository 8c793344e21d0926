package io.github.camellinkup.engine.repository;

import java.time.Duration;
import java.time.Instant;

/** How repositories keep times: to the millisecond, within the years that every database knows. */
final class RememberedTime {

    /** How long a taken task stays known, at the least. */
    static final Duration TAKEN_STAYS_KNOWN = Duration.ofMinutes(10);

    private static final long EARLIEST = Instant.parse("1000-01-01T00:00:00Z").toEpochMilli();
    private static final long LATEST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    private RememberedTime() {}

    /** The time in milliseconds since 1970 in UTC. What is finer than that is cut off, and never rounded up. */
    static long millis(Instant time) {
        if (time.isAfter(Instant.ofEpochMilli(LATEST))) {
            return LATEST;
        }
        return time.isBefore(Instant.ofEpochMilli(EARLIEST)) ? EARLIEST : time.toEpochMilli();
    }

    /** The time as it reads once it was kept; null stays null. */
    static Instant kept(Instant time) {
        return time == null ? null : Instant.ofEpochMilli(millis(time));
    }

    /** The same entry with its times as they read once they were kept. */
    static OutboxEntry kept(OutboxEntry entry) {
        return new OutboxEntry(
                entry.id(),
                entry.node(),
                kept(entry.openedAt()),
                kept(entry.leasedUntil()),
                entry.state(),
                entry.version(),
                entry.research(),
                entry.requests());
    }

    /**
     * The time before which a taken task was created and taken that need not be known any more: nobody who settles an
     * open entry can still take it for one that the entry created.
     *
     * @param oldestOpenEntry when the oldest open entry was opened, or null if there is none
     */
    static Instant forgetTakenBefore(Instant now, Instant oldestOpenEntry) {
        Instant since = oldestOpenEntry != null && oldestOpenEntry.isBefore(now) ? oldestOpenEntry : now;
        return since.minus(TAKEN_STAYS_KNOWN);
    }
}
