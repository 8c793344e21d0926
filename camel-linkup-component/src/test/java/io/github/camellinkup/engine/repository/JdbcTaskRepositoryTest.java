package io.github.camellinkup.engine.repository;

import static io.github.camellinkup.engine.repository.Tasks.NOON;

import io.github.camellinkup.test.ManualClock;
import org.junit.jupiter.api.Nested;

/** The same promises on every database. */
class JdbcTaskRepositoryTest {

    abstract static class OnDatabase
            implements TasksContract,
                    ReferencesContract,
                    OutboxContract,
                    JdbcAccessContract,
                    JdbcNodesContract,
                    JdbcTablesContract,
                    JdbcTransactionsContract,
                    JdbcOperatorContract {

        private final ManualClock clock = new ManualClock(NOON);
        private final JdbcTables tables;
        private final TaskRepository repository;

        OnDatabase(TestDatabase database) {
            tables = new JdbcTables(database.dataSource(), TestDatabase.newPrefix());
            repository = anotherNode();
        }

        @Override
        public TaskRepository repository() {
            return repository;
        }

        @Override
        public ManualClock clock() {
            return clock;
        }

        @Override
        public JdbcTables tables() {
            return tables;
        }
    }

    @Nested
    class OnH2InMemory extends OnDatabase {
        OnH2InMemory() {
            super(TestDatabase.H2_IN_MEMORY);
        }
    }

    @Nested
    class OnH2InAFile extends OnDatabase {
        OnH2InAFile() {
            super(TestDatabase.H2_FILE);
        }
    }

    @Nested
    class OnH2LikeMySql extends OnDatabase {
        OnH2LikeMySql() {
            super(TestDatabase.H2_LIKE_MYSQL);
        }
    }

    @Nested
    class OnPostgreSql extends OnDatabase {
        OnPostgreSql() {
            super(TestDatabase.POSTGRESQL);
        }
    }

    @Nested
    class OnMariaDb extends OnDatabase {
        OnMariaDb() {
            super(TestDatabase.MARIADB);
        }
    }
}
