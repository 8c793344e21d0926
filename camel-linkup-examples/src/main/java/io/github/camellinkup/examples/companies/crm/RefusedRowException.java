package io.github.camellinkup.examples.companies.crm;

import java.sql.SQLException;
import java.util.Set;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;

/** The database refuses one row: a value is too long for its column, or breaks a rule of the table. Other rows can go on. */
public final class RefusedRowException extends RuntimeException {

    /** A trigger that refuses a row: as the standard has it, and in PostgreSQL. */
    private static final Set<String> STATES_OF_TRIGGERS = Set.of("45000", "P0001");

    /** Of MariaDB and MySQL: a character that the column cannot have. Its SQL state is that of any error. */
    private static final int INCORRECT_STRING = 1366;

    private RefusedRowException(DataAccessException cause) {
        super("the database refused it: " + firstLine(cause.getMostSpecificCause()), cause);
    }

    /** PostgreSQL and H2 say more in further lines: the row, or the statement. */
    private static String firstLine(Throwable cause) {
        String line = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return line.replaceFirst("; SQL statement:$", "");
    }

    /** The given exception, or a refusal if it is about the row and not about the database as a whole. */
    static RuntimeException of(DataAccessException failure) {
        return isAboutRow(failure) ? new RefusedRowException(failure) : failure;
    }

    private static boolean isAboutRow(DataAccessException failure) {
        return failure instanceof DataIntegrityViolationException
                || failure.getMostSpecificCause() instanceof SQLException cause
                        && (STATES_OF_TRIGGERS.contains(String.valueOf(cause.getSQLState()))
                                || cause.getErrorCode() == INCORRECT_STRING);
    }
}
