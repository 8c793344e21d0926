package io.github.camellinkup.engine.repository;

import io.github.camellinkup.engine.repository.OutboxEntry.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The tables of entries and of what they send. Each change but the renewal of a lease counts up the version of an entry,
 * and holds only for the version that it was made from.
 */
final class JdbcOutbox {

    private static final String OPEN = " and state <> '" + text(State.GIVEN_UP) + "'";

    private static final String UNCHANGED = " where entry_id = ? and version = ?" + OPEN;

    private final TablePrefix prefix;
    private final UnreadableRows unreadable = new UnreadableRows(
            "What this call sends is not sent again, and nobody looks for its tasks. The page about the task repository"
                    + " says what to do: calls that cannot be read");

    JdbcOutbox(TablePrefix prefix) {
        this.prefix = prefix;
    }

    void insert(Connection connection, OutboxEntry entry) throws SQLException {
        String sql = "insert into linkup_outbox (entry_id, node, state, research, opened_at, leased_until, version)"
                + " values (?, ?, ?, ?, ?, ?, ?)";
        try (PreparedStatement insert = prepare(connection, sql)) {
            insert.setString(1, entry.id());
            insert.setString(2, entry.node());
            insert.setString(3, text(entry.state()));
            insert.setBoolean(4, entry.research());
            StoredTime.set(insert, 5, entry.openedAt());
            StoredTime.set(insert, 6, entry.leasedUntil());
            insert.setInt(7, entry.version());
            insert.executeUpdate();
        }
        insertRequests(connection, entry.id(), entry.requests());
    }

    private void insertRequests(Connection connection, String entryId, List<TaskRequest> requests) throws SQLException {
        String sql = "insert into linkup_outbox_request (entry_id, position, type, input, reference, headers,"
                + " awaited_until, resubmit_of, resubmits) values (?, ?, ?, ?, ?, ?, ?, ?, ?)";
        try (PreparedStatement insert = prepare(connection, sql)) {
            int position = 0;
            for (TaskRequest request : requests) {
                Resubmission resubmission = request.resubmission();
                insert.setString(1, entryId);
                insert.setInt(2, position++);
                insert.setString(3, request.input().taskType().apiValue());
                insert.setString(4, StoredInput.write(request.input()));
                insert.setString(5, request.reference());
                insert.setString(6, StoredHeaders.write(request.headers()));
                StoredTime.set(insert, 7, request.awaitedUntil());
                insert.setString(8, resubmission == null ? null : resubmission.failedTaskId());
                insert.setInt(9, resubmission == null ? 0 : resubmission.number());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** @return whether the entry was there */
    boolean delete(Connection connection, String entryId) throws SQLException {
        boolean deleted = update(connection, "delete from linkup_outbox where entry_id = ?", entryId);
        deleteRequests(connection, entryId);
        return deleted;
    }

    private void deleteRequests(Connection connection, String entryId) throws SQLException {
        update(connection, "delete from linkup_outbox_request where entry_id = ?", entryId);
    }

    /** The ids of the tasks that the requests of an entry replace. */
    List<String> replacedBy(Connection connection, String entryId) throws SQLException {
        String sql = "select resubmit_of from linkup_outbox_request where entry_id = ? and resubmit_of is not null";
        try (PreparedStatement select = prepare(connection, sql)) {
            select.setString(1, entryId);
            List<String> ids = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getString(1));
                }
            }
            return ids;
        }
    }

    /** The ids among the given ones that are of tasks which any entry replaces. */
    Set<String> replaced(Connection connection, Collection<String> ids) throws SQLException {
        return IdChunk.find(
                connection,
                ids,
                chunk -> prefix.in(
                        "select resubmit_of from linkup_outbox_request where resubmit_of in (" + chunk.marks() + ")"));
    }

    /**
     * The open entries that can be read. One query, so that an entry is never seen without its requests, unless it has
     * none.
     */
    List<OutboxEntry> open(Connection connection) throws SQLException {
        Map<String, OutboxRows> rowsById = new LinkedHashMap<>();
        String sql = "select e.entry_id, e.node, e.state, e.research, e.opened_at, e.leased_until, e.version,"
                + " r.position, r.type, r.input, r.reference, r.headers, r.awaited_until, r.resubmit_of, r.resubmits"
                + " from linkup_outbox e left join linkup_outbox_request r on r.entry_id = e.entry_id"
                + " where e.state <> ? order by e.opened_at, e.entry_id, r.position";
        try (PreparedStatement select = prepare(connection, sql)) {
            select.setString(1, text(State.GIVEN_UP));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rowsById.computeIfAbsent(row.getString("entry_id"), OutboxRows::new)
                            .add(row);
                }
            }
        }
        List<OutboxEntry> entries = new ArrayList<>(rowsById.size());
        Set<String> left = new HashSet<>();
        rowsById.forEach((id, rows) -> {
            try {
                entries.add(rows.entry());
            } catch (UnreadableRowException e) {
                left.add(id);
                unreadable.tell(id, e);
            }
        });
        unreadable.keepOnly(left);
        return entries;
    }

    /** When the oldest open entry was opened, null if there is none. */
    Instant oldestOpen(Connection connection) throws SQLException {
        String sql = "select min(opened_at) oldest from linkup_outbox where 1 = 1" + OPEN;
        try (PreparedStatement select = prepare(connection, sql);
                ResultSet row = select.executeQuery()) {
            row.next();
            return StoredTime.get(row, "oldest");
        }
    }

    boolean claim(Connection connection, OutboxEntry entry, String node, Instant until) throws SQLException {
        String sql = "update linkup_outbox set node = ?, leased_until = ?, state = ?, version = version + 1" + UNCHANGED
                + " and leased_until = ?";
        try (PreparedStatement update = prepare(connection, sql)) {
            update.setString(1, node);
            StoredTime.set(update, 2, until);
            update.setString(3, text(State.UNCERTAIN));
            setUnchanged(update, 4, entry);
            StoredTime.set(update, 6, entry.leasedUntil());
            return update.executeUpdate() > 0;
        }
    }

    /** An entry that cannot be read keeps its lease: a node that can read it may claim it in time. */
    void renew(Connection connection, String node, Instant until) throws SQLException {
        Set<String> left = unreadable.ids();
        String sql = "update linkup_outbox set leased_until = ? where node = ?" + OPEN
                + " and entry_id <> ?".repeat(left.size());
        try (PreparedStatement update = prepare(connection, sql)) {
            StoredTime.set(update, 1, until);
            update.setString(2, node);
            int index = 3;
            for (String id : left) {
                update.setString(index++, id);
            }
            update.executeUpdate();
        }
    }

    /** Leaves these requests to be sent; returns false, and changes nothing, if the entry has changed. */
    boolean reopen(Connection connection, OutboxEntry entry, List<TaskRequest> rest, Instant openedAt)
            throws SQLException {
        String sql = "update linkup_outbox set state = ?, opened_at = ?, version = version + 1" + UNCHANGED;
        try (PreparedStatement update = prepare(connection, sql)) {
            update.setString(1, text(State.SENDING));
            StoredTime.set(update, 2, openedAt);
            setUnchanged(update, 3, entry);
            if (update.executeUpdate() == 0) {
                return false;
            }
        }
        deleteRequests(connection, entry.id());
        insertRequests(connection, entry.id(), rest);
        return true;
    }

    /** Forgets an open entry; returns false, and changes nothing, if it has changed. */
    boolean close(Connection connection, OutboxEntry entry) throws SQLException {
        try (PreparedStatement delete = prepare(connection, "delete from linkup_outbox" + UNCHANGED)) {
            setUnchanged(delete, 1, entry);
            if (delete.executeUpdate() == 0) {
                return false;
            }
        }
        deleteRequests(connection, entry.id());
        return true;
    }

    /** @return false, and nothing is changed, if the entry has changed */
    boolean giveUp(Connection connection, OutboxEntry entry) throws SQLException {
        String sql = "update linkup_outbox set state = ?, version = version + 1" + UNCHANGED;
        try (PreparedStatement update = prepare(connection, sql)) {
            update.setString(1, text(State.GIVEN_UP));
            setUnchanged(update, 2, entry);
            return update.executeUpdate() > 0;
        }
    }

    private static void setUnchanged(PreparedStatement statement, int index, OutboxEntry entry) throws SQLException {
        statement.setString(index, entry.id());
        statement.setInt(index + 1, entry.version());
    }

    private boolean update(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement update = prepare(connection, sql)) {
            for (int i = 0; i < parameters.length; i++) {
                update.setString(i + 1, parameters[i]);
            }
            return update.executeUpdate() > 0;
        }
    }

    private PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        return connection.prepareStatement(prefix.in(sql));
    }

    private static String text(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
