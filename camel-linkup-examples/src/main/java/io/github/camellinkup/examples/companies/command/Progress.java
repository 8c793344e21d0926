package io.github.camellinkup.examples.companies.command;

import io.github.camellinkup.examples.companies.Counts;
import io.github.camellinkup.examples.companies.report.DurationText;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressState;

/**
 * Shows how far a run is: on a terminal in one line that changes, elsewhere in a new line every few seconds, as long
 * as something moves. Thread-safe.
 */
final class Progress implements Consumer<Counts>, AutoCloseable {

    private static final int TERMINAL_MILLIS = 250;
    private static final int LOG_MILLIS = 5_000;
    private static final int SHORTEST_BAR = 8;
    private static final int LONGEST_BAR = 20;

    private final long rows;
    private final ProgressBar bar;
    private volatile Counts counts;
    /** When the first task was sent, by {@link System#nanoTime()}: what comes before says nothing about the pace. */
    private volatile Long firstSent;

    private String lastLine = "";

    /**
     * @param rows rows in the file, without those that are not to be sent
     * @param out where to show it
     * @param terminal whether lines can be written over
     */
    Progress(long rows, PrintWriter out, boolean terminal) {
        this.rows = rows;
        counts = new Counts(rows, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        ProgressBarBuilder builder = new ProgressBarBuilder().setInitialMax(rows);
        if (terminal) {
            builder.setUpdateIntervalMillis(TERMINAL_MILLIS)
                    .continuousUpdate()
                    .setRenderer(this::barAndNumbers)
                    .setConsumer(new DelegatingProgressBarConsumer(line -> writeOver(line, out), TerminalText.WIDTH));
        } else {
            builder.setUpdateIntervalMillis(LOG_MILLIS)
                    .setRenderer(this::numbers)
                    .setConsumer(new DelegatingProgressBarConsumer(line -> printIfNew(line, out), TerminalText.WIDTH));
        }
        bar = builder.build();
    }

    private static void writeOver(String line, PrintWriter out) {
        out.print("\r" + line + " ".repeat(TerminalText.WIDTH - line.length()));
        out.flush();
    }

    /** The bar says its last word twice. */
    private void printIfNew(String line, PrintWriter out) {
        if (!line.equals(lastLine)) {
            out.println(line);
            out.flush();
            lastLine = line;
        }
    }

    private String barAndNumbers(ProgressState state, int width) {
        String numbers = numbers(state, width);
        int length = Math.min(LONGEST_BAR, width - numbers.length() - "[] ".length());
        if (length < SHORTEST_BAR) {
            return numbers;
        }
        int full = (int) (state.getNormalizedProgress() * length);
        return "[" + "=".repeat(full) + " ".repeat(length - full) + "] " + numbers;
    }

    /** The most important first: what has no room is left out. */
    private String numbers(ProgressState state, int width) {
        Counts now = counts;
        Long begin = firstSent;
        double seconds = begin == null ? 0 : (System.nanoTime() - begin) / 1e9;
        double rate = now.finished() / Math.max(0.001, seconds);
        long left = rows - now.settled();
        List<String> parts = new ArrayList<>();
        parts.add(now.settled() + " of " + rows + " rows");
        parts.add(now.failed() + " failed");
        parts.add(now.running() + " running");
        parts.add(String.format(Locale.ROOT, "%.1f/s", rate));
        if (now.finished() > 0 && left > 0) {
            parts.add(DurationText.of(Duration.ofSeconds(Math.round(left / rate))) + " left");
        }
        while (String.join(", ", parts).length() > width) {
            parts.remove(parts.size() - 1);
        }
        return String.join(", ", parts);
    }

    @Override
    public void accept(Counts newCounts) {
        if (firstSent == null && newCounts.sent() + newCounts.sentBefore() + newCounts.finished() > 0) {
            firstSent = System.nanoTime();
        }
        counts = newCounts;
        bar.stepTo(newCounts.settled());
    }

    @Override
    public void close() {
        bar.close();
    }
}
