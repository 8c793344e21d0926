package io.github.camellinkup.examples.companies.crm;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

class RefusedRowExceptionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            22001 | 0    | true  | a value is too long
            23514 | 0    | true  | a check of the table
            45000 | 1644 | true  | a trigger
            P0001 | 0    | true  | a trigger in PostgreSQL
            HY000 | 1366 | true  | a character in MariaDB
            HY000 | 1205 | false | a lock is waited for too long
            HY000 | 1290 | false | MariaDB is read-only
            25006 | 0    | false | PostgreSQL is read-only
            HY000 | 1114 | false | the table is full
            08006 | 0    | false | the connection is gone
            """)
    void onlyWhatIsAboutTheRowIsARefusal(String state, int code, boolean isRefusal, String reason) {
        SQLException cause = new SQLException(reason, state, code);
        DataAccessException failure = new SQLStateSQLExceptionTranslator().translate("insert", null, cause);

        assertThat(
                        RefusedRowException.of(
                                        failure == null
                                                ? new UncategorizedSQLException("insert", null, cause)
                                                : failure)
                                instanceof RefusedRowException)
                .isEqualTo(isRefusal);
    }
}
