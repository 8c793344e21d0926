package io.github.camellinkup.engine.statistics;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens to tasks, from the start of the engine on. Thread-safe. */
public final class TaskStatistics {

    private final Map<TaskCount, LongAdder> counts = new EnumMap<>(TaskCount.class);
    private volatile Duration lastLag = Duration.ZERO;

    public TaskStatistics() {
        for (TaskCount count : TaskCount.values()) {
            counts.put(count, new LongAdder());
        }
    }

    public void add(TaskCount count, long number) {
        counts.get(count).add(number);
    }

    public void increment(TaskCount count) {
        counts.get(count).increment();
    }

    public long get(TaskCount count) {
        return counts.get(count).sum();
    }

    /** Takes note of how long after its end a task was given to an exchange. */
    public void lag(Duration lag) {
        lastLag = lag;
    }

    /** How long after its end the task that was last given to an exchange had to wait. */
    public Duration lastLag() {
        return lastLag;
    }
}
