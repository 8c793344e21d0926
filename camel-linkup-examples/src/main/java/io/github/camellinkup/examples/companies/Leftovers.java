package io.github.camellinkup.examples.companies;

import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What an earlier run, that was stopped or killed, has sent and not received. The task repository remembers it. */
public final class Leftovers {

    private final TaskRepository tasks;
    private volatile Map<String, String> taskIds = Map.of();

    public Leftovers(TaskRepository tasks) {
        this.tasks = tasks;
    }

    /** Whether it is still to be found out what became of calls that were under way. The component does that. */
    public boolean areUnsettled() {
        return !tasks.openEntries().isEmpty();
    }

    /**
     * Looks up what is pending. To be called before anything is sent, and before the CRM is read: a result that comes in
     * between is then in the CRM.
     *
     * @return the tasks
     */
    List<String> find() {
        List<PendingTask> pending = tasks.oldest(Set.of(), Instant.now(), Integer.MAX_VALUE);
        taskIds = pending.stream()
                .collect(Collectors.toMap(PendingTask::reference, PendingTask::id, (older, newer) -> older));
        return pending.stream().map(PendingTask::id).toList();
    }

    /** The task that was pending for a company. */
    Optional<String> taskOf(String key) {
        return Optional.ofNullable(taskIds.get(key));
    }
}
