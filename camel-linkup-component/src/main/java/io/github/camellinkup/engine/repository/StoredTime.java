package io.github.camellinkup.engine.repository;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Times in columns without a time zone that hold UTC. They are passed as local date-times, because drivers do not convert
 * those to the time zone of the JVM, the session or the database.
 */
final class StoredTime {

    private StoredTime() {}

    static void set(PreparedStatement statement, int index, Instant time) throws SQLException {
        if (time == null) {
            statement.setNull(index, Types.TIMESTAMP);
        } else {
            statement.setObject(index, LocalDateTime.ofInstant(RememberedTime.kept(time), ZoneOffset.UTC));
        }
    }

    /** The time in this column, null if there is none. */
    static Instant get(ResultSet row, String column) throws SQLException {
        LocalDateTime time = row.getObject(column, LocalDateTime.class);
        return time == null ? null : time.toInstant(ZoneOffset.UTC);
    }
}
