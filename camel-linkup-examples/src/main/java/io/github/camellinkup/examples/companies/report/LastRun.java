package io.github.camellinkup.examples.companies.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tasks of the last run that had any results: when they finished, and how long they took. */
final class LastRun {

    private final String id;
    private final Instant start;
    private final Instant end;
    private final Timeline timeline;
    private final List<Long> taskMillis = new ArrayList<>();
    private boolean invented;

    /**
     * @param id of the run: when it began; null if no run had results
     * @param firstSent when the first of its tasks was sent, perhaps by an earlier run
     * @param firstFinished when its first task finished
     * @param lastFinished when its last task finished
     */
    LastRun(String id, Instant firstSent, Instant firstFinished, Instant lastFinished) {
        this.id = id;
        this.start = id == null ? null : start(Instant.parse(id), firstSent, firstFinished);
        this.end = lastFinished;
        this.timeline = id == null ? null : new Timeline(start, lastFinished);
    }

    private static Instant start(Instant began, Instant firstSent, Instant firstFinished) {
        Instant start = firstSent == null || firstSent.isBefore(began) ? began : firstSent;
        // Linkup's clock, which tells when tasks finished, can be behind that of this computer.
        return start.isBefore(firstFinished) ? start : firstFinished;
    }

    void add(Instant sent, Instant finished, boolean hasFailed, boolean wasInvented) {
        timeline.add(finished, hasFailed);
        if (sent != null) {
            taskMillis.add(Duration.between(sent, finished).toMillis());
        }
        invented |= wasInvented;
    }

    String id() {
        return id;
    }

    Timeline timeline() {
        return timeline;
    }

    Moment start() {
        return new Moment(start);
    }

    Moment end() {
        return new Moment(end);
    }

    /**
     * The figures to show.
     *
     * @param cost what the run has spent at list price in US$, or null if it is not known
     */
    List<Figure> figures(BigDecimal cost) {
        Duration duration = Duration.between(start, end);
        taskMillis.sort(null);
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure("Duration", DurationText.of(duration)));
        figures.add(new Figure(
                "Rate",
                String.format(
                        Locale.ROOT, "%.1f tasks/s", timeline.finished() * 1000.0 / Math.max(1, duration.toMillis()))));
        if (!taskMillis.isEmpty()) {
            figures.add(new Figure("Task time, p50", DurationText.of(percentile(50))));
            figures.add(new Figure("Task time, p95", DurationText.of(percentile(95))));
        }
        if (cost != null) {
            String dollars = cost.setScale(2, RoundingMode.HALF_UP).toPlainString();
            figures.add(new Figure(invented ? "Linkup would have cost" : "Cost", "US$ " + dollars + " at list price"));
        }
        return figures;
    }

    private Duration percentile(int percent) {
        int rank = (taskMillis.size() * percent + 99) / 100;
        return Duration.ofMillis(taskMillis.get(rank - 1));
    }

    /**
     * A number of the run.
     *
     * @param name what it measures
     * @param value the number and its unit
     */
    record Figure(String name, String value) {}
}
