package io.github.camellinkup.examples.companies.report;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;
import com.github.mustachejava.MustacheFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
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

    /** Writes the report. The rows go from the database to the file without being collected. */
    public void write(Path file, String service, String database) {
        Timeline timeline = crm.timelineOfLastRun();
        crm.read(companies -> {
            MustacheFactory templates = new DefaultMustacheFactory();
            Mustache template = templates.compile(TEMPLATE);
            try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
                Page page = new Page(
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                        service,
                        database,
                        crm.totals(),
                        timeline,
                        companies);
                template.execute(writer, page);
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
     * @param timeline when the tasks of the last run finished
     * @param rows the companies
     */
    record Page(
            String time,
            String service,
            String database,
            CrmReader.Totals totals,
            Timeline timeline,
            Stream<ReportedCompany> rows) {

        /** The rows as the template takes them. */
        Iterator<ReportedCompany> companies() {
            return rows.iterator();
        }
    }
}
