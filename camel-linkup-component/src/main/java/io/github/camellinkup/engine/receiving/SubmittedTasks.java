package io.github.camellinkup.engine.receiving;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Selects the tasks of a repository: those that were sent by this node, or by others that share it. */
public final class SubmittedTasks implements TaskSelection {

    private final TaskRepository repository;

    public SubmittedTasks(TaskRepository repository) {
        this.repository = repository;
    }

    @Override
    public boolean isEmpty() {
        return repository.outstanding(Set.of(), Instant.now()).isEmpty();
    }

    /**
     * When the oldest of the tasks was created, by Linkup's clock: none of them can have finished earlier. If that is not
     * known of one of them, everything has to be looked through.
     */
    @Override
    public Instant oldest() {
        return repository.outstanding(Set.of(), Instant.now()).oldest();
    }

    @Override
    public Optional<PendingTask> select(Task task) {
        return repository.find(task.id());
    }

    @Override
    public void taken(Task task) {
        repository.taken(task.id());
    }

    @Override
    public void failed(Task task) {
        // It stays in the repository, and so it is selected again.
    }

    @Override
    public void walked(FinishedTaskWalk walk) {
        // What is left in the repository is what is still wanted.
    }
}
