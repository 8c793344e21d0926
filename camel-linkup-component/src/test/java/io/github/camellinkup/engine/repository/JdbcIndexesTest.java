package io.github.camellinkup.engine.repository;

import static io.github.camellinkup.engine.repository.Tasks.NOON;
import static io.github.camellinkup.engine.repository.Tasks.TOMORROW;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is asked at each turn is answered by the index that is there for it, and the many tasks that are taken cost nothing. */
class JdbcIndexesTest {

    private static final List<String> TYPES = List.of("search", "fetch", "research");
    /** So few of all that PostgreSQL does not prefer to read the whole table, which it does from about a fifth on. */
    private static final int PENDING = 600;

    private static final int OF_A_TYPE = PENDING / TYPES.size();
    private static final int TAKEN = 12_000;
    private static final int LIMIT = 5;

    /** A repository on one connection, with many tasks. */
    abstract static class Filled {

        final String prefix = TestDatabase.newPrefix();
        final Connection connection;
        final CountingDataSource database;
        final TaskRepository repository;

        Filled(TestDatabase database) throws SQLException {
            connection = database.dataSource().getConnection();
            this.database = new CountingDataSource(new OneConnection(connection));
            repository = new JdbcTaskRepository(this.database, prefix, true, Clock.fixed(NOON, ZoneOffset.UTC));
            repository.created("none", tasks("taken", TAKEN).toList());
            execute("update " + prefix + "task set state = 'taken'");
            repository.created("none", tasks("pending", PENDING).toList());
        }

        private static Stream<PendingTask> tasks(String name, int number) {
            return IntStream.range(0, number).mapToObj(i -> {
                String type = TYPES.get(i % TYPES.size());
                Map<String, Object> headers = Map.of("row", "of the CRM ".repeat(30));
                return new PendingTask(name + i, type, NOON.plusMillis(i), "crm-" + i, headers, null, null, 0);
            });
        }

        @AfterEach
        void close() throws SQLException {
            connection.close();
        }

        void execute(String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }

    /** PostgreSQL counts itself what it has read, and where. */
    @Nested
    class OnPostgreSql extends Filled {

        private record Read(long fromTable, long byTime, long byType) {}

        OnPostgreSql() throws SQLException {
            super(TestDatabase.POSTGRESQL);
            execute("vacuum analyze " + prefix + "task");
        }

        @Test
        void whatIsOutstandingIsCountedInAnIndex() throws SQLException {
            Read all = readBy(
                    () -> assertThat(repository.outstanding(Set.of(), TOMORROW).count())
                            .isEqualTo(PENDING));
            assertThat(all.fromTable()).isZero();
            assertThat(all.byTime() + all.byType())
                    .as("what is pending, and the last of each type: %s", all)
                    .isBetween((long) PENDING, PENDING + 10L);

            Read fetches = readBy(() -> assertThat(
                            repository.outstanding(Set.of("fetch"), TOMORROW).countByType())
                    .containsOnlyKeys("fetch"));
            assertThat(fetches).isEqualTo(new Read(0, 0, OF_A_TYPE + 1));
        }

        @Test
        void aPollReadsFewTasksHoweverManyArePending() throws SQLException {
            Read all = readBy(() -> assertThat(
                            repository.outstanding(Set.of(), TOMORROW, LIMIT).count())
                    .isEqualTo(TYPES.size() * LIMIT));
            assertThat(all.fromTable()).isZero();
            assertThat(all.byTime() + all.byType()).as("%s", all).isLessThanOrEqualTo(TYPES.size() * (LIMIT + 1) + 10);

            Read fetches = readBy(() -> assertThat(repository
                            .outstanding(Set.of("fetch"), TOMORROW, LIMIT)
                            .count())
                    .isEqualTo(LIMIT));
            assertThat(fetches).isEqualTo(new Read(0, 0, LIMIT + 1));
        }

        @Test
        void theOldestAreAtTheBeginningOfAnIndex() throws SQLException {
            Read ofAll = readBy(() ->
                    assertThat(repository.oldest(Set.of(), TOMORROW, LIMIT)).hasSize(LIMIT));
            assertThat(ofAll.fromTable()).isZero();
            assertThat(ofAll.byTime() + ofAll.byType())
                    .as("little more than asked for")
                    .isBetween(5L, 10L);
            assertThat(ofAll.byTime()).isPositive();

            Read ofTwoTypes = readBy(() -> assertThat(repository.oldest(Set.of("fetch", "research"), TOMORROW, LIMIT))
                    .hasSize(LIMIT));
            assertThat(ofTwoTypes.fromTable()).isZero();
            assertThat(ofTwoTypes.byTime() + ofTwoTypes.byType()).isBetween(10L, 40L);
        }

        private Read readBy(Runnable asking) throws SQLException {
            Read before = read();
            asking.run();
            Read after = read();
            return new Read(
                    after.fromTable() - before.fromTable(),
                    after.byTime() - before.byTime(),
                    after.byType() - before.byType());
        }

        private Read read() throws SQLException {
            execute("select pg_stat_force_next_flush()");
            return new Read(
                    number("select seq_tup_read from pg_stat_user_tables where relname = '%stask'"),
                    number("select idx_tup_read from pg_stat_user_indexes where indexrelname = '%stask_by_time'"),
                    number("select idx_tup_read from pg_stat_user_indexes where indexrelname = '%stask_by_type'"));
        }

        private long number(String query) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(query.formatted(prefix))) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** H2 tells how it has run a statement: here the one that the repository has just made. */
    @Nested
    class OnH2 extends Filled {

        private static final Pattern INDEX = Pattern.compile("/\\* PUBLIC\\.\\w+_TASK_(BY_TYPE|BY_TIME): ");
        private static final Pattern SCANNED = Pattern.compile("/\\* scanCount: (\\d+) \\*/");

        /** @param scanned how many entries were looked at, with the one that ends the search */
        private record Run(String index, int scanned) {}

        OnH2() throws SQLException {
            super(TestDatabase.H2_IN_MEMORY);
            execute("analyze");
        }

        /** H2 counts what it reads of the table, and once more what it reads of that result. */
        @Test
        void aPollReadsFewTasksHoweverManyArePending() throws SQLException {
            repository.outstanding(Set.of("fetch"), TOMORROW, LIMIT);
            Run poll = again(TOMORROW, "fetch", LIMIT, TOMORROW, "fetch");
            assertThat(poll.index()).isEqualTo("BY_TYPE");
            assertThat(poll.scanned()).isLessThanOrEqualTo(3 * LIMIT);
        }

        @Test
        void theOldestAreAtTheBeginningOfTheIndexByTime() throws SQLException {
            repository.oldest(Set.of(), TOMORROW, LIMIT);
            assertThat(again(TOMORROW, LIMIT)).isEqualTo(new Run("BY_TIME", LIMIT));
        }

        @Test
        void theOldestOfATypeAreAtTheBeginningOfTheIndexByType() throws SQLException {
            repository.oldest(Set.of("fetch"), TOMORROW, LIMIT);
            assertThat(again(TOMORROW, "fetch", LIMIT)).isEqualTo(new Run("BY_TYPE", LIMIT));
        }

        private Run again(Object... parameters) throws SQLException {
            try (PreparedStatement explain =
                    connection.prepareStatement("explain analyze " + database.lastStatement())) {
                for (int i = 0; i < parameters.length; i++) {
                    if (parameters[i] instanceof Instant time) {
                        StoredTime.set(explain, i + 1, time);
                    } else {
                        explain.setObject(i + 1, parameters[i]);
                    }
                }
                try (ResultSet row = explain.executeQuery()) {
                    row.next();
                    String plan = row.getString(1);
                    return new Run(found(INDEX, plan), scanned(plan));
                }
            }
        }

        private static int scanned(String plan) {
            return SCANNED.matcher(plan)
                    .results()
                    .mapToInt(each -> Integer.parseInt(each.group(1)))
                    .sum();
        }

        private static String found(Pattern pattern, String plan) {
            Matcher matcher = pattern.matcher(plan);
            assertThat(matcher.find()).as(plan).isTrue();
            return matcher.group(1);
        }
    }
}
