package io.github.camellinkup.engine.repository;

import io.github.camellinkup.engine.repository.Intent.State;
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
 * The tables of intents and of what they send. Each change counts up the revision of an intent: so the database says of
 * every update whether there was a row for it, also one that would write what is there already.
 */
final class JdbcIntents {

    private static final String OPEN = " and state <> '" + text(State.GIVEN_UP) + "'";

    private final TablePrefix prefix;
    private final UnreadableRows unreadable = new UnreadableRows(
            "What this call sends is not sent again, and nobody looks for its tasks. The page about the task repository"
                    + " says what to do: calls that cannot be read");

    JdbcIntents(TablePrefix prefix) {
        this.prefix = prefix;
    }

    void insert(Connection connection, Intent intent) throws SQLException {
        String sql = "insert into linkup_intent (intent_id, node, state, research, opened_at, leased_until, revision)"
                + " values (?, ?, ?, ?, ?, ?, 0)";
        try (PreparedStatement insert = prepare(connection, sql)) {
            insert.setString(1, intent.id());
            insert.setString(2, intent.node());
            insert.setString(3, text(intent.state()));
            insert.setBoolean(4, intent.research());
            StoredTime.set(insert, 5, intent.openedAt());
            StoredTime.set(insert, 6, intent.leasedUntil());
            insert.executeUpdate();
        }
        insertRequests(connection, intent.id(), intent.requests());
    }

    private void insertRequests(Connection connection, String intentId, List<TaskRequest> requests)
            throws SQLException {
        String sql = "insert into linkup_intent_request (intent_id, position, type, input, reference, headers,"
                + " awaited_until, resubmit_of, resubmits) values (?, ?, ?, ?, ?, ?, ?, ?, ?)";
        try (PreparedStatement insert = prepare(connection, sql)) {
            int position = 0;
            for (TaskRequest request : requests) {
                Resubmission resubmission = request.resubmission();
                insert.setString(1, intentId);
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

    /** @return whether the intent was there */
    boolean delete(Connection connection, String intentId) throws SQLException {
        boolean deleted = update(connection, "delete from linkup_intent where intent_id = ?", intentId);
        deleteRequests(connection, intentId);
        return deleted;
    }

    private void deleteRequests(Connection connection, String intentId) throws SQLException {
        update(connection, "delete from linkup_intent_request where intent_id = ?", intentId);
    }

    /** The ids of the tasks that the requests of an intent replace. */
    List<String> replacedBy(Connection connection, String intentId) throws SQLException {
        String sql = "select resubmit_of from linkup_intent_request where intent_id = ? and resubmit_of is not null";
        try (PreparedStatement select = prepare(connection, sql)) {
            select.setString(1, intentId);
            List<String> ids = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getString(1));
                }
            }
            return ids;
        }
    }

    /** The ids among the given ones that are of tasks which any intent replaces. */
    Set<String> replaced(Connection connection, Collection<String> ids) throws SQLException {
        return IdChunk.find(
                connection,
                ids,
                chunk -> prefix.in(
                        "select resubmit_of from linkup_intent_request where resubmit_of in (" + chunk.marks() + ")"));
    }

    /**
     * The open intents that can be read. One query, so that an intent is never seen without its requests, unless it has
     * none.
     */
    List<Intent> open(Connection connection) throws SQLException {
        Map<String, IntentRows> rowsById = new LinkedHashMap<>();
        String sql = "select i.intent_id, i.node, i.state, i.research, i.opened_at, i.leased_until,"
                + " r.position, r.type, r.input, r.reference, r.headers, r.awaited_until, r.resubmit_of, r.resubmits"
                + " from linkup_intent i left join linkup_intent_request r on r.intent_id = i.intent_id"
                + " where i.state <> ? order by i.opened_at, i.intent_id, r.position";
        try (PreparedStatement select = prepare(connection, sql)) {
            select.setString(1, text(State.GIVEN_UP));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rowsById.computeIfAbsent(row.getString("intent_id"), IntentRows::new)
                            .add(row);
                }
            }
        }
        List<Intent> intents = new ArrayList<>(rowsById.size());
        Set<String> left = new HashSet<>();
        rowsById.forEach((id, rows) -> {
            try {
                intents.add(rows.intent());
            } catch (UnreadableRowException e) {
                left.add(id);
                unreadable.tell(id, e);
            }
        });
        unreadable.keepOnly(left);
        return intents;
    }

    /** When the oldest open intent was opened, null if there is none. */
    Instant oldestOpen(Connection connection) throws SQLException {
        String sql = "select min(opened_at) oldest from linkup_intent where 1 = 1" + OPEN;
        try (PreparedStatement select = prepare(connection, sql);
                ResultSet row = select.executeQuery()) {
            row.next();
            return StoredTime.get(row, "oldest");
        }
    }

    boolean claim(Connection connection, Intent intent, String node, Instant until) throws SQLException {
        String sql = "update linkup_intent set node = ?, leased_until = ?, state = ?, revision = revision + 1"
                + " where intent_id = ? and node = ? and leased_until = ?" + OPEN;
        try (PreparedStatement update = prepare(connection, sql)) {
            update.setString(1, node);
            StoredTime.set(update, 2, until);
            update.setString(3, text(State.UNCERTAIN));
            update.setString(4, intent.id());
            update.setString(5, intent.node());
            StoredTime.set(update, 6, intent.leasedUntil());
            return update.executeUpdate() > 0;
        }
    }

    /** Nobody here answers for what cannot be read: a node that can read it may claim it in time. */
    void renew(Connection connection, String node, Instant until) throws SQLException {
        Set<String> left = unreadable.ids();
        String sql = "update linkup_intent set leased_until = ?, revision = revision + 1 where node = ?" + OPEN
                + " and intent_id <> ?".repeat(left.size());
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

    /** Leaves these requests to be sent; returns false, and changes nothing, if the node does not answer for it. */
    boolean reopen(Connection connection, Intent intent, List<TaskRequest> rest, Instant openedAt) throws SQLException {
        String sql = "update linkup_intent set state = ?, opened_at = ?, revision = revision + 1"
                + " where intent_id = ? and node = ?" + OPEN;
        try (PreparedStatement update = prepare(connection, sql)) {
            update.setString(1, text(State.SENDING));
            StoredTime.set(update, 2, openedAt);
            update.setString(3, intent.id());
            update.setString(4, intent.node());
            if (update.executeUpdate() == 0) {
                return false;
            }
        }
        deleteRequests(connection, intent.id());
        insertRequests(connection, intent.id(), rest);
        return true;
    }

    /** Forgets an open intent; returns false, and changes nothing, if the node does not answer for it. */
    boolean close(Connection connection, Intent intent) throws SQLException {
        String sql = "delete from linkup_intent where intent_id = ? and node = ?" + OPEN;
        if (!update(connection, sql, intent.id(), intent.node())) {
            return false;
        }
        deleteRequests(connection, intent.id());
        return true;
    }

    /** @return whether the intent was open */
    boolean giveUp(Connection connection, String intentId) throws SQLException {
        String sql = "update linkup_intent set state = ?, revision = revision + 1 where intent_id = ?" + OPEN;
        return update(connection, sql, text(State.GIVEN_UP), intentId);
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
