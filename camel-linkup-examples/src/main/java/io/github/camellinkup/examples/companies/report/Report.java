package io.github.camellinkup.examples.companies.report;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;
import com.github.mustachejava.MustacheFactory;
import io.github.camellinkup.examples.companies.crm.RunId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The report on the whole CRM table: one HTML file that needs no other. The template escapes all that comes out of the
 * table.
 */
public final class Report {

    private static final String TEMPLATE = "io/github/camellinkup/examples/companies/report/report.html";

    private final CrmReader crm;

    public Report(CrmReader crm) {
        this.crm = crm;
    }

    /**
     * Writes the report. The rows go from the database to the file without being collected.
     *
     * @param file where to write it
     * @param service who answered this run
     * @param database where the table is
     * @param run this run
     * @param cost what this run has spent at list price, in US$
     */
    public void write(Path file, String service, String database, RunId run, BigDecimal cost) {
        LastRun lastRun = crm.lastRun();
        CrmReader.Totals totals = crm.totals();
        crm.read(!totals.areAllInvented(), companies -> {
            MustacheFactory templates = new DefaultMustacheFactory();
            Mustache template = templates.compile(TEMPLATE);
            try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
                template.execute(
                        writer,
                        new Page(
                                new Moment(Instant.now()),
                                service,
                                database,
                                totals,
                                lastRun.id() == null ? null : lastRun,
                                run.id().equals(lastRun.id()) ? cost : null,
                                companies,
                                Inline.of("report.css"),
                                Inline.of("report.js")));
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot write " + file, e);
            }
        });
    }

    /**
     * What the template shows.
     *
     * @param time when the report was made
     * @param service who answered the last run
     * @param database where the table is
     * @param totals counts over the table
     * @param lastRun the last run that had results, or null
     * @param cost what that run has spent, or null if it is not known
     * @param rows the companies
     * @param style how it looks
     * @param script sorts, searches and filters
     */
    record Page(
            Moment time,
            String service,
            String database,
            CrmReader.Totals totals,
            LastRun lastRun,
            BigDecimal cost,
            Stream<ReportedCompany> rows,
            Inline style,
            Inline script) {

        /** The rows as the template takes them. */
        Iterator<ReportedCompany> companies() {
            return rows.iterator();
        }

        List<LastRun.Figure> figures() {
            return lastRun.figures(cost);
        }
    }
}
