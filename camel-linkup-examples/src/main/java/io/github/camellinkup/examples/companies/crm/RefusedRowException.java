package io.github.camellinkup.examples.companies.crm;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.UncategorizedDataAccessException;

/** The database refuses one row: a value is too long for its column, or breaks a rule of the table. Other rows can go on. */
public final class RefusedRowException extends RuntimeException {

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
        // Databases have no common SQL state for what a trigger or a check refuses.
        return failure instanceof DataIntegrityViolationException || failure instanceof UncategorizedDataAccessException
                ? new RefusedRowException(failure)
                : failure;
    }
}
