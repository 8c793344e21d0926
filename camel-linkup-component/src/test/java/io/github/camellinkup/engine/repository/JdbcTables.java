package io.github.camellinkup.engine.repository;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Tables of a repository, as an operator sees them. */
record JdbcTables(DataSource dataSource, String prefix) {

    /** All cells of the tables, row by row. */
    List<String> everything() throws SQLException {
        List<String> all = new ArrayList<>();
        all.addAll(cells("select * from " + prefix + "task order by task_id"));
        all.addAll(cells("select * from " + prefix + "outbox order by entry_id"));
        all.addAll(cells("select * from " + prefix + "outbox_request order by entry_id, position"));
        return all;
    }

    /** All cells of an entry and its requests. */
    List<String> entry(String id) throws SQLException {
        List<String> all = new ArrayList<>();
        all.addAll(cells("select * from " + prefix + "outbox where entry_id = '" + id + "'"));
        all.addAll(cells("select * from " + prefix + "outbox_request where entry_id = '" + id + "' order by position"));
        return all;
    }

    List<String> cells(String sql) throws SQLException {
        List<String> cells = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                    cells.add(row.getString(column));
                }
            }
        }
        return cells;
    }

    /** Changes the tables, as an operator does. */
    void update(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
