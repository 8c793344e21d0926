package io.github.camellinkup.examples.companies.command;

import io.github.camellinkup.examples.companies.Counts;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows how far a run is: on a terminal in one line that changes, elsewhere in a new line every few seconds, as long
 * as something moves. Thread-safe.
 */
final class Progress implements Consumer<Counts>, AutoCloseable {

    private static final int TERMINAL_MILLIS = 250;
    private static final int LOG_MILLIS = 5_000;
    private static final int LOG_WIDTH = 200;

    private final ProgressBar bar;
    private String lastLine = "";

    /**
     * @param rows rows in the file
     * @param out where to show it
     * @param terminal whether lines can be written over
     */
    Progress(long rows, PrintWriter out, boolean terminal) {
        ProgressBarBuilder builder = new ProgressBarBuilder().setInitialMax(rows);
        if (terminal) {
            builder.setUpdateIntervalMillis(TERMINAL_MILLIS)
                    .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                    .continuousUpdate()
                    .hideEta()
                    .setConsumer(new DelegatingProgressBarConsumer(line -> {
                        out.print("\r" + line);
                        out.flush();
                    }));
        } else {
            builder.setUpdateIntervalMillis(LOG_MILLIS)
                    .setRenderer((state, width) -> state.getExtraMessage().isEmpty()
                            ? ""
                            : state.getCurrent() + " of " + state.getMax() + " rows settled:" + state.getExtraMessage())
                    .setConsumer(new DelegatingProgressBarConsumer(line -> printIfNew(line, out), LOG_WIDTH));
        }
        bar = builder.build();
        accept(new Counts(rows, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    /** The bar speaks before it knows anything, and says its last word twice. */
    private void printIfNew(String line, PrintWriter out) {
        if (!line.equals(lastLine)) {
            out.println(line);
            lastLine = line;
        }
    }

    @Override
    public void accept(Counts counts) {
        Duration time = bar.getElapsedAfterStart();
        bar.setExtraMessage(String.format(
                Locale.ROOT,
                " sent %d, running %d, done %d, failed %d, %.1f/s",
                counts.sent(),
                counts.running(),
                counts.done(),
                counts.failed(),
                counts.finished() * 1000.0 / Math.max(1, time.toMillis())));
        bar.stepTo(counts.settled());
    }

    @Override
    public void close() {
        bar.close();
    }
}
