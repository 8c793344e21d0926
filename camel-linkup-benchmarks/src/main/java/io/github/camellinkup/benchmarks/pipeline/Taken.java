package io.github.camellinkup.benchmarks.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The results that have come, and how late. Thread-safe. */
final class Taken {

    private final Set<String> ids = new HashSet<>();
    private final List<Double> lags = new ArrayList<>();
    private final CountDownLatch missing;
    private int doubled;
    private Instant begin = Instant.now();
    private Instant last = begin;

    Taken(int expected) {
        missing = new CountDownLatch(expected);
    }

    /** Time counts from now on: also for results that have been there for longer. */
    synchronized void begin() {
        begin = Instant.now();
        last = begin;
    }

    /** @param finishedAt when the task had finished; the stand-in's clock is this machine's */
    synchronized void add(String taskId, Instant finishedAt) {
        if (!ids.add(taskId)) {
            doubled++;
            return;
        }
        last = Instant.now();
        Instant from = finishedAt.isBefore(begin) ? begin : finishedAt;
        lags.add(Duration.between(from, last).toMillis() / 1000.0);
        missing.countDown();
    }

    boolean isComplete() {
        return missing.getCount() == 0;
    }

    /** Waits until all have come, or until the time is up. */
    void await(Duration limit) throws InterruptedException {
        missing.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    synchronized int count() {
        return ids.size();
    }

    /** How many came more than once. */
    synchronized int doubled() {
        return doubled;
    }

    /** How many came later than so many seconds. */
    synchronized long laterThan(double seconds) {
        return lags.stream().filter(lag -> lag > seconds).count();
    }

    /** From the beginning to the last result. */
    synchronized double seconds() {
        return Duration.between(begin, last).toMillis() / 1000.0;
    }

    /**
     * How late results came, in seconds.
     *
     * @param part of the results came within the time that is answered
     */
    synchronized double lag(double part) {
        if (lags.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = lags.stream().sorted().toList();
        return sorted.get((int) Math.ceil(part * sorted.size()) - 1);
    }
}
