package io.github.camellinkup.engine.repository;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The known tasks in memory. Not thread-safe. */
final class MemoryTasks {

    private static final Comparator<PendingTask> BY_CREATION =
            Comparator.comparing(MemoryTasks::createdAt).thenComparing(PendingTask::id);

    /** Pending tasks, and those whose requests are being sent again. */
    private final Map<String, PendingTask> tasks = new HashMap<>();

    private final Map<String, NavigableSet<PendingTask>> pendingByType = new HashMap<>();

    /** When each task was created and taken, whichever is later. */
    private final Map<String, Instant> taken = new HashMap<>();

    /** Null if the task is not pending. */
    PendingTask pending(String id) {
        PendingTask task = tasks.get(id);
        return task != null && pendingLike(task).contains(task) ? task : null;
    }

    boolean isKnown(String id) {
        return tasks.containsKey(id) || taken.containsKey(id);
    }

    /** Adds a pending task, or replaces one by a changed copy. */
    void put(PendingTask task) {
        tasks.put(task.id(), task);
        pendingLike(task).remove(task);
        pendingLike(task).add(task);
    }

    /** The request of a task is being sent again: the task is known and not pending. */
    void suspend(String id) {
        PendingTask task = tasks.get(id);
        if (task != null) {
            pendingLike(task).remove(task);
        }
    }

    /** The request of a task was not sent again: the task is pending as before. */
    void restore(String id) {
        PendingTask task = tasks.get(id);
        if (task != null) {
            pendingLike(task).add(task);
        }
    }

    /**
     * The task is not pending any more, and stays known for a while.
     *
     * @return what it was; null if it was not pending and its request was not being sent again
     */
    PendingTask take(String id, Instant now) {
        PendingTask task = tasks.remove(id);
        if (task != null) {
            pendingLike(task).remove(task);
            taken.put(id, createdAt(task).isAfter(now) ? createdAt(task) : now);
        } else {
            taken.putIfAbsent(id, now);
        }
        return task;
    }

    void forgetTaken(Instant before) {
        taken.values().removeIf(time -> time.isBefore(before));
    }

    Outstanding outstanding(Set<String> types, Instant now, int most) {
        Outstanding outstanding = Outstanding.NONE;
        for (NavigableSet<PendingTask> ofType : pendingOf(types)) {
            List<PendingTask> first =
                    ofType.stream().filter(notAwaited(now)).limit(most).toList();
            Optional<PendingTask> last =
                    ofType.descendingSet().stream().filter(notAwaited(now)).findFirst();
            if (last.isPresent()) {
                Map<String, Integer> count = Map.of(last.get().type(), first.size());
                outstanding = outstanding.and(new Outstanding(count, createdAt(first.get(0)), createdAt(last.get())));
            }
        }
        return outstanding;
    }

    List<PendingTask> oldest(Set<String> types, Instant now, int limit) {
        return pendingOf(types).stream()
                .flatMap(ofType -> ofType.stream().filter(notAwaited(now)).limit(limit))
                .sorted(BY_CREATION)
                .limit(limit)
                .toList();
    }

    private NavigableSet<PendingTask> pendingLike(PendingTask task) {
        return pendingByType.computeIfAbsent(task.type(), type -> new TreeSet<>(BY_CREATION));
    }

    private List<NavigableSet<PendingTask>> pendingOf(Set<String> types) {
        return pendingByType.entrySet().stream()
                .filter(each -> types.isEmpty() || types.contains(each.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static Predicate<PendingTask> notAwaited(Instant now) {
        return task -> !task.isAwaited(now);
    }

    private static Instant createdAt(PendingTask task) {
        return Objects.requireNonNullElse(task.createdAt(), Instant.EPOCH);
    }
}
