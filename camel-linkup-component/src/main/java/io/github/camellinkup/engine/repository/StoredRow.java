package io.github.camellinkup.engine.repository;

import io.github.camellinkup.client.model.LinkupRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Supplier;

/** What rows of different tables have in common. */
final class StoredRow {

    private StoredRow() {}

    static Resubmission resubmission(ResultSet row) throws SQLException {
        String failed = row.getString("resubmit_of");
        return failed == null ? null : new Resubmission(failed, row.getInt("resubmits"));
    }

    /** @param whose what the headers belong to, for the message */
    static Map<String, Object> headers(String whose, ResultSet row) throws SQLException {
        String json = row.getString("headers");
        return readable("headers of " + whose, () -> StoredHeaders.read(json));
    }

    static LinkupRequest input(String whose, ResultSet row) throws SQLException {
        String type = row.getString("type");
        String json = row.getString("input");
        return readable("input of " + whose, () -> StoredInput.read(type, json));
    }

    private static <T> T readable(String what, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (RuntimeException e) {
            throw new TaskRepositoryException("Could not read the " + what + ": " + e.getMessage(), e);
        }
    }
}
