package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.TaskRepository;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Tasks in the list that open entries may have created, so that their references are not recorded yet. Thread-safe. */
public final class TasksOfOpenEntries {

    private final TaskRepository repository;

    public TasksOfOpenEntries(TaskRepository repository) {
        this.repository = repository;
    }

    /** The ids of those of the tasks that may come from a request of an open entry. Asks the repository. */
    public Set<String> among(Collection<Task> tasks) {
        Set<String> found = new HashSet<>();
        for (OutboxEntry entry : tasks.isEmpty() ? List.<OutboxEntry>of() : repository.openEntries()) {
            Set<String> keys = entry.requests().stream()
                    .map(request -> SentInput.of(request.input()).key())
                    .collect(Collectors.toSet());
            tasks.stream()
                    .filter(task -> isSince(task, entry) && SentInput.candidate(task, keys) != null)
                    .forEach(task -> found.add(task.id()));
        }
        return found;
    }

    private static boolean isSince(Task task, OutboxEntry entry) {
        return task.createdAt() == null
                || !task.createdAt().isBefore(entry.openedAt().minus(ClockDifference.MARGIN));
    }
}
