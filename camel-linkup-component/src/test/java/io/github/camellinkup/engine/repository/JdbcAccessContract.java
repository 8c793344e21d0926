package io.github.camellinkup.engine.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mariadb.jdbc.MariaDbDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Tables that cannot be used are found before anything is sent. */
interface JdbcAccessContract extends JdbcContract {

    List<String> TABLES = List.of("task", "outbox", "outbox_request", "reference");

    @Test
    default void goodTablesAreLeftAsTheyAre() throws SQLException {
        repository().prepare();
        repository().prepare();

        assertThat(tables().everything()).isEmpty();
        assertThat(tables().cells("select * from " + tables().prefix() + "reference"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "task, reason",
        "task, updated_at",
        "outbox, version",
        "outbox_request, headers",
        "reference, period_millis"
    })
    default void aMissingColumnIsNamed(String table, String column) throws SQLException {
        repository().prepare();
        tables().update("alter table " + tables().prefix() + table + " drop column " + column);

        for (TaskRepository other : List.of(anotherNode(), withoutCreation(tables().dataSource()))) {
            assertThatThrownBy(other::prepare)
                    .isInstanceOf(TaskRepositoryException.class)
                    .hasMessageStartingWith("Could not use the tables " + tables().prefix() + "*: the table "
                            + tables().prefix() + table + " lacks the columns " + column + ".")
                    .hasMessageContaining("schema-*.sql");
        }
    }

    @Test
    default void aColumnThatRowsCannotBeAddedWithoutIsFound() throws SQLException {
        repository().prepare();
        tables().update("alter table " + tables().prefix() + "task add column tenant integer not null");

        assertThatThrownBy(() -> anotherNode().prepare())
                .isInstanceOf(TaskRepositoryException.class)
                .hasMessageContaining("cannot insert into the table " + tables().prefix() + "task: ")
                .satisfies(failure -> assertThat(failure.getMessage().toLowerCase(Locale.ROOT))
                        .contains("tenant"));
    }

    @ParameterizedTest
    @CsvSource({"task, headers", "task, reason", "outbox_request, input", "reference, reference"})
    default void aColumnThatLongTextsDoNotFitInIsFound(String table, String column) throws SQLException {
        repository().prepare();
        setType(table, column, "varchar(255)");

        assertThatThrownBy(() -> anotherNode().prepare())
                .isInstanceOf(TaskRepositoryException.class)
                .hasMessageContaining("cannot insert into the table " + tables().prefix() + table + ": ")
                .hasMessageContaining("schema-*.sql");
        assertThat(tables().everything()).isEmpty();
    }

    @Test
    default void idsOfTheLengthOfLinkupsAreEnough() throws SQLException {
        repository().prepare();
        setType("task", "task_id", "varchar(36)");
        setType("outbox", "entry_id", "varchar(36)");
        setType("reference", "task_id", "varchar(36)");

        anotherNode().prepare();
    }

    private void setType(String table, String column, String type) throws SQLException {
        String change = tables().dataSource().isWrapperFor(MariaDbDataSource.class)
                ? " modify " + column + " "
                : " alter column " + column + " set data type ";
        tables().update("alter table " + tables().prefix() + table + change + type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"select", "insert", "update", "delete"})
    default void aMissingRightIsNamed(String right) throws SQLException {
        repository().prepare();
        List<String> rights = new ArrayList<>(List.of("select", "insert", "update", "delete"));
        rights.remove(right);
        DataSource weak = user("weak_" + right, rights);

        for (TaskRepository other : List.of(withoutCreation(weak), new JdbcTaskRepository(weak, tables().prefix()))) {
            assertThatThrownBy(other::prepare)
                    .isInstanceOf(TaskRepositoryException.class)
                    .hasMessageContaining("cannot " + right)
                    .hasMessageContaining(" the table " + tables().prefix() + "task: ")
                    .hasMessageContaining("rights to select, insert, update and delete");
            assertThatThrownBy(other::openEntries).isInstanceOf(TaskRepositoryException.class);
        }
        assertThat(tables().everything()).isEmpty();
    }

    @Test
    default void aUserWithTheFourRightsMayUseTheTables() throws SQLException {
        repository().prepare();

        TaskRepository other = new JdbcTaskRepository(
                user("strong", List.of("select", "insert", "update", "delete")), tables().prefix());

        other.prepare();
        assertThat(other.openEntries()).isEmpty();
    }

    private TaskRepository withoutCreation(DataSource dataSource) {
        return new JdbcTaskRepository(dataSource, tables().prefix(), false);
    }

    /** Connections of a user that has these rights on the tables. */
    private DataSource user(String name, List<String> rights) throws SQLException {
        DataSource owner = tables().dataSource();
        String user = tables().prefix() + name;
        boolean isH2 = owner.isWrapperFor(JdbcDataSource.class);
        assumeFalse(owner.isWrapperFor(MariaDbDataSource.class), "The MariaDB of the tests runs without rights");
        String grantee = isH2 ? '"' + user.toUpperCase(Locale.ROOT) + '"' : user;
        tables().update("create user " + grantee + " password 'pw'");
        for (String table : TABLES) {
            tables().update("grant " + String.join(", ", rights) + " on " + tables().prefix() + table + " to "
                    + grantee);
        }
        DataSource database = isH2 ? withoutSettings((JdbcDataSource) owner) : owner.unwrap(PGSimpleDataSource.class);
        return new ProxiedDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                return database.getConnection(user, "pw");
            }
        };
    }

    /** Settings in a URL of H2 need the rights of an administrator. */
    private static DataSource withoutSettings(JdbcDataSource owner) {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL(owner.getURL().replaceFirst(";.*", ""));
        return h2;
    }
}
