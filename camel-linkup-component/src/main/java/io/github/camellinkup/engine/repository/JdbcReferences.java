package io.github.camellinkup.engine.repository;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The table of references that are idempotency keys. Its primary key is what keeps two nodes from sending one reference
 * at the same time. When a task was taken is read from its own row, as long as that is there.
 */
final class JdbcReferences {

    private static final String FIND = "select r.reference_key, r.entry_id, r.task_id, r.created_at, r.period_millis,"
            + " r.forget_at, t.state, t.updated_at from linkup_reference r"
            + " left join linkup_task t on t.task_id = r.task_id where r.reference_key = ?";

    private final TablePrefix prefix;

    JdbcReferences(TablePrefix prefix) {
        this.prefix = prefix;
    }

    /** A row, and the task that belongs to it. */
    private record Row(String key, String entryId, SentReference sent, Instant forgetAt) {

        static Row read(ResultSet row) throws SQLException {
            String taskId = row.getString("task_id");
            Instant forgetAt = StoredTime.get(row, "forget_at");
            String state = row.getString("state");
            if (forgetAt == null && taskId != null && state == null) {
                // An operator has deleted the task.
                forgetAt = Instant.EPOCH;
            }
            if (forgetAt == null && isOver(state)) {
                forgetAt = StoredTime.get(row, "updated_at").plus(period(row));
            }
            SentReference.State reached = taskId != null
                    ? SentReference.State.CREATED
                    : forgetAt == null ? SentReference.State.UNDER_WAY : SentReference.State.UNCERTAIN;
            return new Row(
                    row.getString("reference_key"),
                    row.getString("entry_id"),
                    new SentReference(reached, taskId, StoredTime.get(row, "created_at")),
                    forgetAt);
        }

        private static boolean isOver(String state) {
            return TaskState.TAKEN.text().equals(state)
                    || TaskState.FAILED.text().equals(state);
        }

        boolean isForgotten(Instant now) {
            return forgetAt != null && !forgetAt.isAfter(now);
        }
    }

    private static Duration period(ResultSet row) throws SQLException {
        return Duration.ofMillis(row.getLong("period_millis"));
    }

    /** @throws ReferenceInUseException if one of the keys is claimed or stands twice */
    void claim(Connection connection, OutboxEntry entry, Instant now) throws SQLException {
        Map<String, TaskRequest> claimed = new TreeMap<>();
        for (TaskRequest request : entry.requests()) {
            ReferenceKey key = ReferenceKey.of(request);
            if (key != null && claimed.put(text(key), request) != null) {
                throw new ReferenceInUseException(key);
            }
        }
        if (claimed.isEmpty()) {
            return;
        }
        List<Row> present = find(connection, claimed.keySet());
        for (Row row : present) {
            if (!row.isForgotten(now)) {
                throw new ReferenceInUseException(ReferenceKey.of(claimed.get(row.key())));
            }
        }
        delete(connection, present);
        String sql = "insert into linkup_reference (reference_key, type, reference, entry_id, period_millis)"
                + " values (?, ?, ?, ?, ?)";
        try (PreparedStatement insert = prepare(connection, sql)) {
            for (Map.Entry<String, TaskRequest> each : claimed.entrySet()) {
                TaskRequest request = each.getValue();
                insert.setString(1, each.getKey());
                insert.setString(2, request.input().taskType().apiValue());
                insert.setString(3, request.reference());
                insert.setString(4, entry.id());
                insert.setLong(5, request.idempotencyPeriod().toMillis());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Only as they were read. If another node has claimed one meanwhile, the insert fails, and all is read again. */
    private void delete(Connection connection, List<Row> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        String sql = "delete from linkup_reference where reference_key = ? and (task_id = ? or entry_id = ?)";
        try (PreparedStatement delete = prepare(connection, sql)) {
            for (Row row : rows) {
                delete.setString(1, row.key());
                delete.setString(2, row.sent().taskId());
                delete.setString(3, row.entryId());
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }

    Map<ReferenceKey, SentReference> find(Connection connection, Collection<ReferenceKey> keys, Instant now)
            throws SQLException {
        Map<String, ReferenceKey> byText = new HashMap<>();
        keys.forEach(key -> byText.put(text(key), key));
        Map<ReferenceKey, SentReference> found = new HashMap<>();
        for (Row row : find(connection, byText.keySet())) {
            if (!row.isForgotten(now)) {
                found.put(byText.get(row.key()), row.sent());
            }
        }
        return found;
    }

    private List<Row> find(Connection connection, Collection<String> keys) throws SQLException {
        Map<String, Row> found = new HashMap<>();
        for (IdChunk chunk : IdChunk.of(keys)) {
            try (PreparedStatement select = prepare(connection, chunk.oneByOne(FIND))) {
                chunk.set(select);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        Row read = Row.read(row);
                        found.put(read.key(), read);
                    }
                }
            }
        }
        return found.values().stream().sorted(Comparator.comparing(Row::key)).toList();
    }

    /**
     * Tasks of an entry were created, or take the place of failed ones.
     *
     * @param isAll whether these are all tasks of the entry. Its claims without a task are uncertain then
     */
    void created(Connection connection, String entryId, Collection<PendingTask> tasks, boolean isAll, Instant now)
            throws SQLException {
        List<PendingTask> replacing =
                tasks.stream().filter(task -> task.resubmission() != null).toList();
        setTasks(connection, replacing, "task_id = ?", task -> task.resubmission()
                .failedTaskId());
        List<PendingTask> keyed =
                tasks.stream().filter(task -> task.reference() != null).toList();
        if (keyed.isEmpty() && !tasks.isEmpty()) {
            return;
        }
        Map<String, Instant> claimed = claimedBy(connection, entryId, now);
        if (!claimed.isEmpty()) {
            setTasks(connection, keyed, "reference_key = ? and entry_id = ?", JdbcReferences::text, entryId);
            keyed.forEach(task -> claimed.remove(text(task)));
        }
        if (isAll) {
            setForgetAt(connection, "reference_key", claimed);
        }
    }

    private static String text(PendingTask task) {
        return text(new ReferenceKey(task.type(), task.reference()));
    }

    /** In the order of what the rows are found by, so that writers do not cross. */
    private void setTasks(
            Connection connection,
            List<PendingTask> tasks,
            String where,
            Function<PendingTask, String> parameter,
            String... more)
            throws SQLException {
        if (tasks.isEmpty()) {
            return;
        }
        Map<String, PendingTask> rows = new TreeMap<>();
        tasks.forEach(task -> rows.put(parameter.apply(task), task));
        String sql = "update linkup_reference set task_id = ?, created_at = ?, entry_id = null where " + where;
        try (PreparedStatement update = prepare(connection, sql)) {
            for (Map.Entry<String, PendingTask> row : rows.entrySet()) {
                update.setString(1, row.getValue().id());
                StoredTime.set(update, 2, row.getValue().createdAt());
                update.setString(3, row.getKey());
                for (int i = 0; i < more.length; i++) {
                    update.setString(4 + i, more[i]);
                }
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    /** What an entry has claimed and not created is free again. */
    void discard(Connection connection, String entryId) throws SQLException {
        update(connection, "delete from linkup_reference where entry_id = ?", entryId);
    }

    /** The outcome of an entry is unknown: its claims without a task are uncertain. */
    void giveUp(Connection connection, String entryId, Instant now) throws SQLException {
        setForgetAt(connection, "reference_key", claimedBy(connection, entryId, now));
    }

    /** What an entry has claimed and has no task for, and until when that would count if its task were taken now. */
    private Map<String, Instant> claimedBy(Connection connection, String entryId, Instant now) throws SQLException {
        String sql = "select reference_key, period_millis from linkup_reference where entry_id = ?";
        Map<String, Instant> forgetAt = new TreeMap<>();
        try (PreparedStatement select = prepare(connection, sql)) {
            select.setString(1, entryId);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    forgetAt.put(row.getString("reference_key"), now.plus(period(row)));
                }
            }
        }
        return forgetAt;
    }

    /** Before the rows of taken tasks are deleted that were created and taken before a time: keeps how long they count. */
    void keepTaken(Connection connection, Instant before) throws SQLException {
        String sql = "select t.task_id, r.period_millis, t.updated_at from linkup_task t"
                + " join linkup_reference r on r.task_id = t.task_id"
                + " where t.state = ? and t.created_at < ? and t.updated_at < ? and r.forget_at is null";
        Map<String, Instant> forgetAt = new TreeMap<>();
        try (PreparedStatement select = prepare(connection, sql)) {
            select.setString(1, TaskState.TAKEN.text());
            StoredTime.set(select, 2, before);
            StoredTime.set(select, 3, before);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    forgetAt.put(
                            row.getString("task_id"),
                            StoredTime.get(row, "updated_at").plus(period(row)));
                }
            }
        }
        setForgetAt(connection, "task_id", forgetAt);
    }

    private void setForgetAt(Connection connection, String column, Map<String, Instant> forgetAt) throws SQLException {
        if (forgetAt.isEmpty()) {
            return;
        }
        String sql = "update linkup_reference set forget_at = ? where " + column + " = ?";
        try (PreparedStatement update = prepare(connection, sql)) {
            for (Map.Entry<String, Instant> each : forgetAt.entrySet()) {
                StoredTime.set(update, 1, each.getValue());
                update.setString(2, each.getKey());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    /** Deletes what does not count any more. */
    void forget(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement delete = prepare(connection, "delete from linkup_reference where forget_at < ?")) {
            StoredTime.set(delete, 1, now);
            delete.executeUpdate();
        }
    }

    private void update(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement update = prepare(connection, sql)) {
            for (int i = 0; i < parameters.length; i++) {
                update.setString(i + 1, parameters[i]);
            }
            update.executeUpdate();
        }
    }

    /** A reference can be longer than an index takes. */
    private static String text(ReferenceKey key) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(key.type().getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) 0);
            return HexFormat.of().formatHex(sha256.digest(key.reference().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        return connection.prepareStatement(prefix.in(sql));
    }
}
