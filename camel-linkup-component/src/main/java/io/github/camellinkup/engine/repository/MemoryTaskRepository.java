package io.github.camellinkup.engine.repository;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers tasks in the memory of this process: they are forgotten when it ends. */
public final class MemoryTaskRepository implements TaskRepository {

    private final Map<String, PendingTask> tasks = new ConcurrentHashMap<>();

    @Override
    public void add(Collection<PendingTask> added) {
        for (PendingTask task : added) {
            tasks.put(task.id(), task);
        }
    }

    @Override
    public Optional<PendingTask> find(String taskId) {
        return Optional.ofNullable(tasks.get(taskId));
    }

    @Override
    public Collection<PendingTask> findAll() {
        return List.copyOf(tasks.values());
    }

    @Override
    public boolean isEmpty() {
        return tasks.isEmpty();
    }

    @Override
    public void remove(String taskId) {
        tasks.remove(taskId);
    }
}
