package io.github.camellinkup.engine.repository;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * How repositories keep times: to the millisecond, within the years that every database supports. Columns have no time
 * zone and hold UTC. Times are passed as local date-times, because drivers do not convert those to the time zone of the
 * JVM, the session or the database.
 */
final class StoredTime {

    /** How long a taken task stays known, at the least. */
    static final Duration TAKEN_STAYS_KNOWN = Duration.ofMinutes(10);

    private static final Instant EARLIEST = Instant.parse("1000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private StoredTime() {}

    /** The time as it is read after it was kept, never rounded up; null stays null. */
    static Instant kept(Instant time) {
        if (time == null) {
            return null;
        }
        Instant kept = time.isAfter(LATEST) ? LATEST : time.truncatedTo(ChronoUnit.MILLIS);
        return kept.isBefore(EARLIEST) ? EARLIEST : kept;
    }

    static void set(PreparedStatement statement, int index, Instant time) throws SQLException {
        statement.setObject(index, LocalDateTime.ofInstant(kept(time), ZoneOffset.UTC));
    }

    /** The time in this column, null if there is none. */
    static Instant get(ResultSet row, String column) throws SQLException {
        LocalDateTime time = row.getObject(column, LocalDateTime.class);
        return time == null ? null : time.toInstant(ZoneOffset.UTC);
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
