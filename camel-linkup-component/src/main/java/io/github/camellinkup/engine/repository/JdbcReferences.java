package io.github.camellinkup.engine.repository;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The table of references that are idempotency keys. Its primary key keeps two nodes from sending one reference at the
 * same time. When a task was taken is read from the row of the task, as long as that exists. Many rows are always written
 * in the order of their keys, so that writers do not deadlock.
 */
final class JdbcReferences {

    private static final String FIND = "select r.reference_key, r.entry_id, r.task_id, r.created_at, r.period_millis,"
            + " r.forget_at, t.state, t.updated_at from linkup_reference r"
            + " left join linkup_task t on t.task_id = r.task_id where r.reference_key = ?";

    /** A row, and the task that belongs to it. */
    private record Row(String key, String entryId, SentReference sent, Instant forgetAt) {

        static Row read(ResultSet row) throws SQLException {
            String taskId = row.getString("task_id");
            Instant forgetAt = forgetAt(row, taskId);
            SentReference.State withoutTask =
                    forgetAt == null ? SentReference.State.UNDER_WAY : SentReference.State.UNCERTAIN;
            return new Row(
                    row.getString("reference_key"),
                    row.getString("entry_id"),
                    new SentReference(
                            taskId == null ? withoutTask : SentReference.State.CREATED,
                            taskId,
                            StoredTime.get(row, "created_at")),
                    forgetAt);
        }

        private static Instant forgetAt(ResultSet row, String taskId) throws SQLException {
            Instant stored = StoredTime.get(row, "forget_at");
            if (stored != null || taskId == null) {
                return stored;
            }
            String state = row.getString("state");
            if (state == null) {
                // An operator has deleted the task.
                return Instant.EPOCH;
            }
            boolean isOver = TaskState.TAKEN.text().equals(state)
                    || TaskState.FAILED.text().equals(state);
            return isOver ? StoredTime.get(row, "updated_at").plus(period(row)) : null;
        }

        boolean isForgotten(Instant now) {
            return forgetAt != null && !forgetAt.isAfter(now);
        }
    }

    private static Duration period(ResultSet row) throws SQLException {
        return Duration.ofMillis(row.getLong("period_millis"));
    }

    /** @throws ReferenceInUseException if one of the keys is claimed or stands twice */
    void claim(JdbcSession session, OutboxEntry entry, Instant now) throws SQLException {
        Map<String, TaskRequest> claimed = new TreeMap<>();
        for (TaskRequest request : entry.requests()) {
            ReferenceKey key = ReferenceKey.of(request);
            if (key != null && claimed.put(text(key), request) != null) {
                throw new ReferenceInUseException(key);
            }
        }
        Map<String, Row> present = find(session, claimed.keySet());
        for (Row row : present.values()) {
            if (!row.isForgotten(now)) {
                throw new ReferenceInUseException(ReferenceKey.of(claimed.get(row.key())));
            }
        }
        // If another node has claimed one meanwhile it stays: then the insert fails, and all is read again.
        session.updateAll(
                "delete from linkup_reference where reference_key = ? and (task_id = ? or entry_id = ?)",
                present.values(),
                row -> new Object[] {row.key(), row.sent().taskId(), row.entryId()});
        session.updateAll(
                "insert into linkup_reference (reference_key, type, reference, entry_id, period_millis)"
                        + " values (?, ?, ?, ?, ?)",
                claimed.entrySet(),
                claim -> new Object[] {
                    claim.getKey(),
                    claim.getValue().input().taskType().apiValue(),
                    claim.getValue().reference(),
                    entry.id(),
                    claim.getValue().idempotencyPeriod().toMillis()
                });
    }

    Map<ReferenceKey, SentReference> find(JdbcSession session, Collection<ReferenceKey> keys, Instant now)
            throws SQLException {
        Map<String, ReferenceKey> byText = new HashMap<>();
        keys.forEach(key -> byText.put(text(key), key));
        Map<ReferenceKey, SentReference> found = new HashMap<>();
        for (Row row : find(session, byText.keySet()).values()) {
            if (!row.isForgotten(now)) {
                found.put(byText.get(row.key()), row.sent());
            }
        }
        return found;
    }

    private static Map<String, Row> find(JdbcSession session, Collection<String> keys) throws SQLException {
        Map<String, Row> found = new TreeMap<>();
        session.queryEach(FIND, keys, Row::read).forEach(row -> found.put(row.key(), row));
        return found;
    }

    /**
     * Tasks of an entry were created, or take the place of failed ones.
     *
     * @param isAll whether these are all tasks of the entry. Its claims without a task are uncertain then
     */
    void created(JdbcSession session, String entryId, Collection<PendingTask> tasks, boolean isAll, Instant now)
            throws SQLException {
        Map<String, PendingTask> byReplaced = new TreeMap<>();
        Map<String, PendingTask> byKey = new TreeMap<>();
        for (PendingTask task : tasks) {
            if (task.resubmission() != null) {
                byReplaced.put(task.resubmission().failedTaskId(), task);
            }
            if (task.reference() != null) {
                byKey.put(text(new ReferenceKey(task.type(), task.reference())), task);
            }
        }
        session.updateAll(
                "update linkup_reference set task_id = ?, created_at = ?, entry_id = null where task_id = ?",
                byReplaced.values(),
                task -> new Object[] {
                    task.id(), task.createdAt(), task.resubmission().failedTaskId()
                });
        if (byKey.isEmpty() && !tasks.isEmpty()) {
            return;
        }
        Map<String, Instant> claimed = claimedBy(session, entryId, now);
        if (!claimed.isEmpty()) {
            session.updateAll(
                    "update linkup_reference set task_id = ?, created_at = ?, entry_id = null"
                            + " where reference_key = ? and entry_id = ?",
                    byKey.entrySet(),
                    created -> new Object[] {
                        created.getValue().id(), created.getValue().createdAt(), created.getKey(), entryId
                    });
            claimed.keySet().removeAll(byKey.keySet());
        }
        if (isAll) {
            setForgetAt(session, "reference_key", claimed);
        }
    }

    /** What an entry has claimed and not created is free again. */
    void discard(JdbcSession session, String entryId) throws SQLException {
        session.update("delete from linkup_reference where entry_id = ?", entryId);
    }

    /** The outcome of an entry is unknown: its claims without a task are uncertain. */
    void giveUp(JdbcSession session, String entryId, Instant now) throws SQLException {
        setForgetAt(session, "reference_key", claimedBy(session, entryId, now));
    }

    /** The claims of an entry that have no task, and the times when they would be forgotten if they ended now. */
    private static Map<String, Instant> claimedBy(JdbcSession session, String entryId, Instant now)
            throws SQLException {
        Map<String, Instant> forgetAt = new TreeMap<>();
        session.query(
                "select reference_key, period_millis from linkup_reference where entry_id = ?",
                row -> forgetAt.put(row.getString("reference_key"), now.plus(period(row))),
                entryId);
        return forgetAt;
    }

    /** To be called before the rows of tasks are deleted that were created and taken before this time. */
    void keepTaken(JdbcSession session, Instant before) throws SQLException {
        Map<String, Instant> forgetAt = new TreeMap<>();
        session.query(
                "select t.task_id, r.period_millis, t.updated_at from linkup_task t"
                        + " join linkup_reference r on r.task_id = t.task_id"
                        + " where t.state = 'taken' and t.created_at < ? and t.updated_at < ? and r.forget_at is null",
                row -> forgetAt.put(
                        row.getString("task_id"),
                        StoredTime.get(row, "updated_at").plus(period(row))),
                before,
                before);
        setForgetAt(session, "task_id", forgetAt);
    }

    private static void setForgetAt(JdbcSession session, String column, Map<String, Instant> forgetAt)
            throws SQLException {
        session.updateAll(
                "update linkup_reference set forget_at = ? where " + column + " = ?", forgetAt.entrySet(), each ->
                        new Object[] {each.getValue(), each.getKey()});
    }

    /** Deletes claims whose period is over. */
    void forget(JdbcSession session, Instant now) throws SQLException {
        session.update("delete from linkup_reference where forget_at < ?", now);
    }

    /** A hash of the key: a reference can be longer than an index takes. */
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
}
