package io.github.camellinkup.engine.repository;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs steps as transactions. A step that collides with another transaction is run again, so it must only read and write
 * through its connection.
 */
final class JdbcTransactions {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcTransactions.class);

    /** Each collision lets another transaction succeed, so even many threads need fewer tries. */
    private static final int MOST_TRIES = 20;

    @FunctionalInterface
    interface Step<T> {
        T run(JdbcSession session) throws SQLException;
    }

    private final DataSource dataSource;
    private final String prefix;

    /** @param prefix what the names of the tables begin with */
    JdbcTransactions(DataSource dataSource, String prefix) {
        this.dataSource = dataSource;
        this.prefix = prefix;
    }

    /**
     * @param what what the step does, as it follows "Could not" in the message of a failure
     * @throws TaskRepositoryException if the database or the connection fails
     */
    <T> T run(String what, Step<T> step) {
        for (int tries = 1; ; tries++) {
            try {
                return once(step);
            } catch (SQLException e) {
                if (tries == MOST_TRIES || !JdbcFailures.isCollision(e)) {
                    throw JdbcFailures.failure(what, e);
                }
                LOG.debug("Collided with another transaction, trying again to {}", what);
            }
        }
    }

    private <T> T once(Step<T> step) throws SQLException {
        List<T> committed = new ArrayList<>(1);
        try (Connection connection = connect()) {
            boolean autoCommit = connection.getAutoCommit();
            committed.add(commit(connection, autoCommit, step));
            if (autoCommit) {
                connection.setAutoCommit(true);
            }
        } catch (SQLException | RuntimeException e) {
            if (committed.isEmpty()) {
                throw e;
            }
            // A failure after the commit must not look as if the step were not committed.
            LOG.debug("A connection could not be given back as it was", e);
        }
        return committed.get(0);
    }

    /** Some pools throw runtime exceptions, whose messages quote the URL of the database with its password. */
    private Connection connect() throws SQLException {
        try {
            return dataSource.getConnection();
        } catch (RuntimeException e) {
            throw new SQLException(e.getMessage(), e);
        }
    }

    private <T> T commit(Connection connection, boolean autoCommit, Step<T> step) throws SQLException {
        try {
            if (autoCommit) {
                connection.setAutoCommit(false);
            }
            T result = step.run(new JdbcSession(connection, prefix));
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            try {
                connection.rollback();
                // Only after the rollback: switching this on commits the transaction.
                if (autoCommit) {
                    connection.setAutoCommit(true);
                }
            } catch (SQLException | RuntimeException rollingBack) {
                e.addSuppressed(rollingBack);
            }
            throw e;
        }
    }
}
