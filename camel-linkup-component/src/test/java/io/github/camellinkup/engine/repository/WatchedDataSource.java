package io.github.camellinkup.engine.repository;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;

/** A data source that sees everything that goes to the database before it goes there. */
abstract class WatchedDataSource extends ProxiedDataSource {

    private static final Set<String> ROUND_TRIPS =
            Set.of("execute", "executeQuery", "executeUpdate", "executeBatch", "commit");

    private final DataSource dataSource;

    WatchedDataSource(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** @throws SQLException if it is not to reach the database */
    abstract void beforeRoundTrip(Connection connection) throws SQLException;

    /** Statements that are made, and connections that are closed, reach the database later or not at all. */
    void before(Method method, Object[] arguments) {}

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = dataSource.getConnection();
        return proxy(Connection.class, connection, connection);
    }

    private <T> T proxy(Class<T> type, T target, Connection connection) {
        return type.cast(Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call(target, method, arguments, connection)));
    }

    private Object call(Object target, Method method, Object[] arguments, Connection connection) throws Throwable {
        if (target == connection) {
            before(method, arguments);
        }
        if (ROUND_TRIPS.contains(method.getName())) {
            beforeRoundTrip(connection);
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
