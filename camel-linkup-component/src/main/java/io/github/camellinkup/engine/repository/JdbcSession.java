package io.github.camellinkup.engine.repository;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * A connection on which a transaction runs. In all SQL the tables have their standard names. Values are texts, numbers,
 * booleans, {@link Instant}s and null.
 */
final class JdbcSession {

    /** Queries for many ids have one of these sizes, so that the database has few different queries to prepare. */
    private static final Set<Integer> SIZES = Set.of(1, 10, 100);

    private static final int LARGEST = Collections.max(SIZES);

    @FunctionalInterface
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final Connection connection;
    private final String prefix;

    JdbcSession(Connection connection, String prefix) {
        this.connection = connection;
        this.prefix = prefix;
    }

    String databaseName() throws SQLException {
        return connection.getMetaData().getDatabaseProductName();
    }

    /** The names of the columns of a table, in lower case. */
    List<String> columns(String table) throws SQLException {
        try (PreparedStatement select = prepare("select * from " + table + " where 1 = 0");
                ResultSet none = select.executeQuery()) {
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= none.getMetaData().getColumnCount(); i++) {
                columns.add(none.getMetaData().getColumnLabel(i).toLowerCase(Locale.ROOT));
            }
            return columns;
        }
    }

    /** @return whether any row was changed */
    boolean update(String sql, Object... values) throws SQLException {
        try (PreparedStatement update = prepare(sql)) {
            set(update, values);
            return update.executeUpdate() > 0;
        }
    }

    /** Runs a statement once for each item with its values, in one batch. Does nothing if there are none. */
    <T> void updateAll(String sql, Collection<T> items, Function<T, Object[]> values) throws SQLException {
        if (items.isEmpty()) {
            return;
        }
        try (PreparedStatement update = prepare(sql)) {
            for (T item : items) {
                set(update, values.apply(item));
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    <T> List<T> query(String sql, Reader<T> reader, Object... values) throws SQLException {
        try (PreparedStatement select = prepare(sql)) {
            set(select, values);
            List<T> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(reader.read(row));
                }
            }
            return found;
        }
    }

    /**
     * Runs a query for each id, many of them in one statement. A row can be read more than once.
     *
     * <p>It compares with each id by itself: for {@code in (...)} with many ids PostgreSQL decides to read the whole table
     * while that is small, and does so until it has analyzed the table.
     *
     * @param sql a query with the id as its only parameter
     */
    <T> List<T> queryEach(String sql, Collection<String> ids, Reader<T> reader) throws SQLException {
        List<String> all = List.copyOf(ids);
        List<T> found = new ArrayList<>();
        for (int start = 0; start < all.size(); start += LARGEST) {
            List<String> chunk = new ArrayList<>(all.subList(start, Math.min(all.size(), start + LARGEST)));
            while (!SIZES.contains(chunk.size())) {
                chunk.add(chunk.get(0));
            }
            String union = String.join(" union all ", Collections.nCopies(chunk.size(), sql));
            found.addAll(query(union, reader, chunk.toArray()));
        }
        return found;
    }

    private static void set(PreparedStatement statement, Object[] values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof Instant time) {
                StoredTime.set(statement, i + 1, time);
            } else {
                statement.setObject(i + 1, values[i]);
            }
        }
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql.replace(JdbcTaskRepository.STANDARD_PREFIX, prefix));
    }
}
