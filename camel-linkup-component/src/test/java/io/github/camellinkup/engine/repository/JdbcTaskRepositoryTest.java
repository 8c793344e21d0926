package io.github.camellinkup.engine.repository;

import org.junit.jupiter.api.Nested;

/** The same promises on every database. */
class JdbcTaskRepositoryTest {

    @Nested
    class OnH2InMemory extends JdbcTaskRepositoryContract {
        OnH2InMemory() {
            super(TestDatabase.H2_IN_MEMORY);
        }
    }

    @Nested
    class OnH2InAFile extends JdbcTaskRepositoryContract {
        OnH2InAFile() {
            super(TestDatabase.H2_FILE);
        }
    }

    @Nested
    class OnH2LikeMySql extends JdbcTaskRepositoryContract {
        OnH2LikeMySql() {
            super(TestDatabase.H2_LIKE_MYSQL);
        }
    }

    @Nested
    class OnPostgreSql extends JdbcTaskRepositoryContract {
        OnPostgreSql() {
            super(TestDatabase.POSTGRESQL);
        }
    }

    @Nested
    class OnMariaDb extends JdbcTaskRepositoryContract {
        OnMariaDb() {
            super(TestDatabase.MARIADB);
        }
    }
}
