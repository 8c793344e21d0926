package io.github.camellinkup.engine.repository;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A data source whose n-th statement or commit fails, before it reaches the database. */
final class FailingDataSource extends WatchedDataSource {

    private final int failAt;
    private final boolean killed;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private boolean armed;
    private boolean failed;

    /** @param killed whether the connection is cut then, so that not even a rollback reaches the database */
    FailingDataSource(DataSource dataSource, int failAt, boolean killed) {
        super(dataSource);
        this.failAt = failAt;
        this.killed = killed;
    }

    void arm() {
        armed = true;
    }

    boolean hasFailed() {
        return failed;
    }

    int openConnections() {
        return open.get();
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        open.incrementAndGet();
        return connection;
    }

    @Override
    void before(Method method, Object[] arguments) {
        if (method.getName().equals("close")) {
            open.decrementAndGet();
        }
    }

    @Override
    void beforeRoundTrip(Connection connection) throws SQLException {
        if (armed && calls.incrementAndGet() == failAt) {
            failed = true;
            if (killed) {
                connection.close();
            }
            throw new SQLException("broken on purpose", "08006");
        }
    }
}
