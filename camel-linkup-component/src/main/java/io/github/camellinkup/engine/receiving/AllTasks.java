package io.github.camellinkup.engine.receiving;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Selects every finished task of the organisation from some time on, each once. It keeps a mark of how far everything
 * was offered, and looks back behind it by an overlap for tasks that share a time or are listed late.
 */
public final class AllTasks implements TaskSelection {

    /** How far behind the mark late tasks are looked for. */
    static final Duration OVERLAP = Duration.ofMinutes(1);

    /** Remembers which tasks were taken. Thread-safe. */
    public interface SeenTasks {

        boolean contains(String taskId);

        void add(String taskId);
    }

    private final SeenTasks seen;
    private final TaskRepository repository;
    private final Instant since;
    private final Map<String, Instant> failed = new ConcurrentHashMap<>();
    private volatile Instant mark;

    /**
     * @param seen which tasks were taken
     * @param repository what is remembered of the tasks that were sent from here
     * @param since from when on finished tasks are wanted, by Linkup's clock
     */
    public AllTasks(SeenTasks seen, TaskRepository repository, Instant since) {
        this.seen = seen;
        this.repository = repository;
        this.since = since;
    }

    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public Instant oldest() {
        Instant reached = mark == null ? since : mark.minus(OVERLAP);
        Instant oldestFailed = oldest(failed.values());
        Instant wanted = oldestFailed != null && oldestFailed.isBefore(reached) ? oldestFailed : reached;
        return wanted.isBefore(since) ? since : wanted;
    }

    @Override
    public Optional<PendingTask> select(Task task) {
        if (seen.contains(task.id())) {
            return Optional.empty();
        }
        Optional<PendingTask> sentFromHere = Optional.ofNullable(
                repository.findAll(java.util.Set.of(task.id())).get(task.id()));
        return sentFromHere.isPresent() ? sentFromHere : Optional.of(PendingTask.unknown(task));
    }

    @Override
    public void taken(Task task) {
        seen.add(task.id());
        repository.taken(task.id());
        failed.remove(task.id());
    }

    @Override
    public void failed(Task task) {
        failed.put(task.id(), task.updatedAt() == null ? since : task.updatedAt());
    }

    @Override
    public void walked(FinishedTaskWalk walk) {
        Instant newest = walk.newest();
        if (newest != null && (mark == null || newest.isAfter(mark))) {
            mark = newest;
        }
    }

    private static Instant oldest(Collection<Instant> times) {
        return times.stream().filter(Objects::nonNull).min(Instant::compareTo).orElse(null);
    }
}
