package io.github.camellinkup.examples.companies.report;

import java.time.Duration;
import java.util.Locale;

/** Durations as people read them. */
public final class DurationText {

    private DurationText() {}

    /** As exact as it is of use: {@code 4.2 s}, {@code 8 s}, {@code 42 s}, {@code 3 min 20 s}, {@code 1 h 5 min}. */
    public static String of(Duration duration) {
        double exactSeconds = duration.toMillis() / 1000.0;
        long seconds = Math.round(exactSeconds);
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", exactSeconds).replace(".0", "");
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }
}
