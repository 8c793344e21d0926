package io.github.camellinkup.engine.repository;

import java.time.Duration;
import java.time.Instant;

/** How repositories keep times: to the millisecond, within the years that every database supports. */
final class RememberedTime {

    /** How long a taken task stays known, at the least. */
    static final Duration TAKEN_STAYS_KNOWN = Duration.ofMinutes(10);

    private static final long EARLIEST = Instant.parse("1000-01-01T00:00:00Z").toEpochMilli();
    private static final long LATEST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    private RememberedTime() {}

    /** The time in milliseconds since 1970 in UTC, never rounded up. */
    static long millis(Instant time) {
        if (time.isAfter(Instant.ofEpochMilli(LATEST))) {
            return LATEST;
        }
        return time.isBefore(Instant.ofEpochMilli(EARLIEST)) ? EARLIEST : time.toEpochMilli();
    }

    /** The time as it is read after it was kept; null stays null. */
    static Instant kept(Instant time) {
        return time == null ? null : Instant.ofEpochMilli(millis(time));
    }

    /** The same entry with its times as they are read after they were kept. */
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
     * Taken tasks that were created and taken before this time can be forgotten: no reconciler of an open entry can still
     * take one of them for a task that the entry created.
     *
     * @param oldestOpenEntry when the oldest open entry was opened, or null if there is none
     */
    static Instant forgetTakenBefore(Instant now, Instant oldestOpenEntry) {
        Instant since = oldestOpenEntry != null && oldestOpenEntry.isBefore(now) ? oldestOpenEntry : now;
        return since.minus(TAKEN_STAYS_KNOWN);
    }
}
