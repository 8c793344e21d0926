package io.github.camellinkup.engine.repository;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs steps as transactions: whole or not at all. A step that another transaction was in the way of is run again, so it
 * must do nothing but read and write through its connection.
 */
final class JdbcTransactions {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcTransactions.class);

    /** Each collision lets the other transaction go on, so even many threads are done long before this. */
    private static final int MOST_TRIES = 20;

    @FunctionalInterface
    interface Step<T> {
        T run(Connection connection) throws SQLException;
    }

    private final DataSource dataSource;

    JdbcTransactions(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * @param what the step does, as it follows "Could not" in the message of a failure
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
                LOG.debug("Another transaction was in the way, will try again to {}", what);
            }
        }
    }

    private <T> T once(Step<T> step) throws SQLException {
        Connection connection = connect();
        T result;
        boolean autoCommit;
        try {
            autoCommit = connection.getAutoCommit();
            result = commit(connection, autoCommit, step);
        } catch (SQLException | RuntimeException | Error e) {
            try {
                connection.close();
            } catch (SQLException | RuntimeException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
        giveBack(connection, autoCommit);
        return result;
    }

    /** Pools also fail in ways of their own, and quote the address of the database with its password. */
    private Connection connect() throws SQLException {
        try {
            return dataSource.getConnection();
        } catch (RuntimeException e) {
            throw new SQLException(e.getMessage(), e);
        }
    }

    private static <T> T commit(Connection connection, boolean autoCommit, Step<T> step) throws SQLException {
        try {
            if (autoCommit) {
                connection.setAutoCommit(false);
            }
            T result = step.run(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            try {
                connection.rollback();
                // Never without a rollback before: to switch this on commits what is under way.
                if (autoCommit) {
                    connection.setAutoCommit(true);
                }
            } catch (SQLException | RuntimeException rollingBack) {
                e.addSuppressed(rollingBack);
            }
            throw e;
        }
    }

    /** The step has happened: what goes wrong from here on must not look as if it had not. */
    private static void giveBack(Connection connection, boolean autoCommit) {
        try (connection) {
            if (autoCommit) {
                connection.setAutoCommit(true);
            }
        } catch (SQLException | RuntimeException e) {
            LOG.debug("A connection could not be given back as it was", e);
        }
    }
}
