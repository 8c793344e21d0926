package io.github.camellinkup.component;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Where the results of a torture run end: a row for each reference, however often its result comes. The sender of
 * the run looks here for what is done.
 */
final class RowSink {

    /** The SQL state of a row whose key is there already. */
    private static final String UNIQUE_VIOLATION = "23505";

    private final DataSource database;

    RowSink(DataSource database) {
        this.database = database;
    }

    void create() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create table result (reference varchar(50) primary key, task_id varchar(50) not null unique)");
        }
    }

    /** Adds a result that has not come before. One that has is left as it is. */
    void add(String reference, String taskId) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement("insert into result values (?, ?)")) {
            insert.setString(1, reference);
            insert.setString(2, taskId);
            insert.executeUpdate();
        } catch (SQLException e) {
            if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    /** The references that have come, each row's. */
    List<String> references() throws SQLException {
        return column("select reference from result");
    }

    /**
     * The references of which something is known: first what was sent, then what has come. A result that comes in between
     * is seen at least once.
     */
    Set<String> known() throws SQLException {
        Set<String> known = new HashSet<>(column("select reference from linkup_task"));
        known.addAll(column("select reference from linkup_outbox_request"));
        known.addAll(references());
        return known;
    }

    private List<String> column(String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
