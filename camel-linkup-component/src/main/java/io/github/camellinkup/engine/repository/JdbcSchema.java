package io.github.camellinkup.engine.repository;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Creates the tables where they are missing, by the script that is shipped for the database, and checks them. */
final class JdbcSchema {

    /** In the order of the scripts: if the last one is there, so is everything before it. */
    private static final List<String> TABLES =
            List.of("linkup_task", "linkup_outbox", "linkup_outbox_request", "linkup_reference");

    /** Two nodes that start at the same time can collide; then the next try finds the tables of the other one. */
    private static final int MOST_TRIES = 3;

    private final JdbcTransactions transactions;
    private final String prefix;
    private final JdbcTableCheck check;
    private final boolean create;
    private volatile boolean isPrepared;

    /** @param create whether to create what is missing */
    JdbcSchema(JdbcTransactions transactions, String prefix, boolean create) {
        this.transactions = transactions;
        this.prefix = prefix;
        this.create = create;
        this.check = new JdbcTableCheck(transactions, prefix);
    }

    /**
     * Makes sure once that the tables can be used.
     *
     * @throws TaskRepositoryException if a table is not there, has other columns, or may not be read or changed
     */
    void prepare() {
        if (!isPrepared) {
            prepareOnce();
        }
    }

    private synchronized void prepareOnce() {
        if (isPrepared) {
            return;
        }
        if (create) {
            createIfMissing();
        }
        check.run();
        isPrepared = true;
    }

    private void createIfMissing() {
        for (int tries = 1; !isThere(); tries++) {
            try {
                transactions.run("create the tables " + prefix + "*", this::create);
                return;
            } catch (TaskRepositoryException e) {
                if (tries == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }

    private boolean isThere() {
        try {
            return transactions.run("look for the tables " + prefix + "*", session -> {
                for (String table : TABLES) {
                    check.attempt("select from", table, () -> session.columns(table));
                }
                return true;
            });
        } catch (TaskRepositoryException e) {
            if (JdbcFailures.isMissingTable(e)) {
                return false;
            }
            throw e;
        }
    }

    private Void create(JdbcSession session) throws SQLException {
        for (String sql : statements(script(session.databaseName()))) {
            session.update(sql);
        }
        return null;
    }

    private static String script(String product) throws SQLException {
        String name = product.toLowerCase(Locale.ROOT).replace("mariadb", "mysql");
        for (String known : List.of("h2", "postgresql", "mysql")) {
            if (name.contains(known)) {
                return "schema-" + known + ".sql";
            }
        }
        throw new SQLException("There is no script for " + product
                + ": create the tables as in schema-postgresql.sql, and set createSchema to false");
    }

    private static List<String> statements(String script) {
        try (InputStream stream = JdbcSchema.class.getResourceAsStream(script)) {
            String sql = new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("--"))
                    .collect(Collectors.joining("\n"));
            return Arrays.stream(sql.split(";"))
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
