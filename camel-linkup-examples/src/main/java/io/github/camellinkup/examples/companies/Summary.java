package io.github.camellinkup.examples.companies;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;

/** The last words of a run: what became of every row. */
final class Summary {

    private final Counts counts;

    Summary(Counts counts) {
        this.counts = counts;
    }

    void print(PrintWriter out, Duration time, Path failedRows, Path report) {
        out.println();
        out.println(headline(time));
        line(out, counts.done(), "enriched, in the CRM now");
        line(out, counts.doneBefore(), "in the CRM already, not sent again");
        line(out, counts.failed(), "failed");
        line(out, counts.failedBefore(), "failed in an earlier run, not sent again (--retry-failed does)");
        line(out, counts.unusable(), "not usable: no name, no key, or the key of an earlier row");
        line(out, counts.running(), "sent, result not waited for: the next run sends them again");
        line(out, counts.notSent(), "not sent");
        out.println("  ------");
        out.printf("  %6d rows in the file%n", counts.rows());
        out.println();
        if (counts.failed() + counts.failedBefore() + counts.unusable() > 0) {
            out.println("Rows that failed, and why: " + failedRows);
        }
        out.println("Report: " + report);
    }

    private String headline(Duration time) {
        if (counts.sent() == 0 && counts.notSent() == 0) {
            return "Nothing to send.";
        }
        return "%d sent, %d finished in %d s."
                .formatted(counts.sent(), counts.done() + counts.failed(), time.toSeconds());
    }

    private static void line(PrintWriter out, long count, String words) {
        if (count > 0) {
            out.printf("  %6d %s%n", count, words);
        }
    }
}
