package io.github.camellinkup.engine.repository;

import io.github.camellinkup.engine.repository.OutboxEntry.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The tables of entries and of their requests. Each change but the renewal of a lease counts up the version of an entry,
 * and is made only if the entry has the version that was read.
 */
final class JdbcOutbox {

    private static final String OPEN = " and state <> 'given_up'";
    private static final String UNCHANGED = " where entry_id = ? and version = ?" + OPEN;

    /** The rows of one entry: one for each of its requests, in their order. */
    private static final class Rows {

        private final String id;
        private final List<TaskRequest> requests = new ArrayList<>();
        private Function<List<TaskRequest>, OutboxEntry> entry;
        private StoredRow.Unreadable failure;

        Rows(String id) {
            this.id = id;
        }

        /** Adds the next row. If it cannot be read, the whole entry cannot be read. */
        void add(ResultSet row) throws SQLException {
            try {
                entry = entry == null ? entry(row) : entry;
                requests.add(request(row));
            } catch (StoredRow.Unreadable e) {
                failure = failure == null ? e : failure;
            }
        }

        /** @throws StoredRow.Unreadable if a row cannot be read: a part of a call must not be taken for the whole */
        OutboxEntry entry() {
            if (failure != null) {
                throw failure;
            }
            return entry.apply(requests);
        }

        private Function<List<TaskRequest>, OutboxEntry> entry(ResultSet row) throws SQLException {
            String state = row.getString("state").toUpperCase(Locale.ROOT);
            State known = StoredRow.readable("the state of entry " + id, () -> State.valueOf(state));
            String node = row.getString("node");
            Instant openedAt = StoredTime.get(row, "opened_at");
            Instant leasedUntil = StoredTime.get(row, "leased_until");
            int version = row.getInt("version");
            boolean research = row.getBoolean("research");
            return all -> new OutboxEntry(id, node, openedAt, leasedUntil, known, version, research, all);
        }

        private TaskRequest request(ResultSet row) throws SQLException {
            String whose = "request " + requests.size() + " of entry " + id;
            int position = row.getInt("position");
            if (row.wasNull() || position != requests.size()) {
                throw new StoredRow.Unreadable(whose + ", which is missing");
            }
            return new TaskRequest(
                    StoredRow.input(whose, row),
                    row.getString("reference"),
                    StoredRow.headers(whose, row),
                    StoredTime.get(row, "awaited_until"),
                    StoredRow.resubmission(row),
                    null);
        }
    }

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
        Iterator<Integer> positions = IntStream.range(0, requests.size()).iterator();
        session.updateAll(
                "insert into linkup_outbox_request (entry_id, position, type, input, reference, headers,"
                        + " awaited_until, resubmit_of, resubmits) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                requests,
                request -> new Object[] {
                    entryId,
                    positions.next(),
                    request.input().taskType().apiValue(),
                    StoredInput.write(request.input()),
                    request.reference(),
                    StoredHeaders.write(request.headers()),
                    request.awaitedUntil(),
                    request.resubmission() == null
                            ? null
                            : request.resubmission().failedTaskId(),
                    request.resubmission() == null ? 0 : request.resubmission().number()
                });
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
        Map<String, Rows> rowsById = new LinkedHashMap<>();
        session.query(
                "select e.entry_id, e.node, e.state, e.research, e.opened_at, e.leased_until, e.version,"
                        + " r.position, r.type, r.input, r.reference, r.headers, r.awaited_until, r.resubmit_of,"
                        + " r.resubmits from linkup_outbox e left join linkup_outbox_request r on"
                        + " r.entry_id = e.entry_id where e.state <> 'given_up'"
                        + " order by e.opened_at, e.entry_id, r.position",
                row -> {
                    Rows rows = rowsById.computeIfAbsent(row.getString("entry_id"), Rows::new);
                    rows.add(row);
                    return rows;
                });
        List<OutboxEntry> entries = new ArrayList<>(rowsById.size());
        Set<String> left = new HashSet<>();
        rowsById.forEach((id, rows) -> {
            try {
                entries.add(rows.entry());
            } catch (StoredRow.Unreadable e) {
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
