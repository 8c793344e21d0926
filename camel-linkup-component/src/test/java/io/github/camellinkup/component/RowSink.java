package io.github.camellinkup.component;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/** Where the results of a torture run end: a row for each emission. Whoever sends looks here for what is done. */
final class RowSink {

    private final DataSource database;

    RowSink(DataSource database) {
        this.database = database;
    }

    void create() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table emission (reference varchar(50) not null, node varchar(50) not null)");
        }
    }

    void add(String reference, String node) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement("insert into emission values (?, ?)")) {
            insert.setString(1, reference);
            insert.setString(2, node);
            insert.executeUpdate();
        }
    }

    /** How often each reference was emitted. */
    Map<String, Integer> emissions() throws SQLException {
        Map<String, Integer> emissions = new HashMap<>();
        for (String reference : column("select reference from emission")) {
            emissions.merge(reference, 1, Integer::sum);
        }
        return emissions;
    }

    /** The references that one process has emitted more than once. */
    List<String> doubledInOneProcess() throws SQLException {
        return column("select reference from emission group by reference, node having count(*) > 1");
    }

    /** Which nodes emitted something. */
    Set<String> nodes() throws SQLException {
        return new HashSet<>(column("select distinct node from emission"));
    }

    /**
     * The references of which something is known: first what was sent, then what has come. A result that comes in between
     * is seen at least once.
     */
    Set<String> known() throws SQLException {
        Set<String> known = new HashSet<>(column("select reference from linkup_task"));
        known.addAll(column("select reference from linkup_intent_request"));
        known.addAll(column("select reference from emission"));
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
