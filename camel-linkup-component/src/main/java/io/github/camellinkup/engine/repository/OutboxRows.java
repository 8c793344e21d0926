package io.github.camellinkup.engine.repository;

import io.github.camellinkup.engine.repository.OutboxEntry.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The rows of one entry: one for each of its requests, in their order. */
final class OutboxRows {

    private final String id;
    private final List<TaskRequest> requests = new ArrayList<>();
    private OutboxEntry head;
    private UnreadableRowException failure;

    OutboxRows(String id) {
        this.id = id;
    }

    /** Adds the next row. If it cannot be read, the whole entry cannot be read. */
    void add(ResultSet row) throws SQLException {
        try {
            if (head == null) {
                head = head(row);
            }
            requests.add(request(row));
        } catch (UnreadableRowException e) {
            failure = failure == null ? e : failure;
        }
    }

    /** @throws UnreadableRowException if a row cannot be read: a part of a call must not be taken for the whole */
    OutboxEntry entry() {
        if (failure != null) {
            throw failure;
        }
        return new OutboxEntry(
                id,
                head.node(),
                head.openedAt(),
                head.leasedUntil(),
                head.state(),
                head.version(),
                head.research(),
                requests);
    }

    private OutboxEntry head(ResultSet row) throws SQLException {
        String state = row.getString("state");
        return new OutboxEntry(
                id,
                row.getString("node"),
                StoredTime.get(row, "opened_at"),
                StoredTime.get(row, "leased_until"),
                StoredRow.readable("the state of entry " + id, () -> State.valueOf(state.toUpperCase(Locale.ROOT))),
                row.getInt("version"),
                row.getBoolean("research"),
                List.of());
    }

    private TaskRequest request(ResultSet row) throws SQLException {
        String whose = "request " + requests.size() + " of entry " + id;
        int position = row.getInt("position");
        if (row.wasNull() || position != requests.size()) {
            throw new UnreadableRowException(whose + ", which is missing");
        }
        return new TaskRequest(
                StoredRow.input(whose, row),
                row.getString("reference"),
                StoredRow.headers(whose, row),
                StoredTime.get(row, "awaited_until"),
                StoredRow.resubmission(row));
    }
}
