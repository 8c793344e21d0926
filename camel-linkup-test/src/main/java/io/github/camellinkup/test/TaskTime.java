package io.github.camellinkup.test;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * A time that each task has of its own: from its creation to its end, or from its end to its place in lists. Asked once
 * for each task, when it is created; can be asked by several threads at once.
 */
@FunctionalInterface
public interface TaskTime {

    /**
     * The time of a task.
     *
     * @param task the task that is being created
     * @return zero or more. {@code Duration.ofMillis(Long.MAX_VALUE)} is never over
     */
    Duration of(StandInTask task);

    /**
     * Every task has the same time.
     *
     * @param time zero or more
     * @return the rule
     */
    static TaskTime fixed(Duration time) {
        return task -> time;
    }

    /**
     * Each task has its own time, evenly spread between two bounds. The n-th task created gets the same time in
     * every run with the same seed.
     *
     * @param least the shortest time
     * @param most the longest time, not below {@code least}
     * @param seed any number
     * @return the rule
     * @throws IllegalArgumentException if {@code most} is below {@code least}
     */
    static TaskTime between(Duration least, Duration most, long seed) {
        if (most.compareTo(least) < 0) {
            throw new IllegalArgumentException("most (" + most + ") is below least (" + least + ")");
        }
        return task -> Duration.ofMillis(
                new SplittableRandom(seed ^ mixed(task.number())).nextLong(least.toMillis(), most.toMillis() + 1));
    }

    private static long mixed(long number) {
        return new SplittableRandom(number).nextLong();
    }
}
