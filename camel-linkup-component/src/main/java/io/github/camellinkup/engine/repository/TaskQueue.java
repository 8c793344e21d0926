package io.github.camellinkup.engine.repository;

import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The tasks of one type that stand in one state, in the order of their creation. Tasks of the same second stand in the
 * order in which they came; so there are as many buckets as seconds, however many tasks there are.
 */
final class TaskQueue {

    private static final long SECOND = 1000;

    /** The tasks of one second, linked to one another. */
    private static final class Bucket {
        private MemoryTask first;
        private MemoryTask last;
    }

    private final TaskState state;
    private final String type;
    private final NavigableMap<Long, Bucket> buckets = new TreeMap<>();
    private final Set<MemoryTask> awaited = Collections.newSetFromMap(new IdentityHashMap<>());
    private int size;

    TaskQueue(TaskState state, String type) {
        this.state = state;
        this.type = type;
    }

    TaskState state() {
        return state;
    }

    String type() {
        return type;
    }

    void add(MemoryTask task) {
        Bucket bucket = buckets.computeIfAbsent(second(task), second -> new Bucket());
        task.queue = this;
        task.previous = bucket.last;
        if (bucket.last == null) {
            bucket.first = task;
        } else {
            bucket.last.next = task;
        }
        bucket.last = task;
        size++;
        if (task.wasAwaited()) {
            awaited.add(task);
        }
    }

    void remove(MemoryTask task) {
        Bucket bucket = buckets.get(second(task));
        if (task.previous == null) {
            bucket.first = task.next;
        } else {
            task.previous.next = task.next;
        }
        if (task.next == null) {
            bucket.last = task.previous;
        } else {
            task.next.previous = task.previous;
        }
        if (bucket.first == null) {
            buckets.remove(second(task));
        }
        task.queue = null;
        task.previous = null;
        task.next = null;
        size--;
        awaited.remove(task);
    }

    /** An exchange awaits the result until then; null for none. */
    void setAwaited(MemoryTask task, Instant until) {
        task.setAwaited(until);
        if (until == null) {
            awaited.remove(task);
        } else {
            awaited.add(task);
        }
    }

    /** How many tasks no exchange awaits. */
    int outstanding(Instant now) {
        return size - (int) awaited.stream().filter(task -> task.isAwaited(now)).count();
    }

    /** A time that is not later than the creation of any outstanding task; only asked if there is one. */
    Instant oldest(Instant now) {
        for (Bucket bucket : buckets.values()) {
            if (hasOutstanding(bucket, now)) {
                return Instant.ofEpochMilli(second(bucket.first) * SECOND);
            }
        }
        throw new IllegalStateException("No task is outstanding");
    }

    /** A time that is not earlier than the creation of any outstanding task; only asked if there is one. */
    Instant newest(Instant now) {
        for (Bucket bucket : buckets.descendingMap().values()) {
            if (hasOutstanding(bucket, now)) {
                return Instant.ofEpochMilli(second(bucket.first) * SECOND + SECOND - 1);
            }
        }
        throw new IllegalStateException("No task is outstanding");
    }

    private static boolean hasOutstanding(Bucket bucket, Instant now) {
        for (MemoryTask task = bucket.first; task != null; task = task.next) {
            if (!task.isAwaited(now)) {
                return true;
            }
        }
        return false;
    }

    /** Shows the tasks, the oldest first, until the visitor has enough of them and says false. */
    void visit(Predicate<MemoryTask> visitor) {
        for (Bucket bucket : buckets.values()) {
            for (MemoryTask task = bucket.first; task != null; task = task.next) {
                if (!visitor.test(task)) {
                    return;
                }
            }
        }
    }

    /** A task that was created in a second that lies wholly before this time, or null if there is none. */
    MemoryTask anyBefore(Instant time) {
        var oldest = buckets.firstEntry();
        boolean before = oldest != null && (oldest.getKey() + 1) * SECOND <= time.toEpochMilli();
        return before ? oldest.getValue().first : null;
    }

    private static long second(MemoryTask task) {
        return Math.floorDiv(task.createdAt(), SECOND);
    }
}
