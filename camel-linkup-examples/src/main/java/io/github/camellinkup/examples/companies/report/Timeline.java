package io.github.camellinkup.examples.companies.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** How many tasks finished when: bars of equal time between the start of a run and its last result. */
final class Timeline {

    private static final int BARS = 48;
    private static final int BAR_WIDTH = 10;
    private static final int HEIGHT = 80;
    private static final int TICKS = 4;

    private final Instant start;
    private final Instant end;
    private final long[] done = new long[BARS];
    private final long[] failed = new long[BARS];

    Timeline(Instant start, Instant end) {
        this.start = start;
        this.end = end;
    }

    void add(Instant finished, boolean hasFailed) {
        long[] counts = hasFailed ? failed : done;
        counts[position(finished)]++;
    }

    private int position(Instant instant) {
        long whole = length().toMillis() + 1;
        long part = Duration.between(start, instant).toMillis();
        return (int) Math.max(0, Math.min(BARS - 1, part * BARS / whole));
    }

    private Duration length() {
        return Duration.between(start, end);
    }

    int width() {
        return BARS * BAR_WIDTH;
    }

    int height() {
        return HEIGHT;
    }

    long finished() {
        return Arrays.stream(done).sum() + Arrays.stream(failed).sum();
    }

    /** The most tasks in one bar: the top of the vertical axis. */
    long highest() {
        return Math.max(
                1,
                IntStream.range(0, BARS)
                        .mapToLong(index -> done[index] + failed[index])
                        .max()
                        .orElse(0));
    }

    /** How much time one bar covers. */
    String barLength() {
        return DurationText.of(length().dividedBy(BARS));
    }

    /** The labels of the horizontal axis, at equal distances: time since the start. */
    List<String> ticks() {
        return IntStream.rangeClosed(0, TICKS)
                .mapToObj(tick -> DurationText.of(length().multipliedBy(tick).dividedBy(TICKS)))
                .toList();
    }

    List<Bar> bars() {
        long highest = highest();
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
