package io.github.camellinkup.engine.repository;

import static io.github.camellinkup.engine.repository.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures are told clearly, and keep secrets. */
class JdbcFailuresTest {

    private static DataSource failing(String message) {
        return new ProxiedDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                SQLException failure = new SQLException("Not to be had", "08001", new SQLException(message));
                failure.addSuppressed(new IllegalStateException(message));
                throw failure;
            }
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "No suitable driver found for jdbc:x://host/db?user=sa&password=hunter2",
                "jdbc:h2:mem:x;PASSWORD=hunter2;USER=sa",
                "cannot reach postgres://sa:hunter2@host/db",
                "{user=sa, password=hunter2}"
            })
    void noPasswordIsShown(String message) {
        TaskRepository repository = new JdbcTaskRepository(failing(message));

        assertThatThrownBy(repository::openEntries)
                .isInstanceOf(TaskRepositoryException.class)
                .hasMessageContaining("Not to be had")
                .satisfies(failure -> assertThat(trace(failure)).doesNotContain("hunter2"));
    }

    @Test
    void whatAPoolFailsWithIsAFailureOfTheRepositoryAndShowsNoPasswordEither() {
        DataSource pool = new ProxiedDataSource() {
            @Override
            public Connection getConnection() {
                throw new IllegalStateException("No pool: jdbc:x://host/db?user=sa&password=hunter2");
            }
        };

        assertThatThrownBy(new JdbcTaskRepository(pool)::openEntries)
                .isInstanceOf(TaskRepositoryException.class)
                .hasMessageContaining("No pool")
                .satisfies(failure -> assertThat(trace(failure)).doesNotContain("hunter2"));
    }

    private static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    @Test
    void whatTheDatabaseSaidIsKept() {
        JdbcDataSource unreachable = new JdbcDataSource();
        unreachable.setURL("jdbc:h2:mem:never-created;IFEXISTS=TRUE");

        assertThatThrownBy(() -> new JdbcTaskRepository(unreachable).taken("t"))
                .isInstanceOf(TaskRepositoryException.class)
                .hasMessageStartingWith("Could not look for the tables linkup_*: ")
                .hasCauseInstanceOf(SQLException.class);
    }

    @Test
    void withoutTheTablesNothingIsCreatedUnlessWanted() {
        String prefix = TestDatabase.newPrefix();
        TaskRepository repository = new JdbcTaskRepository(TestDatabase.H2_IN_MEMORY.dataSource(), prefix, false);

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> repository.created("i", List.of(task("t"))))
                    .isInstanceOf(TaskRepositoryException.class)
                    .hasMessageStartingWith("Could not use the tables " + prefix + "*: cannot select from the table "
                            + prefix + "task: ")
                    .hasMessageContaining("schema-*.sql");
        }
    }

    @Test
    void aColumnOfTheUsersThatMustHaveAValueIsTriedOnce() throws SQLException {
        JdbcTables tables = new JdbcTables(TestDatabase.H2_IN_MEMORY.dataSource(), TestDatabase.newPrefix());
        new JdbcTaskRepository(tables.dataSource(), tables.prefix()).prepare();
        tables.update("alter table " + tables.prefix() + "task add column tenant integer not null");
        CountingDataSource counting = new CountingDataSource(tables.dataSource());
        TaskRepository repository = new JdbcTaskRepository(counting, tables.prefix(), false);

        int roundTrips = counting.roundTripsOf(() -> assertThatThrownBy(repository::prepare)
                .hasMessageContaining("cannot insert into the table " + tables.prefix() + "task: "));

        assertThat(roundTrips).as("a select and an insert").isEqualTo(2);
    }

    /** The MariaDB of the tests runs without rights, so its error is scripted. */
    @Test
    void aRightThatIsMissingInMySqlAndMariaDbIsNamed() {
        String prefix = TestDatabase.newPrefix();
        DataSource database = new WatchedDataSource(TestDatabase.H2_IN_MEMORY.dataSource()) {
            private String statement;

            @Override
            void before(Method method, Object[] arguments) {
                if (method.getName().equals("prepareStatement")) {
                    statement = (String) arguments[0];
                }
            }

            @Override
            void beforeRoundTrip(Connection connection) throws SQLException {
                if (statement.startsWith("update")) {
                    throw new SQLException("UPDATE command denied to user 'crm'@'db'", "42000", 1142);
                }
            }
        };

        assertThatThrownBy(new JdbcTaskRepository(database, prefix)::prepare)
                .isInstanceOf(TaskRepositoryException.class)
                .hasMessageContaining("cannot update the table " + prefix + "task: UPDATE command denied")
                .hasMessageContaining("rights to select, insert, update and delete");
    }

    @Test
    void aMissingDataSourceSaysWhichArgumentsThereAre() {
        assertThatThrownBy(() -> new JdbcTaskRepository(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dataSource must be a javax.sql.DataSource")
                .hasMessageContaining("arguments are dataSource, tablePrefix (linkup_ by default) and createSchema");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "a b", "a;drop table x", "a\"", "ä_", "a234567890123456789012345678901"})
    void aPrefixIsAnIdentifier(String prefix) {
        assertThatThrownBy(() -> new JdbcTaskRepository(failing("x"), prefix, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tablePrefix must be")
                .hasMessageContaining("arguments are dataSource, tablePrefix (linkup_ by default) and createSchema");
    }
}
