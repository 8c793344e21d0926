package io.github.camellinkup.engine.repository;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.regex.Pattern;

/** Tells the reasons of what drivers throw apart, and makes messages of them without passwords. */
final class JdbcFailures {

    private static final String ROLLED_BACK = "40";
    private static final String CONSTRAINT_VIOLATED = "23";
    private static final String NULL_NOT_ALLOWED = "23502";
    private static final String H2_LOCK_TIMEOUT = "HYT00";
    private static final int MYSQL_LOCK_TIMEOUT = 1205;

    private static final Pattern SECRET = Pattern.compile(
            "(?i)((?:password|passwd|passphrase|pwd|secret|token)\\w*\\s*[=:]\\s*)[^\\s;&,)]+|(?<=://)[^/\\s@]+@");

    private JdbcFailures() {}

    /**
     * Whether the transaction collided with another one, so that it can succeed in the next try: a deadlock, a lock
     * timeout, or a row that the other one has inserted meanwhile.
     */
    static boolean isCollision(SQLException failure) {
        SQLException reason = reason(failure);
        String state = reason.getSQLState() == null ? "" : reason.getSQLState();
        return state.startsWith(ROLLED_BACK)
                || state.startsWith(CONSTRAINT_VIOLATED) && !state.equals(NULL_NOT_ALLOWED)
                || state.equals(H2_LOCK_TIMEOUT)
                || reason.getErrorCode() == MYSQL_LOCK_TIMEOUT;
    }

    /** Whether a table is missing. PostgreSQL has a code of its own; H2, MySQL and MariaDB use those of ODBC. */
    static boolean isMissingTable(TaskRepositoryException failure) {
        return failure.getCause() instanceof SQLException cause
                && cause.getSQLState() != null
                && (cause.getSQLState().equals("42P01") || cause.getSQLState().startsWith("42S0"));
    }

    /** @param step what has failed, as it follows "Could not" */
    static TaskRepositoryException failure(String step, SQLException failure) {
        SQLException reason = withoutSecrets(reason(failure));
        return new TaskRepositoryException("Could not " + step + ": " + reason.getMessage(), reason);
    }

    /** The message of the database, without the values of the batch. */
    private static SQLException reason(SQLException failure) {
        if (failure instanceof BatchUpdateException && failure.getNextException() != null) {
            SQLException reason = failure.getNextException();
            for (Throwable suppressed : failure.getSuppressed()) {
                reason.addSuppressed(suppressed);
            }
            return reason;
        }
        return failure;
    }

    private static SQLException withoutSecrets(SQLException failure) {
        if (!holdsSecret(failure, 0)) {
            return failure;
        }
        SQLException masked =
                new SQLException(mask(failure.getMessage()), failure.getSQLState(), failure.getErrorCode());
        masked.setStackTrace(failure.getStackTrace());
        return masked;
    }

    private static boolean holdsSecret(Throwable failure, int depth) {
        if (failure == null || depth > 20) {
            return false;
        }
        if (!String.valueOf(failure.getMessage()).equals(mask(failure.getMessage()))) {
            return true;
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            if (holdsSecret(suppressed, depth + 1)) {
                return true;
            }
        }
        return holdsSecret(failure.getCause(), depth + 1)
                || failure instanceof SQLException sql && holdsSecret(sql.getNextException(), depth + 1);
    }

    private static String mask(String message) {
        return SECRET.matcher(String.valueOf(message)).replaceAll("$1***");
    }
}
