package io.github.camellinkup.examples.companies.report;

import io.github.camellinkup.examples.companies.crm.CrmEntry;
import io.github.camellinkup.examples.companies.file.CompanyRow;
import io.github.camellinkup.examples.companies.file.FailedFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * The file with the rows that have not made it into the CRM, and why. It can itself be the input of another run.
 * Thread-safe.
 */
public final class FailedRows implements AutoCloseable {

    private static final CSVFormat FORMAT = CSVFormat.Builder.create()
            .setHeader(FailedFile.HEADER.toArray(String[]::new))
            .setRecordSeparator("\n")
            .get();

    /** Without it Excel takes another encoding. */
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Path file;
    private final CSVPrinter printer;

    /** Starts the file anew: it tells of one run. */
    public FailedRows(Path file) {
        this.file = file;
        try {
            BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
            writer.write(BYTE_ORDER_MARK);
            this.printer = new CSVPrinter(writer, FORMAT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A row that was not sent. */
    public void add(CompanyRow row, String reason) {
        print(row.key(), row.name(), row.website(), row.country(), reason, "", row.line());
    }

    /** A row whose task failed, now or in an earlier run. */
    public void add(CrmEntry entry) {
        print(entry.key(), entry.name(), entry.website(), entry.country(), entry.error(), entry.taskId(), "");
    }

    private synchronized void print(Object... values) {
        try {
            printer.printRecord(Stream.of(values)
                    .map(value -> value instanceof String text ? FailedFile.escape(text) : value)
                    .toArray());
            // Users open the file while the job runs, and few rows fail.
            printer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    Path file() {
        return file;
    }

    @Override
    public synchronized void close() {
        try {
            printer.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }
}
