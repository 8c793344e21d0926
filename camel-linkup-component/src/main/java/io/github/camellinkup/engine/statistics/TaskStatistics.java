package io.github.camellinkup.engine.statistics;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens to tasks, from the start of the engine on. Thread-safe. */
public final class TaskStatistics {

    /** So many tasks that have expired are told apart; they may be reported again as long as their exchanges fail. */
    private static final int EXPIRED_TASKS = 100_000;

    private final Map<TaskCount, LongAdder> counts = new EnumMap<>(TaskCount.class);
    private final Set<String> expired = Collections.newSetFromMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> longestAgo) {
            return size() > EXPIRED_TASKS;
        }
    });
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

    /** Counts a task whose result has expired, once, however often it is reported. */
    public void expired(String taskId) {
        boolean isNew;
        synchronized (expired) {
            isNew = expired.add(taskId);
        }
        if (isNew) {
            increment(TaskCount.EXPIRED);
        }
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
