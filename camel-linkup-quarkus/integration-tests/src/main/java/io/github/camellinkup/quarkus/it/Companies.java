package io.github.camellinkup.quarkus.it;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.apache.camel.ProducerTemplate;

/** The table of the application, in the database that sent tasks are remembered in too. */
@ApplicationScoped
@Named("companies")
public class Companies {

    private final AtomicBoolean failNextStore = new AtomicBoolean();

    @Inject
    DataSource database;

    @Inject
    ProducerTemplate template;

    void failNextStore() {
        failNextStore.set(true);
    }

    /** Stores a result. */
    @Transactional
    public void store(String id, String name) throws SQLException {
        boolean fails = failNextStore.getAndSet(false);
        insert(id, fails ? "of a transaction that rolls back" : name);
        if (fails) {
            throw new IllegalStateException("The row of " + id + " cannot be stored now");
        }
    }

    /** Orders a company: a row, and a task for it. */
    @Transactional
    public void order(String id, boolean fail) throws SQLException {
        insert("order-" + id, "ordered");
        template.sendBody("direct:batch", List.of(Map.of("input", Map.of("q", id), "reference", "crm-" + id)));
        insert("sent-" + id, "sent");
        if (fail) {
            throw new IllegalStateException("The order of " + id + " is withdrawn");
        }
    }

    /** All rows, as {@code id name}. */
    public List<String> rows() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("select id, name from company order by id");
                ResultSet found = statement.executeQuery()) {
            List<String> rows = new ArrayList<>();
            while (found.next()) {
                rows.add(found.getString(1) + " " + found.getString(2));
            }
            return rows;
        }
    }

    private void insert(String id, String name) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("insert into company values (?, ?)")) {
            statement.setString(1, id);
            statement.setString(2, name);
            statement.executeUpdate();
        }
    }
}
