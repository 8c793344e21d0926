package io.github.camellinkup.examples.companies.command;

import io.github.camellinkup.examples.companies.Counts;
import io.github.camellinkup.examples.companies.report.DurationText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;

/** The last words of a run: what became of every row. */
final class Summary {

    private final Counts counts;
    private final boolean tasksEndWithProcess;

    /** @param tasksEndWithProcess whether those that are still running do not outlive this process */
    Summary(Counts counts, boolean tasksEndWithProcess) {
        this.counts = counts;
        this.tasksEndWithProcess = tasksEndWithProcess;
    }

    void print(PrintWriter out, Duration time, Path failedRows, Path report) {
        out.println();
        out.println(headline(time));
        line(out, counts.done(), "enriched, in the CRM now");
        line(out, counts.doneBefore(), "in the CRM already, not sent again");
        line(out, counts.failed(), "failed");
        line(out, counts.failedBefore(), "failed in an earlier run, not sent again (--retry-failed does)");
        line(out, counts.unusable(), "not usable: failed.csv says why");
        line(
                out,
                counts.running(),
                "sent, result not waited for: the next run "
                        + (tasksEndWithProcess ? "sends them again" : "receives it"));
        line(out, counts.notSent(), "not sent");
        out.println("  ------");
        out.printf("  %6d rows in the file%n", counts.rows());
        line(out, counts.notInFile(), "more finished: sent by an earlier run, and not in the file");
        out.println();
        if (counts.failed() + counts.failedBefore() + counts.unusable() > 0) {
            TerminalText.print(out, "Rows that failed, and why: " + failedRows);
        }
        TerminalText.print(out, "Report: " + report);
    }

    private String headline(Duration time) {
        if (counts.sent() + counts.sentBefore() + counts.notSent() == 0) {
            return "Nothing to send.";
        }
        String before = counts.sentBefore() == 0 ? "" : counts.sentBefore() + " sent by an earlier run, ";
        return "%d sent, %s%d finished in %s."
                .formatted(counts.sent(), before, counts.finished(), DurationText.of(time));
    }

    private static void line(PrintWriter out, long count, String words) {
        if (count > 0) {
            out.printf("  %6d %s%n", count, words);
        }
    }
}
