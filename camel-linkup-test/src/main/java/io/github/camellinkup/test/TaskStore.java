package io.github.camellinkup.test;

import io.github.camellinkup.test.StandInTask.Status;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.PriorityQueue;
import java.util.TreeSet;

/**
 * All tasks of the organisation. No timer runs: what has become due is worked off whenever somebody looks, so a task's
 * state depends on the clock alone. Both sort orders and the counts are kept up to date, which makes a page cost its
 * position and not a sort. Not thread-safe: {@link TaskDesk} holds the lock.
 */
final class TaskStore {

    /** A task of which something changes at a time. */
    private record Due(long at, TaskEntry task) {}

    private final long resultLifetime;
    private final Map<String, TaskEntry> byId = new HashMap<>();
    private final List<TaskEntry> everCreated = new ArrayList<>();
    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(change -> change.task().number));
    private final NavigableSet<TaskEntry> byCreation = new TreeSet<>(
            Comparator.<TaskEntry>comparingLong(task -> task.createdAt).thenComparingLong(task -> task.number));
    private final NavigableSet<TaskEntry> byUpdate = new TreeSet<>(
            Comparator.<TaskEntry>comparingLong(task -> task.listedUpdatedAt).thenComparingLong(task -> task.number));
    /** By the states that lists show. */
    private final Map<String, int[]> countsByType = new HashMap<>();

    private int inFlight;

    TaskStore(long resultLifetimeMillis) {
        this.resultLifetime = resultLifetimeMillis;
    }

    long nextNumber() {
        return everCreated.size();
    }

    void add(TaskEntry task) {
        everCreated.add(task);
        byId.put(task.id, task);
        byCreation.add(task);
        byUpdate.add(task);
        count(task, 1);
        inFlight += task.status.isFinal() ? 0 : 1;
        schedule(task);
    }

    /** Works off everything that has become due. */
    void settle(long now) {
        while (!due.isEmpty() && due.peek().at() <= now) {
            TaskEntry task = due.poll().task();
            if (task.isListedAsFinal() || task.status.isFinal() && expiry(task) <= task.listedAt) {
                remove(task);
            } else if (task.status.isFinal()) {
                list(task);
                schedule(task);
            } else {
                step(task);
                schedule(task);
            }
        }
    }

    private void step(TaskEntry task) {
        if (task.status == Status.PENDING && task.processingAt < task.finishedAt) {
            task.become(Status.PROCESSING, task.processingAt);
            list(task);
            return;
        }
        task.become(task.finalStatus(), task.finishedAt);
        inFlight--;
        if (task.listedAt <= task.finishedAt) {
            list(task);
        }
    }

    private void list(TaskEntry task) {
        count(task, -1);
        byUpdate.remove(task);
        task.list();
        byUpdate.add(task);
        count(task, 1);
    }

    private void remove(TaskEntry task) {
        byId.remove(task.id);
        byCreation.remove(task);
        byUpdate.remove(task);
        count(task, -1);
    }

    private void schedule(TaskEntry task) {
        long at =
                switch (task.status) {
                    case PENDING -> Math.min(task.processingAt, task.finishedAt);
                    case PROCESSING -> task.finishedAt;
                    case COMPLETED, FAILED ->
                        task.isListedAsFinal() ? expiry(task) : Math.min(task.listedAt, expiry(task));
                };
        if (at != TaskEntry.NEVER) {
            due.add(new Due(at, task));
        }
    }

    private long expiry(TaskEntry task) {
        return resultLifetime == TaskEntry.NEVER ? TaskEntry.NEVER : task.finishedAt + resultLifetime;
    }

    private void count(TaskEntry task, int step) {
        int[] counts = countsByType.computeIfAbsent(task.type, type -> new int[Status.values().length]);
        counts[task.listedStatus.ordinal()] += step;
    }

    TaskEntry find(String id) {
        return byId.get(id);
    }

    int inFlight() {
        return inFlight;
    }

    int count(TaskQuery query) {
        int total = 0;
        for (Map.Entry<String, int[]> counts : countsByType.entrySet()) {
            if (query.wants(counts.getKey())) {
                for (Status status : query.statuses()) {
                    total += counts.getValue()[status.ordinal()];
                }
            }
        }
        return total;
    }

    List<TaskEntry.View> page(TaskQuery query) {
        NavigableSet<TaskEntry> order = query.byUpdate() ? byUpdate : byCreation;
        Iterator<TaskEntry> tasks = query.ascending() ? order.iterator() : order.descendingIterator();
        List<TaskEntry.View> page = new ArrayList<>();
        long position = 0;
        while (tasks.hasNext() && page.size() < query.pageSize()) {
            TaskEntry task = tasks.next();
            if (query.matches(task) && position++ >= query.skipped()) {
                page.add(task.listedView());
            }
        }
        return page;
    }

    Collection<TaskEntry> everCreated() {
        return everCreated;
    }
}
