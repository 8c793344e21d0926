package io.github.camellinkup.engine.repository;

import io.github.camellinkup.client.model.TaskType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The table of tasks. Many rows are always written in the order of their ids, so that writers do not cross. */
final class JdbcTasks {

    private static final String PENDING = standsAs(TaskState.PENDING);
    private static final String NOT_AWAITED = " and (awaited_until is null or awaited_until <= ?)";

    /** All rows have the same state: H2 sees only by its name that the index has them in this order. */
    private static final String FIRST_TASKS = "select type, count(*) tasks, min(created_at) oldest,"
            + " max(created_at) newest from (select type, created_at from linkup_task where state = 'pending'"
            + NOT_AWAITED + " and %s order by state, type, created_at limit ?) first_tasks group by type";

    private static final String LAST_TASK = "select type, 0 tasks, created_at oldest, created_at newest"
            + " from (select type, created_at from linkup_task where state = 'pending'" + NOT_AWAITED
            + " and %s order by state desc, type desc, created_at desc limit ?) last_task";

    private static final List<String> API_TYPES =
            Arrays.stream(TaskType.values()).map(TaskType::apiValue).sorted().toList();

    private final TablePrefix prefix;
    private final UnreadableRows unreadable =
            new UnreadableRows("The result of this task is not delivered before that is put right");

    JdbcTasks(TablePrefix prefix) {
        this.prefix = prefix;
    }

    /** Adds those that are not known yet; those that they replace count as taken. */
    void add(Connection connection, Collection<PendingTask> tasks, Instant now) throws SQLException {
        Map<String, PendingTask> byId = new TreeMap<>();
        Map<String, PendingTask> replaced = new TreeMap<>();
        for (PendingTask task : tasks) {
            byId.putIfAbsent(task.id(), task);
            if (task.resubmission() != null) {
                String failed = task.resubmission().failedTaskId();
                replaced.put(failed, new PendingTask(failed, task.type(), null, null, null, null, null, 0));
            }
        }
        insertUnlessKnown(connection, byId, TaskState.PENDING, now);
        move(connection, replaced.keySet(), TaskState.PENDING, TaskState.TAKEN, now);
        move(connection, replaced.keySet(), TaskState.REPLACED, TaskState.TAKEN, now);
        insertUnlessKnown(connection, replaced, TaskState.TAKEN, now);
    }

    private void insertUnlessKnown(Connection connection, Map<String, PendingTask> tasks, TaskState state, Instant now)
            throws SQLException {
        Set<String> known = known(connection, tasks.keySet());
        String sql = "insert into linkup_task (task_id, type, state, reference, headers, created_at, recorded_at,"
                + " awaited_until, resubmit_of, resubmits, failed_deliveries, updated_at)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        try (PreparedStatement insert = prepare(connection, sql)) {
            boolean any = false;
            for (PendingTask task : tasks.values()) {
                if (!known.contains(task.id())) {
                    set(insert, task, state, now);
                    insert.addBatch();
                    any = true;
                }
            }
            if (any) {
                insert.executeBatch();
            }
        }
    }

    private static void set(PreparedStatement insert, PendingTask task, TaskState state, Instant now)
            throws SQLException {
        insert.setString(1, task.id());
        insert.setString(2, task.type());
        insert.setString(3, state.text());
        insert.setString(4, task.reference());
        insert.setString(5, StoredHeaders.write(task.headers()));
        StoredTime.set(insert, 6, task.createdAt() == null ? Instant.EPOCH : task.createdAt());
        StoredTime.set(insert, 7, now);
        StoredTime.set(insert, 8, task.awaitedUntil());
        insert.setString(
                9, task.resubmission() == null ? null : task.resubmission().failedTaskId());
        insert.setInt(10, task.resubmits());
        insert.setInt(11, task.failedDeliveries());
        StoredTime.set(insert, 12, now);
    }

    /** Moves those of the tasks that stand in one state to another. */
    void move(Connection connection, Collection<String> ids, TaskState from, TaskState to, Instant now)
            throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        String sql = "update linkup_task set state = ?, updated_at = ? where task_id = ?" + standsAs(from);
        try (PreparedStatement update = prepare(connection, sql)) {
            for (String id : new TreeSet<>(ids)) {
                update.setString(1, to.text());
                StoredTime.set(update, 2, now);
                update.setString(3, id);
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    /**
     * For statements that name a task by its id. In this form no index begins with the state: PostgreSQL could take such
     * a one for as good as the primary key, and read all tasks of the state, as long as it has not analyzed the table.
     */
    private static String standsAs(TaskState state) {
        return " and case state when '" + state.text() + "' then 1 else 0 end = 1";
    }

    Map<String, PendingTask> pending(Connection connection, Collection<String> ids) throws SQLException {
        Map<String, PendingTask> found = new HashMap<>();
        for (IdChunk chunk : IdChunk.of(ids)) {
            String sql = chunk.oneByOne("select * from linkup_task where task_id = ?" + PENDING);
            try (PreparedStatement select = prepare(connection, sql)) {
                chunk.set(select);
                for (PendingTask task : read(select)) {
                    found.put(task.id(), task);
                }
            }
        }
        return found;
    }

    Set<String> known(Connection connection, Collection<String> ids) throws SQLException {
        return IdChunk.find(
                connection,
                ids,
                chunk -> prefix.in(chunk.oneByOne("select task_id from linkup_task where task_id = ?")));
    }

    /** A condition on the type, and the texts that it compares with. */
    private record TypeRange(String condition, List<String> bounds) {

        static TypeRange only(String type) {
            return new TypeRange("type = ?", List.of(type));
        }

        /** The given types; if there are none, those of the API and the gaps between them. */
        static List<TypeRange> covering(Set<String> types) {
            if (!types.isEmpty()) {
                return types.stream().map(TypeRange::only).toList();
            }
            List<TypeRange> ranges = new ArrayList<>();
            String previous = "";
            for (String type : API_TYPES) {
                ranges.add(new TypeRange("type > ? and type < ?", List.of(previous, type)));
                ranges.add(only(type));
                previous = type;
            }
            ranges.add(new TypeRange("type > ?", List.of(previous)));
            return ranges;
        }
    }

    /** One query with two parts for each range of types. An index gives the first and the last tasks of a range. */
    Outstanding outstanding(Connection connection, Set<String> types, Instant now, int most) throws SQLException {
        List<TypeRange> ranges = TypeRange.covering(types);
        String sql = ranges.stream()
                .map(range -> FIRST_TASKS.formatted(range.condition()) + " union all "
                        + LAST_TASK.formatted(range.condition()))
                .collect(Collectors.joining(" union all "));
        try (PreparedStatement select = prepare(connection, sql)) {
            int index = 1;
            for (TypeRange range : ranges) {
                index = set(select, index, now, range, most);
                index = set(select, index, now, range, 1);
            }
            return readOutstanding(select);
        }
    }

    private static int set(PreparedStatement select, int index, Instant now, TypeRange range, int limit)
            throws SQLException {
        int next = index;
        StoredTime.set(select, next++, now);
        for (String bound : range.bounds()) {
            select.setString(next++, bound);
        }
        select.setInt(next++, limit);
        return next;
    }

    private static Outstanding readOutstanding(PreparedStatement select) throws SQLException {
        Outstanding outstanding = Outstanding.NONE;
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                outstanding = outstanding.with(
                        row.getString("type"),
                        row.getInt("tasks"),
                        StoredTime.get(row, "oldest"),
                        StoredTime.get(row, "newest"));
            }
        }
        return outstanding;
    }

    /** Asks for each type by itself: so the index gives the oldest without a look at the others. */
    List<PendingTask> oldest(Connection connection, Set<String> types, Instant now, int limit) throws SQLException {
        if (types.isEmpty()) {
            return oldest(connection, "", null, now, limit);
        }
        List<PendingTask> tasks = new ArrayList<>();
        for (String type : types) {
            tasks.addAll(oldest(connection, " and type = ?", type, now, limit));
        }
        Comparator<PendingTask> byCreation =
                Comparator.comparing(task -> task.createdAt() == null ? Instant.EPOCH : task.createdAt());
        return tasks.stream().sorted(byCreation).limit(limit).toList();
    }

    /** All rows have the same state: H2 sees only by its name that the index has them in this order. */
    private List<PendingTask> oldest(Connection connection, String ofType, String type, Instant now, int limit)
            throws SQLException {
        String sql = "select * from linkup_task where state = ?" + NOT_AWAITED + ofType
                + " order by state, created_at, task_id limit ?";
        try (PreparedStatement select = prepare(connection, sql)) {
            select.setString(1, TaskState.PENDING.text());
            StoredTime.set(select, 2, now);
            if (type != null) {
                select.setString(3, type);
            }
            select.setInt(type == null ? 3 : 4, limit);
            return read(select);
        }
    }

    int deliveryFailed(Connection connection, String id, String reason, Instant now) throws SQLException {
        String sql = "update linkup_task set failed_deliveries = failed_deliveries + 1, reason = ?, updated_at = ?"
                + " where task_id = ?" + PENDING;
        try (PreparedStatement update = prepare(connection, sql)) {
            update.setString(1, StorableText.reason(reason));
            StoredTime.set(update, 2, now);
            update.setString(3, id);
            if (update.executeUpdate() == 0) {
                return 0;
            }
        }
        String count = "select failed_deliveries from linkup_task where task_id = ?";
        try (PreparedStatement select = prepare(connection, count)) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    void giveUp(Connection connection, String id, String reason, Instant now) throws SQLException {
        String sql = "update linkup_task set state = ?, reason = ?, updated_at = ? where task_id = ?" + PENDING;
        try (PreparedStatement update = prepare(connection, sql)) {
            update.setString(1, TaskState.FAILED.text());
            update.setString(2, StorableText.reason(reason));
            StoredTime.set(update, 3, now);
            update.setString(4, id);
            update.executeUpdate();
        }
    }

    /** @param until null if no exchange awaits it any more */
    void setAwaited(Connection connection, String id, Instant until, Instant now) throws SQLException {
        String sql = "update linkup_task set awaited_until = ?, updated_at = ? where task_id = ?" + PENDING;
        try (PreparedStatement update = prepare(connection, sql)) {
            StoredTime.set(update, 1, until);
            StoredTime.set(update, 2, now);
            update.setString(3, id);
            update.executeUpdate();
        }
    }

    /** Deletes taken tasks that were created and taken before. */
    void forgetTaken(Connection connection, Instant before) throws SQLException {
        String sql = "delete from linkup_task where state = ? and created_at < ? and updated_at < ?";
        try (PreparedStatement delete = prepare(connection, sql)) {
            delete.setString(1, TaskState.TAKEN.text());
            StoredTime.set(delete, 2, before);
            StoredTime.set(delete, 3, before);
            delete.executeUpdate();
        }
    }

    /** Those that can be read: one that cannot must not keep the results of the others from their routes. */
    private List<PendingTask> read(PreparedStatement select) throws SQLException {
        List<PendingTask> tasks = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                try {
                    tasks.add(task(row));
                } catch (UnreadableRowException e) {
                    unreadable.tell(row.getString("task_id"), e);
                }
            }
        }
        return tasks;
    }

    private static PendingTask task(ResultSet row) throws SQLException {
        String id = row.getString("task_id");
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
    }

    private PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        return connection.prepareStatement(prefix.in(sql));
    }
}
