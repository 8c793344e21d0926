package io.github.camellinkup.component;

import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a warning when a component stops with paid results that only exist in memory. */
final class ForgottenTasks {

    private static final Logger LOG = LoggerFactory.getLogger(ForgottenTasks.class);

    /** The maximum number of ids in the log. */
    private static final int MAX_LOGGED_IDS = 10;

    private ForgottenTasks() {}

    /** @param repositories all repositories of a component; only those in memory count */
    static void warn(Collection<TaskRepository> repositories) {
        List<TaskRepository> inMemory = repositories.stream()
                .filter(MemoryTaskRepository.class::isInstance)
                .toList();
        int tasks = inMemory.stream()
                .mapToInt(repository ->
                        repository.outstanding(Set.of(), Instant.MAX).count())
                .sum();
        int calls = inMemory.stream()
                .flatMap(repository -> repository.openEntries().stream())
                .mapToInt(entry -> entry.requests().size())
                .sum();
        if (tasks + calls == 0) {
            return;
        }
        String ids = inMemory.stream()
                .flatMap(repository -> repository.oldest(Set.of(), Instant.MAX, MAX_LOGGED_IDS).stream())
                .limit(MAX_LOGGED_IDS)
                .map(PendingTask::id)
                .collect(Collectors.joining(", "));
        LOG.warn(
                "The Linkup component stops with {} tasks whose results were not processed: {}{}, and {} requests"
                        + " whose outcome is unknown. They are in memory and are lost when the process ends."
                        + " To keep them, set the option taskRepository to one in a database",
                tasks,
                ids,
                tasks > MAX_LOGGED_IDS ? " and " + (tasks - MAX_LOGGED_IDS) + " more" : "",
                calls);
    }
}
