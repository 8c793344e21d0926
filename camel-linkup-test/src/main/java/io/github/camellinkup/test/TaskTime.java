package io.github.camellinkup.test;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * How long a task takes from its creation to its end. Asked once for each task, when it is created; can be asked by
 * several threads at once.
 */
@FunctionalInterface
public interface TaskTime {

    /**
     * The time that a task takes.
     *
     * @param task the task that is being created
     * @return from creation to completion or failure; zero or more. {@code Duration.ofMillis(Long.MAX_VALUE)} lets it
     *     never end
     */
    Duration of(StandInTask task);

    /**
     * Every task takes the same time.
     *
     * @param time zero or more
     * @return the rule
     */
    static TaskTime fixed(Duration time) {
        return task -> time;
    }

    /**
     * Each task takes its own time, evenly spread between two bounds. The n-th task created gets the same time in
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
