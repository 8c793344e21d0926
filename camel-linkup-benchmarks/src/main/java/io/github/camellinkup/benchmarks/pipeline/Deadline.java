package io.github.camellinkup.benchmarks.pipeline;

import java.time.Duration;

/** When a loop has to stop. */
final class Deadline {

    /** What the vendor asks for at the least between two reads. */
    static final Duration BETWEEN_READS = Duration.ofSeconds(1);

    private final long end;

    Deadline(Duration limit) {
        end = System.nanoTime() + limit.toNanos();
    }

    /** Zero once it is over. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    boolean isOver() {
        return System.nanoTime() - end >= 0;
    }

    /** Sleeps, but not beyond the end. */
    void sleep(Duration time) throws InterruptedException {
        Thread.sleep(Math.min(time.toMillis(), left().toMillis() + 1));
    }
}
