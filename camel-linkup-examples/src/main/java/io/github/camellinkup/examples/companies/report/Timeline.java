package io.github.camellinkup.examples.companies.report;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How many tasks finished when: bars of equal time between the first and the last. */
final class Timeline {

    private static final int BARS = 48;
    private static final int BAR_WIDTH = 10;
    private static final int HEIGHT = 80;

    private final Instant first;
    private final Instant last;
    private final long[] done = new long[BARS];
    private final long[] failed = new long[BARS];

    /**
     * @param first when the first task finished, null if none has
     * @param last when the last task finished, null if none has
     */
    Timeline(Instant first, Instant last) {
        this.first = first;
        this.last = last;
    }

    void add(Instant finished, boolean hasFailed) {
        long[] counts = hasFailed ? failed : done;
        counts[position(finished)]++;
    }

    private int position(Instant instant) {
        long whole = Duration.between(first, last).toMillis() + 1;
        long part = Duration.between(first, instant).toMillis();
        return (int) Math.max(0, Math.min(BARS - 1, part * BARS / whole));
    }

    boolean hasBars() {
        return first != null;
    }

    int width() {
        return BARS * BAR_WIDTH;
    }

    int height() {
        return HEIGHT;
    }

    String from() {
        return first.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    String to() {
        return last.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    long finished() {
        return Arrays.stream(done).sum() + Arrays.stream(failed).sum();
    }

    List<Bar> bars() {
        long highest = 1;
        for (int index = 0; index < BARS; index++) {
            highest = Math.max(highest, done[index] + failed[index]);
        }
        List<Bar> bars = new ArrayList<>();
        for (int index = 0; index < BARS; index++) {
            if (done[index] + failed[index] > 0) {
                bars.add(new Bar(index * BAR_WIDTH, height(done[index], highest), height(failed[index], highest)));
            }
        }
        return bars;
    }

    private static int height(long count, long highest) {
        return Math.toIntExact((count * HEIGHT + highest - 1) / highest);
    }

    /**
     * A bar of the drawing: failed tasks on top of those done.
     *
     * @param x its left side
     * @param done height of the part for tasks done
     * @param failed height of the part for tasks failed
     */
    record Bar(int x, int done, int failed) {

        int width() {
            return BAR_WIDTH - 2;
        }

        int doneTop() {
            return HEIGHT - done;
        }

        int failedTop() {
            return Math.max(0, doneTop() - failed);
        }
    }
}
