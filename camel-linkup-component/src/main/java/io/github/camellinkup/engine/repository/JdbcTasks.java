package io.github.camellinkup.engine.repository;

import static io.github.camellinkup.engine.repository.TaskState.FAILED;
import static io.github.camellinkup.engine.repository.TaskState.PENDING;
import static io.github.camellinkup.engine.repository.TaskState.REPLACED;
import static io.github.camellinkup.engine.repository.TaskState.TAKEN;

import io.github.camellinkup.client.model.TaskType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The table of tasks. Many rows are always written in the order of their ids, so that writers do not deadlock. */
final class JdbcTasks {

    private static final String IS_PENDING = is(PENDING);

    /** In this form an index that begins with the state serves. */
    private static final String OUTSTANDING =
            " where state = 'pending' and (awaited_until is null or awaited_until <= ?)";

    /** H2 uses an index for the order only if all its columns are named, also the one that is the same in all rows. */
    private static final String FIRST_TASKS = "select type, count(*) tasks, min(created_at) oldest,"
            + " max(created_at) newest from (select type, created_at from linkup_task" + OUTSTANDING
            + " and %s order by state, type, created_at limit ?) first_tasks group by type";

    private static final String LAST_TASK = "select type, 0 tasks, created_at oldest, created_at newest"
            + " from (select type, created_at from linkup_task" + OUTSTANDING
            + " and %s order by state desc, type desc, created_at desc limit 1) last_task";

    private static final List<String> API_TYPES =
            Arrays.stream(TaskType.values()).map(TaskType::apiValue).sorted().toList();

    private static final Comparator<PendingTask> BY_CREATION =
            Comparator.comparing(task -> Objects.requireNonNullElse(task.createdAt(), Instant.EPOCH));

    private final UnreadableRows unreadable =
            new UnreadableRows("The result of this task is not delivered before the row is corrected");

    /** Adds those that are not known yet; those that they replace count as taken. */
    void add(JdbcSession session, Collection<PendingTask> tasks, Instant now) throws SQLException {
        Map<String, PendingTask> byId = new TreeMap<>();
        Map<String, PendingTask> replaced = new TreeMap<>();
        for (PendingTask task : tasks) {
            byId.putIfAbsent(task.id(), task);
            if (task.resubmission() != null) {
                String failed = task.resubmission().failedTaskId();
                replaced.put(failed, new PendingTask(failed, task.type(), null, null, null, null, null, 0));
            }
        }
        insertUnlessKnown(session, byId, PENDING, now);
        move(session, replaced.keySet(), PENDING, TAKEN, now);
        move(session, replaced.keySet(), REPLACED, TAKEN, now);
        insertUnlessKnown(session, replaced, TAKEN, now);
    }

    private void insertUnlessKnown(JdbcSession session, Map<String, PendingTask> tasks, TaskState state, Instant now)
            throws SQLException {
        Set<String> known = known(session, tasks.keySet());
        session.updateAll(
                "insert into linkup_task (task_id, type, state, reference, headers, created_at, recorded_at,"
                        + " awaited_until, resubmit_of, resubmits, failed_deliveries, updated_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                tasks.values().stream()
                        .filter(task -> !known.contains(task.id()))
                        .toList(),
                task -> new Object[] {
                    task.id(),
                    task.type(),
                    state.text(),
                    task.reference(),
                    StoredHeaders.write(task.headers()),
                    Objects.requireNonNullElse(task.createdAt(), Instant.EPOCH),
                    now,
                    task.awaitedUntil(),
                    task.resubmission() == null ? null : task.resubmission().failedTaskId(),
                    task.resubmits(),
                    task.failedDeliveries(),
                    now
                });
    }

    /** Moves those of the tasks that are in one state to another. */
    void move(JdbcSession session, Collection<String> ids, TaskState from, TaskState to, Instant now)
            throws SQLException {
        session.updateAll(
                "update linkup_task set state = ?, updated_at = ? where task_id = ?" + is(from),
                new TreeSet<>(ids),
                id -> new Object[] {to.text(), now, id});
    }

    /**
     * For statements that name a task by its id. In this form no index begins with the state: PostgreSQL could prefer such
     * an index to the primary key, and read all tasks of the state, as long as it has not analyzed the table.
     */
    private static String is(TaskState state) {
        return " and case state when '" + state.text() + "' then 1 else 0 end = 1";
    }

    Map<String, PendingTask> pending(JdbcSession session, Collection<String> ids) throws SQLException {
        Map<String, PendingTask> found = new HashMap<>();
        session.queryEach("select * from linkup_task where task_id = ?" + IS_PENDING, ids, this::read).stream()
                .filter(Objects::nonNull)
                .forEach(task -> found.put(task.id(), task));
        return found;
    }

    Set<String> known(JdbcSession session, Collection<String> ids) throws SQLException {
        return new HashSet<>(
                session.queryEach("select task_id from linkup_task where task_id = ?", ids, row -> row.getString(1)));
    }

    /**
     * One query with two parts for each type: an index gives its first and its last tasks. With no types given, types that
     * the API does not have are looked for before, between and after those that it has.
     */
    Outstanding outstanding(JdbcSession session, Set<String> types, Instant now, int most) throws SQLException {
        List<String> parts = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (String type : types.isEmpty() ? API_TYPES : types) {
            parts.add(FIRST_TASKS.formatted("type = ?"));
            parts.add(LAST_TASK.formatted("type = ?"));
            Collections.addAll(values, now, type, most, now, type);
        }
        if (types.isEmpty()) {
            String previous = "";
            for (String type : API_TYPES) {
                // An older version could record an empty type.
                parts.add(
                        FIRST_TASKS.formatted(previous.isEmpty() ? "type >= ? and type < ?" : "type > ? and type < ?"));
                Collections.addAll(values, now, previous, type, most);
                previous = type;
            }
            parts.add(FIRST_TASKS.formatted("type > ?"));
            Collections.addAll(values, now, previous, most);
        }
        List<Outstanding> each = session.query(
                String.join(" union all ", parts),
                row -> new Outstanding(
                        Map.of(row.getString("type"), row.getInt("tasks")),
                        StoredTime.get(row, "oldest"),
                        StoredTime.get(row, "newest")),
                values.toArray());
        return each.stream().reduce(Outstanding.NONE, Outstanding::and);
    }

    /** Asks for each type by itself: so the index gives the oldest without a look at the others. */
    List<PendingTask> oldest(JdbcSession session, Set<String> types, Instant now, int limit) throws SQLException {
        String select = "select * from linkup_task" + OUTSTANDING;
        List<PendingTask> tasks = new ArrayList<>();
        if (types.isEmpty()) {
            String sql = select + " order by state, created_at, task_id limit ?";
            tasks.addAll(session.query(sql, this::read, now, limit));
        }
        for (String type : types) {
            String sql = select + " and type = ? order by state, type, created_at, task_id limit ?";
            tasks.addAll(session.query(sql, this::read, now, type, limit));
        }
        return tasks.stream()
                .filter(Objects::nonNull)
                .sorted(BY_CREATION)
                .limit(limit)
                .toList();
    }

    int deliveryFailed(JdbcSession session, String id, String reason, Instant now) throws SQLException {
        boolean isPending = session.update(
                "update linkup_task set failed_deliveries = failed_deliveries + 1, reason = ?, updated_at = ?"
                        + " where task_id = ?" + IS_PENDING,
                StorableText.reason(reason),
                now,
                id);
        String count = "select failed_deliveries from linkup_task where task_id = ?";
        return isPending ? session.query(count, row -> row.getInt(1), id).get(0) : 0;
    }

    void giveUp(JdbcSession session, String id, String reason, Instant now) throws SQLException {
        session.update(
                "update linkup_task set state = ?, reason = ?, updated_at = ? where task_id = ?" + IS_PENDING,
                FAILED.text(),
                StorableText.reason(reason),
                now,
                id);
    }

    /** @param until null if no exchange awaits it any more */
    void setAwaited(JdbcSession session, String id, Instant until, Instant now) throws SQLException {
        session.update(
                "update linkup_task set awaited_until = ?, updated_at = ? where task_id = ?" + IS_PENDING,
                until,
                now,
                id);
    }

    /** Deletes taken tasks that were created and taken before. */
    void forgetTaken(JdbcSession session, Instant before) throws SQLException {
        session.update(
                "delete from linkup_task where state = 'taken' and created_at < ? and updated_at < ?", before, before);
    }

    /** Null if the row cannot be read: it must not keep the results of the others from their routes. */
    private PendingTask read(ResultSet row) throws SQLException {
        String id = row.getString("task_id");
        try {
            Instant createdAt = StoredTime.get(row, "created_at");
            return new PendingTask(
                    id,
                    row.getString("type"),
                    Instant.EPOCH.equals(createdAt) ? null : createdAt,
                    row.getString("reference"),
                    StoredRow.headers("task " + id, row),
                    StoredTime.get(row, "awaited_until"),
                    StoredRow.resubmission(row),
                    row.getInt("failed_deliveries"));
        } catch (StoredRow.Unreadable e) {
            unreadable.log(id, e);
            return null;
        }
    }
}
