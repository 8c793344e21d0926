package io.github.camellinkup.engine.repository;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Checks that the tables have their columns, that long texts fit, and that the database user may read and change them.
 * Otherwise that would show when a task is paid for and cannot be recorded. In each table a row is inserted, changed and
 * deleted, in one transaction.
 */
final class JdbcTableCheck {

    @FunctionalInterface
    interface Statement<T> {
        T run() throws SQLException;
    }

    /** The value of columns without a length. It is JSON, for a column of that type. */
    private static final String LONG_TEXT = '"' + "x".repeat(5_000) + '"';

    private static final String ADVICE =
            ". The table needs the columns of the script schema-*.sql for its database, and the database user the rights to"
                    + " select, insert, update and delete";

    private final JdbcTransactions transactions;
    private final String prefix;

    JdbcTableCheck(JdbcTransactions transactions, String prefix) {
        this.transactions = transactions;
        this.prefix = prefix;
    }

    /** @throws TaskRepositoryException if a table cannot be used; the message has the table, and the column or the right */
    void run() {
        // No other node has this key. It is as long as the ids of tasks are.
        Map<String, Map<String, Object>> rows = rows(UUID.randomUUID().toString(), Instant.EPOCH);
        transactions.run("use the tables " + prefix + "*", session -> {
            for (Map.Entry<String, Map<String, Object>> row : rows.entrySet()) {
                check(session, row.getKey(), row.getValue());
            }
            return null;
        });
    }

    private void check(JdbcSession session, String table, Map<String, Object> row) throws SQLException {
        List<String> columns = List.copyOf(row.keySet());
        List<String> missing = new ArrayList<>(columns);
        missing.removeAll(attempt("select from", table, () -> session.columns(table)));
        if (!missing.isEmpty()) {
            throw new SQLException(
                    "the table " + name(table) + " lacks the columns " + String.join(", ", missing) + ADVICE);
        }
        String key = columns.get(0);
        String last = columns.get(columns.size() - 1);
        String insert = "insert into " + table + " (" + String.join(", ", columns) + ") values ("
                + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
        attempt("insert into", table, () -> session.update(insert, row.values().toArray()));
        String update = "update " + table + " set " + last + " = ? where " + key + " = ?";
        attempt("update", table, () -> session.update(update, row.get(last), row.get(key)));
        String delete = "delete from " + table + " where " + key + " = ?";
        attempt("delete from", table, () -> session.update(delete, row.get(key)));
    }

    /** Runs a statement. Its failure says what cannot be done with the table. */
    <T> T attempt(String verb, String table, Statement<T> statement) throws SQLException {
        try {
            return statement.run();
        } catch (SQLException e) {
            throw new SQLException(
                    "cannot " + verb + " the table " + name(table) + ": " + e.getMessage() + ADVICE,
                    e.getSQLState(),
                    e.getErrorCode(),
                    e);
        }
    }

    private String name(String table) {
        return table.replace(JdbcTaskRepository.STANDARD_PREFIX, prefix);
    }

    /** A row for each table. Its first column identifies it. */
    private static Map<String, Map<String, Object>> rows(String id, Instant time) {
        Map<String, Map<String, Object>> rows = new LinkedHashMap<>();
        rows.put(
                "linkup_task",
                row(
                        "task_id",
                        id,
                        "type",
                        "search",
                        "state",
                        "taken",
                        "reference",
                        LONG_TEXT,
                        "headers",
                        LONG_TEXT,
                        "created_at",
                        time,
                        "recorded_at",
                        time,
                        "awaited_until",
                        time,
                        "resubmit_of",
                        id,
                        "resubmits",
                        0,
                        "failed_deliveries",
                        0,
                        "reason",
                        LONG_TEXT,
                        "updated_at",
                        time));
        rows.put(
                "linkup_outbox",
                row(
                        "entry_id",
                        id,
                        "node",
                        "node",
                        "state",
                        "given_up",
                        "research",
                        false,
                        "opened_at",
                        time,
                        "leased_until",
                        time,
                        "version",
                        0));
        rows.put(
                "linkup_outbox_request",
                row(
                        "entry_id",
                        id,
                        "position",
                        0,
                        "type",
                        "search",
                        "input",
                        LONG_TEXT,
                        "reference",
                        LONG_TEXT,
                        "headers",
                        LONG_TEXT,
                        "awaited_until",
                        time,
                        "resubmit_of",
                        id,
                        "resubmits",
                        0));
        rows.put(
                "linkup_reference",
                row(
                        "reference_key", id,
                        "type", "search",
                        "reference", LONG_TEXT,
                        "entry_id", id,
                        "task_id", id,
                        "created_at", time,
                        "period_millis", 0L,
                        "forget_at", time));
        return rows;
    }

    private static Map<String, Object> row(Object... columns) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < columns.length; i += 2) {
            row.put((String) columns[i], columns[i + 1]);
        }
        return row;
    }
}
