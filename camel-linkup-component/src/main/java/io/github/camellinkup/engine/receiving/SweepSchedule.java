package io.github.camellinkup.engine.receiving;

import io.github.camellinkup.engine.listing.Sweep;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * When a sweep is worth its pages, and what the last one taught. Every now and then one is due even though the head of
 * the list tells of everything: a task that was listed late, or that became known after it had finished, is found by
 * nothing else. Not thread-safe.
 */
final class SweepSchedule {

    private static final long SHORTEST = Duration.ofSeconds(60).toNanos();
    private static final long LONGEST = Duration.ofMinutes(10).toNanos();

    /** As long as other reads bring results a sweep may take this part of them; else half of them. */
    private static final int PART_OF_READS = 10;

    /** So many pages it takes to find where a sweep begins, and to see that it is at its end. */
    private static final int SEEKING = 3;

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoTime;
    private long lastEnd;
    private long interval = SHORTEST;
    private int lastPages;
    private Sweep last;
    private long listed;
    private long fewestListed = -1;

    SweepSchedule(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastEnd = nanoTime.getAsLong();
    }

    /** Whether it is known where the outstanding tasks lie. */
    boolean isPossible(Demand demand) {
        return demand.newest() != null
                && demand.oldest() != null
                && demand.oldest().isAfter(Instant.EPOCH);
    }

    /** @param fruitless whether other reads bring nothing */
    boolean isDue(Demand demand, boolean fruitless) {
        if (!isPossible(demand)) {
            return false;
        }
        long since = nanoTime.getAsLong() - lastEnd;
        long least = fruitless
                ? Math.max(interval / 4, (long) lastPages * 2 * SECOND)
                : Math.max(interval, (long) lastPages * PART_OF_READS * SECOND);
        return since >= least;
    }

    /** How many pages a sweep has at the least; 0 if none is possible. */
    int leastPages(Demand demand) {
        return isPossible(demand) ? SEEKING : 0;
    }

    /**
     * How many pages a sweep will have.
     *
     * @param finished how many tasks that were waited for have finished, taken or not, as far as that is known
     */
    int pages(Demand demand, double finished, int pageSize) {
        return lastPages > 0 ? lastPages : (int) (finished / pageSize) + SEEKING;
    }

    /**
     * Takes note of how many tasks the list has. What it had when the first page was read lies before what was
     * outstanding then.
     */
    void listed(long total) {
        listed = total;
        fewestListed = fewestListed < 0 ? total : Math.min(fewestListed, total);
    }

    /** The list that is read is another one now, or something is outstanding after a time when nothing was. */
    void forget() {
        fewestListed = -1;
        last = null;
        lastPages = 0;
    }

    /** A sweep over the part of the list in which the outstanding tasks lie. It begins where the last one met them. */
    Sweep sweep(Demand demand) {
        // Of what has entered the list since, half counts as older until more is known.
        long guess = last == null ? (fewestListed + listed) / 2 : last.placeOf(demand.oldest(), listed);
        return new Sweep(demand.oldest(), demand.newest(), (int) guess);
    }

    void swept(Sweep sweep) {
        lastEnd = nanoTime.getAsLong();
        lastPages = sweep.pages();
        last = sweep;
        interval = Math.min(LONGEST, 2 * interval);
    }

    /** Results come again. */
    void moved() {
        interval = SHORTEST;
    }
}
