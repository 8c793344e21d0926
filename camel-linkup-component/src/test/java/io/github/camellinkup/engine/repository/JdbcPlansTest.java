package io.github.camellinkup.engine.repository;

import static io.github.camellinkup.engine.repository.Tasks.NOON;
import static io.github.camellinkup.engine.repository.Tasks.id;
import static io.github.camellinkup.engine.repository.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How PostgreSQL finds single tasks while it has not analyzed the tables yet. */
class JdbcPlansTest {

    private static final int CALL = 100;

    /** The check of the tables inserts and updates a row. PostgreSQL may read both versions in any way. */
    private static final int ROWS_OF_THE_CHECK = 2;

    private final String prefix = TestDatabase.newPrefix();

    @Test
    void tasksOfKnownIdsAreFoundByThePrimaryKeyFromTheFirstOneOn() throws SQLException {
        // One connection: the database keeps the plans that it makes while the tables are small.
        try (Connection connection = TestDatabase.POSTGRESQL.dataSource().getConnection()) {
            JdbcTaskRepository repository = new JdbcTaskRepository(
                    new OneConnection(connection), prefix, true, Clock.fixed(NOON, ZoneOffset.UTC));
            repository.created("first", List.of(task(id("first"))));
            execute(connection, "alter table " + prefix + "task set (autovacuum_enabled = false)");

            for (int call = 0; call < 30; call++) {
                Set<String> ids = ids(call);
                repository.created("i" + call, ids.stream().map(Tasks::task).toList());
                assertThat(repository.findAll(ids)).hasSize(CALL);
                String first = ids.iterator().next();
                repository.deliveryFailed(first, "why");
                repository.release(first);
                repository.taken(first);
            }

            assertThat(rowsReadInSequence(connection)).isLessThanOrEqualTo(ROWS_OF_THE_CHECK);
            assertThat(number(
                            connection,
                            "select idx_tup_read from pg_stat_user_indexes where indexrelname = '%stask_by_type'"))
                    .isLessThanOrEqualTo(ROWS_OF_THE_CHECK);
            assertThat(number(
                            connection,
                            "select idx_tup_read from pg_stat_user_indexes where indexrelname = '%stask_by_time'"))
                    .isLessThanOrEqualTo(ROWS_OF_THE_CHECK);
        }
    }

    private static Set<String> ids(int call) {
        return IntStream.range(0, CALL).mapToObj(i -> id(call + "-" + i)).collect(Collectors.toSet());
    }

    private long rowsReadInSequence(Connection connection) throws SQLException {
        execute(connection, "select pg_stat_force_next_flush()");
        return number(connection, "select seq_tup_read from pg_stat_user_tables where relname = '%stask'");
    }

    private long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(String.format(query, prefix))) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
