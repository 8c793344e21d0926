package io.github.camellinkup.examples.companies.report;

import io.github.camellinkup.examples.companies.crm.CrmEntry;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads the CRM table for the report. */
public final class CrmReader {

    private static final int ROWS_AT_ONCE = 500;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final String table;

    public CrmReader(DataSource dataSource, String table) {
        JdbcTemplate template = new JdbcTemplate(dataSource);
        template.setFetchSize(ROWS_AT_ONCE);
        this.jdbc = JdbcClient.create(template);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.table = table;
    }

    /**
     * Hands over all companies, those first that somebody has to look at, then by name. In a transaction, for only there
     * PostgreSQL sends rows bit by bit. No other statement may run meanwhile, for MariaDB would then collect them.
     *
     * @param someAreReal whether the table has findings that the stand-in has not invented, so that each invented one is marked
     */
    void read(boolean someAreReal, Consumer<Stream<ReportedCompany>> reader) {
        String order =
                " order by case status when 'failed' then 1 when 'sent' then 2 else 3 end, lower(name), company_key";
        transaction.executeWithoutResult(status -> {
            try (Stream<ReportedCompany> companies = jdbc
                    .sql("select * from " + table + order)
                    .query((row, number) -> ReportedCompany.read(row, someAreReal))
                    .stream()) {
                reader.accept(companies);
            }
        });
    }

    Totals totals() {
        return jdbc.sql("select count(*), sum(case when status = 'done' then 1 else 0 end),"
                        + " sum(case when status = 'failed' then 1 else 0 end),"
                        + " sum(case when invented and status = 'done' then 1 else 0 end) from " + table)
                .query((row, number) -> new Totals(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
                .single();
    }

    /** The last run that had results. */
    LastRun lastRun() {
        String finished = " from " + table + " where finished_at is not null and run_id = (select max(run_id) from "
                + table + " where finished_at is not null)";
        LastRun run = jdbc.sql("select max(run_id), min(sent_at), min(finished_at), max(finished_at)" + finished)
                .query((row, number) -> new LastRun(
                        row.getString(1),
                        instant(row.getTimestamp(2)),
                        instant(row.getTimestamp(3)),
                        instant(row.getTimestamp(4))))
                .single();
        jdbc.sql("select sent_at, finished_at, status, invented" + finished).query((RowCallbackHandler) row -> run.add(
                instant(row.getTimestamp("sent_at")),
                instant(row.getTimestamp("finished_at")),
                CrmEntry.FAILED.equals(row.getString("status")),
                row.getBoolean("invented")));
        return run;
    }

    private static Instant instant(Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }

    /**
     * How the companies of the table stand.
     *
     * @param companies all
     * @param done those enriched
     * @param failed those whose task failed
     * @param invented those that the stand-in has enriched
     */
    record Totals(long companies, long done, long failed, long invented) {

        /** Those whose result has not come in, because a run was stopped. */
        long open() {
            return companies - done - failed;
        }

        boolean hasInvented() {
            return invented > 0;
        }

        boolean areAllInvented() {
            return invented == done;
        }
    }
}
