package io.github.camellinkup.engine.repository;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A data source whose n-th statement or commit fails, before it reaches the database. */
final class FailingDataSource extends ProxiedDataSource {

    private static final Set<String> COUNTED =
            Set.of("execute", "executeQuery", "executeUpdate", "executeBatch", "commit");

    private final DataSource dataSource;
    private final int failAt;
    private final boolean killed;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private boolean armed;
    private boolean failed;

    /** @param killed whether the connection is cut then, so that not even a rollback reaches the database */
    FailingDataSource(DataSource dataSource, int failAt, boolean killed) {
        this.dataSource = dataSource;
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
        Connection connection = dataSource.getConnection();
        open.incrementAndGet();
        return proxy(Connection.class, connection, connection);
    }

    private <T> T proxy(Class<T> type, T target, Connection connection) {
        return type.cast(Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call(target, method, arguments, connection)));
    }

    private Object call(Object target, Method method, Object[] arguments, Connection connection) throws Throwable {
        if (method.getName().equals("close") && target == connection) {
            open.decrementAndGet();
        }
        if (armed && COUNTED.contains(method.getName()) && calls.incrementAndGet() == failAt) {
            failed = true;
            if (killed) {
                connection.close();
            }
            throw new SQLException("broken on purpose", "08006");
        }
        try {
            Object result = method.invoke(target, arguments);
            return result instanceof PreparedStatement statement
                    ? proxy(PreparedStatement.class, statement, connection)
                    : result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
