package io.github.camellinkup.examples.companies.crm;

import io.github.camellinkup.examples.companies.file.CompanyRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The companies in the CRM. A row is written when its company is sent and again when its task has finished, each time
 * in one transaction. Thread-safe.
 */
public final class CrmTable {

    private static final String DEFINITION = "crm-table.sql";

    /** The columns that a result fills. */
    private static final List<String> RESULT = List.of(
            "industry",
            "employees",
            "founded",
            "headquarters",
            "chief_executive",
            "description",
            "sources",
            "error",
            "task_id",
            "finished_at");

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final String table;

    /**
     * @param dataSource the database
     * @param table the name of the table, which goes into SQL as it is
     */
    public CrmTable(DataSource dataSource, String table) {
        JdbcTemplate template = new JdbcTemplate(dataSource);
        // MariaDB's driver throws a syntax error for a value that is too long; the SQL states are the standard's.
        template.setExceptionTranslator(new SQLStateSQLExceptionTranslator());
        this.jdbc = JdbcClient.create(template);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.table = table;
    }

    /** Creates the table unless it is there. */
    public void create() {
        try (InputStream sql = CrmTable.class.getResourceAsStream(DEFINITION)) {
            jdbc.sql(sql(new String(sql.readAllBytes(), StandardCharsets.UTF_8)))
                    .update();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the table is there. */
    public boolean exists() {
        try {
            jdbc.sql(sql("select count(*) from {table} where 1 = 0"))
                    .query(Long.class)
                    .single();
            return true;
        } catch (BadSqlGrammarException e) {
            return false;
        }
    }

    /**
     * Whether the table takes keys for equal that differ in case, accents or trailing blanks, as with the usual collations
     * of MariaDB. One of two such companies would overwrite the other.
     */
    public boolean confusesKeys() {
        // The text in the union is compared by the collation of the column.
        String sql = "select count(*) from (select company_key from {table} where 1 = 0 union all select 'a') sample"
                + " where company_key in ('A', 'á', 'a ')";
        return jdbc.sql(sql(sql)).query(Long.class).single() > 0;
    }

    /** What the table has of some companies. */
    public Map<String, CrmEntry> find(Collection<String> keys) {
        Map<String, CrmEntry> found = new HashMap<>();
        if (!keys.isEmpty()) {
            jdbc.sql(sql("select " + CrmEntry.COLUMNS + " from {table} where company_key in (:keys)"))
                    .param("keys", keys)
                    .query(CrmEntry::read)
                    .list()
                    .forEach(entry -> found.put(entry.key(), entry));
        }
        return found;
    }

    /** What the table has of one company. */
    public Optional<CrmEntry> find(String key) {
        return Optional.ofNullable(find(List.of(key)).get(key));
    }

    /**
     * Notes that companies are about to be sent, and forgets what was known of them.
     *
     * @return the rows that the database refuses, and why; all others are noted
     */
    public Map<CompanyRow, String> saveSent(Collection<CompanyRow> rows, RunId run) {
        Map<CompanyRow, String> refused = new HashMap<>();
        try {
            inTransaction(() -> rows.forEach(row -> saveSent(row, run)));
        } catch (RefusedRowException anyRow) {
            for (CompanyRow row : rows) {
                try {
                    inTransaction(() -> saveSent(row, run));
                } catch (RefusedRowException e) {
                    refused.put(row, e.getMessage());
                }
            }
        }
        return refused;
    }

    private void saveSent(CompanyRow row, RunId run) {
        Map<String, Object> values = new HashMap<>();
        RESULT.forEach(column -> values.put(column, null));
        values.put("company_key", row.key());
        values.put("name", row.name());
        values.put("website", row.website());
        values.put("country", row.country());
        values.put("status", CrmEntry.SENT);
        values.put("sent_at", Timestamp.from(Instant.now()));
        values.put("run_id", run.id());
        values.put("invented", run.invented());
        upsert(values);
    }

    /**
     * Writes what a task has found, or why it failed.
     *
     * @param result columns of the table and their values, the key among them
     * @param run the run that received the result
     * @throws RefusedRowException if the database does not take these values
     */
    public void save(Map<String, Object> result, RunId run) {
        Map<String, Object> values = new HashMap<>(result);
        values.put("run_id", run.id());
        values.put("invented", run.invented());
        inTransaction(() -> {
            if (update(values) == 0) {
                // Somebody has deleted the row meanwhile. What was paid for is kept, under the only name left.
                values.put("name", values.get("company_key"));
                insert(values);
            }
        });
    }

    private void inTransaction(Runnable statements) {
        try {
            transaction.executeWithoutResult(status -> statements.run());
        } catch (DataAccessException e) {
            throw RefusedRowException.of(e);
        }
    }

    /** Update, else insert: the two statements that every database has, where each spells its upsert in its own way. */
    private void upsert(Map<String, Object> values) {
        if (update(values) == 0) {
            insert(values);
        }
    }

    private int update(Map<String, Object> values) {
        String assignments = String.join(
                ", ", values.keySet().stream().map(name -> name + " = :" + name).toList());
        return jdbc.sql(sql("update {table} set " + assignments + " where company_key = :company_key"))
                .params(storable(values))
                .update();
    }

    private void insert(Map<String, Object> values) {
        List<String> names = List.copyOf(values.keySet());
        jdbc.sql(sql("insert into {table} (" + String.join(", ", names) + ") values (:" + String.join(", :", names)
                        + ")"))
                .params(storable(values))
                .update();
    }

    /** Removes NUL characters from texts, because PostgreSQL refuses them. */
    private static Map<String, Object> storable(Map<String, Object> values) {
        Map<String, Object> storable = new HashMap<>(values);
        storable.replaceAll((name, value) -> value instanceof String text ? text.replace("\0", "") : value);
        return storable;
    }

    private String sql(String text) {
        return text.replace("{table}", table);
    }
}
