package io.github.camellinkup.quarkus;

import jakarta.transaction.InvalidTransactionException;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Gives connections that take no part in a JTA transaction: the transaction of the thread is suspended until the connection
 * is closed. A connection must be closed by the thread that opened it.
 */
final class SuspendingDataSource {

    private SuspendingDataSource() {}

    static DataSource of(DataSource dataSource, TransactionManager transactions) {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            if (!method.getName().equals("getConnection")) {
                return invoke(() -> method.invoke(dataSource, arguments));
            }
            Transaction suspended = transactions.suspend();
            try {
                Connection connection = (Connection) invoke(() -> method.invoke(dataSource, arguments));
                return suspended == null ? connection : resuming(connection, suspended, transactions);
            } catch (Throwable e) {
                resume(suspended, transactions);
                throw e;
            }
        });
    }

    private static Connection resuming(Connection connection, Transaction suspended, TransactionManager transactions) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            try {
                return invoke(() -> method.invoke(connection, arguments));
            } finally {
                if (method.getName().equals("close")) {
                    resume(suspended, transactions);
                }
            }
        });
    }

    private static void resume(Transaction suspended, TransactionManager transactions) throws SQLException {
        if (suspended == null) {
            return;
        }
        try {
            transactions.resume(suspended);
        } catch (InvalidTransactionException | SystemException e) {
            throw new SQLException("The transaction of the caller could not be resumed", e);
        }
    }

    private interface Call {
        Object run() throws ReflectiveOperationException;
    }

    private static Object invoke(Call call) throws Throwable {
        try {
            return call.run();
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(SuspendingDataSource.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
