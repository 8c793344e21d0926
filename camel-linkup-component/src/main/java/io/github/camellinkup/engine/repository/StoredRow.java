package io.github.camellinkup.engine.repository;

import io.github.camellinkup.client.model.LinkupRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Supplier;

/** Columns that several tables have. */
final class StoredRow {

    private StoredRow() {}

    /**
     * A row holds a value that this version could not have written: a newer version wrote it, or an operator. The message
     * names the part and the row, and does not quote the content.
     */
    static final class Unreadable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        /** @param what the part that cannot be read, and whose it is */
        Unreadable(String what) {
            super(what);
        }
    }

    static Resubmission resubmission(ResultSet row) throws SQLException {
        String failed = row.getString("resubmit_of");
        return failed == null ? null : new Resubmission(failed, row.getInt("resubmits"));
    }

    /**
     * @param whose what the headers belong to
     * @throws Unreadable if this version could not have written them
     */
    static Map<String, Object> headers(String whose, ResultSet row) throws SQLException {
        String json = row.getString("headers");
        return readable("the headers of " + whose, () -> Map.copyOf(StoredHeaders.read(json)));
    }

    /**
     * @param whose what the input belongs to
     * @throws Unreadable if this version could not have written it
     */
    static LinkupRequest input(String whose, ResultSet row) throws SQLException {
        String type = row.getString("type");
        String json = row.getString("input");
        return readable("the input of " + whose, () -> StoredInput.read(type, json));
    }

    /**
     * @param what the part that is read, and whose it is
     * @throws Unreadable if the reader fails. It has no cause, because that may quote what was read
     */
    static <T> T readable(String what, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (RuntimeException e) {
            throw new Unreadable(what);
        }
    }
}
