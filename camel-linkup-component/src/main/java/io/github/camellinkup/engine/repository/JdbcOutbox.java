package io.github.camellinkup.engine.repository;

import io.github.camellinkup.engine.repository.OutboxEntry.State;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The tables of entries and of their requests. Each change but the renewal of a lease counts up the version of an entry,
 * and is made only if the entry has the version that was read.
 */
final class JdbcOutbox {

    private static final String OPEN = " and state <> 'given_up'";
    private static final String UNCHANGED = " where entry_id = ? and version = ?" + OPEN;

    private final UnreadableRows unreadable = new UnreadableRows(
            "The requests of this call are not sent again, and its tasks are not looked for. The page"
                    + " about the task repository says what to do: calls that cannot be read");

    void insert(JdbcSession session, OutboxEntry entry) throws SQLException {
        session.update(
                "insert into linkup_outbox (entry_id, node, state, research, opened_at, leased_until, version)"
                        + " values (?, ?, ?, ?, ?, ?, ?)",
                entry.id(),
                entry.node(),
                text(entry.state()),
                entry.research(),
                entry.openedAt(),
                entry.leasedUntil(),
                entry.version());
        insertRequests(session, entry.id(), entry.requests());
    }

    private static void insertRequests(JdbcSession session, String entryId, List<TaskRequest> requests)
            throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        for (TaskRequest request : requests) {
            Resubmission resubmission = request.resubmission();
            rows.add(new Object[] {
                entryId,
                rows.size(),
                request.input().taskType().apiValue(),
                StoredInput.write(request.input()),
                request.reference(),
                StoredHeaders.write(request.headers()),
                request.awaitedUntil(),
                resubmission == null ? null : resubmission.failedTaskId(),
                resubmission == null ? 0 : resubmission.number()
            });
        }
        session.updateAll(
                "insert into linkup_outbox_request (entry_id, position, type, input, reference, headers,"
                        + " awaited_until, resubmit_of, resubmits) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows);
    }

    void delete(JdbcSession session, String entryId) throws SQLException {
        session.update("delete from linkup_outbox where entry_id = ?", entryId);
        deleteRequests(session, entryId);
    }

    private static void deleteRequests(JdbcSession session, String entryId) throws SQLException {
        session.update("delete from linkup_outbox_request where entry_id = ?", entryId);
    }

    /** The ids of the tasks that the requests of an entry replace. */
    List<String> replacedBy(JdbcSession session, String entryId) throws SQLException {
        return session.query(
                "select resubmit_of from linkup_outbox_request where entry_id = ? and resubmit_of is not null",
                row -> row.getString(1),
                entryId);
    }

    /** The ids among the given ones that are of tasks which any entry replaces. */
    Set<String> replaced(JdbcSession session, Collection<String> ids) throws SQLException {
        return new HashSet<>(session.queryEach(
                "select resubmit_of from linkup_outbox_request where resubmit_of = ?", ids, row -> row.getString(1)));
    }

    /** The open entries that can be read. One query reads an entry and its requests at the same time. */
    List<OutboxEntry> open(JdbcSession session) throws SQLException {
        Map<String, OutboxRows> rowsById = new LinkedHashMap<>();
        session.query(
                "select e.entry_id, e.node, e.state, e.research, e.opened_at, e.leased_until, e.version,"
                        + " r.position, r.type, r.input, r.reference, r.headers, r.awaited_until, r.resubmit_of,"
                        + " r.resubmits from linkup_outbox e left join linkup_outbox_request r on"
                        + " r.entry_id = e.entry_id where e.state <> 'given_up'"
                        + " order by e.opened_at, e.entry_id, r.position",
                row -> {
                    OutboxRows rows = rowsById.computeIfAbsent(row.getString("entry_id"), OutboxRows::new);
                    rows.add(row);
                    return rows;
                });
        List<OutboxEntry> entries = new ArrayList<>(rowsById.size());
        Set<String> left = new HashSet<>();
        rowsById.forEach((id, rows) -> {
            try {
                entries.add(rows.entry());
            } catch (UnreadableRowException e) {
                left.add(id);
                unreadable.log(id, e);
            }
        });
        unreadable.keepOnly(left);
        return entries;
    }

    /** When the oldest open entry was opened, null if there is none. */
    Instant oldestOpen(JdbcSession session) throws SQLException {
        return session.query(
                        "select min(opened_at) oldest from linkup_outbox where 1 = 1" + OPEN,
                        row -> StoredTime.get(row, "oldest"))
                .get(0);
    }

    boolean claim(JdbcSession session, OutboxEntry entry, String node, Instant until) throws SQLException {
        return session.update(
                "update linkup_outbox set node = ?, leased_until = ?, state = ?, version = version + 1" + UNCHANGED
                        + " and leased_until = ?",
                node,
                until,
                text(State.UNCERTAIN),
                entry.id(),
                entry.version(),
                entry.leasedUntil());
    }

    /** An entry that cannot be read keeps its lease: when that ends, a node that can read it may claim it. */
    void renew(JdbcSession session, String node, Instant until) throws SQLException {
        Set<String> left = unreadable.ids();
        List<Object> values = new ArrayList<>(Arrays.asList(until, node));
        values.addAll(left);
        session.update(
                "update linkup_outbox set leased_until = ? where node = ?" + OPEN
                        + " and entry_id <> ?".repeat(left.size()),
                values.toArray());
    }

    /** Keeps the entry for these requests; returns false, and changes nothing, if it has changed. */
    boolean reopen(JdbcSession session, OutboxEntry entry, List<TaskRequest> rest, Instant openedAt)
            throws SQLException {
        boolean reopened = session.update(
                "update linkup_outbox set state = ?, opened_at = ?, version = version + 1" + UNCHANGED,
                text(State.SENDING),
                openedAt,
                entry.id(),
                entry.version());
        if (reopened) {
            deleteRequests(session, entry.id());
            insertRequests(session, entry.id(), rest);
        }
        return reopened;
    }

    /** Forgets an open entry; returns false, and changes nothing, if it has changed. */
    boolean close(JdbcSession session, OutboxEntry entry) throws SQLException {
        boolean closed = session.update("delete from linkup_outbox" + UNCHANGED, entry.id(), entry.version());
        if (closed) {
            deleteRequests(session, entry.id());
        }
        return closed;
    }

    /** Returns false, and changes nothing, if the entry has changed. */
    boolean giveUp(JdbcSession session, OutboxEntry entry) throws SQLException {
        return session.update(
                "update linkup_outbox set state = ?, version = version + 1" + UNCHANGED,
                text(State.GIVEN_UP),
                entry.id(),
                entry.version());
    }

    private static String text(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
