package io.github.camellinkup.engine.receiving;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.repository.Outstanding;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Selects the tasks of a repository: those that were sent by this node, or by others that share it. Thread-safe. */
public final class SubmittedTasks implements TaskSelection {

    private final TaskRepository repository;
    private final SelectionOptions options;
    private final Set<String> inProgress;
    private final Set<String> inProgressHere = ConcurrentHashMap.newKeySet();
    private final Set<String> leftToOthers = ConcurrentHashMap.newKeySet();
    private final MissedTasks missed;
    private final Redeliveries redeliveries;
    private final Clock clock;

    /**
     * @param inProgress the ids of tasks whose exchanges are under way, shared by all who select from the repository
     * @param clock tells until when tasks are awaited
     * @param nanoTime a clock that only goes forward, in nanoseconds
     */
    public SubmittedTasks(
            TaskRepository repository,
            SelectionOptions options,
            Set<String> inProgress,
            Clock clock,
            LongSupplier nanoTime) {
        this.repository = repository;
        this.options = options;
        this.inProgress = inProgress;
        this.clock = clock;
        this.missed = new MissedTasks(nanoTime);
        this.redeliveries = new Redeliveries(nanoTime);
    }

    @Override
    public Demand demand() {
        Outstanding outstanding = repository.outstanding(options.types(), clock.instant());
        if (outstanding.isEmpty()) {
            leftToOthers.clear();
            missed.clear();
            return Demand.of(outstanding, 0);
        }
        return Demand.of(outstanding, inProgressHere.size() + leftToOthers.size() + redeliveries.tooEarly());
    }

    @Override
    public List<FinishedTask> select(List<Task> finished) {
        Map<String, PendingTask> pending =
                repository.findAll(finished.stream().map(Task::id).toList());
        List<FinishedTask> selected = new ArrayList<>();
        for (Task task : finished) {
            PendingTask known = pending.get(task.id());
            if (known != null && isWanted(known, task.status()) && begin(known)) {
                selected.add(new FinishedTask(known, task));
            }
        }
        return selected;
    }

    @Override
    public FinishedTask selectExpired(PendingTask task) {
        return missed.isExpired(task.id()) && isFree(task) && begin(task) ? new FinishedTask(task, null) : null;
    }

    private boolean isWanted(PendingTask pending, TaskStatus status) {
        if (!options.statuses().contains(status)) {
            leftToOthers.add(pending.id());
            return false;
        }
        return isFree(pending);
    }

    private boolean isFree(PendingTask pending) {
        return (options.types().isEmpty() || options.types().contains(pending.type()))
                && !pending.isAwaited(clock.instant())
                && !redeliveries.isTooEarly(pending.id());
    }

    private boolean begin(PendingTask task) {
        if (!inProgress.add(task.id())) {
            return false;
        }
        inProgressHere.add(task.id());
        return true;
    }

    @Override
    public List<PendingTask> oldest(int limit) {
        int hidden = inProgressHere.size() + leftToOthers.size() + redeliveries.tooEarly();
        return repository.oldest(options.types(), clock.instant(), limit + hidden).stream()
                .filter(task -> !inProgress.contains(task.id())
                        && !leftToOthers.contains(task.id())
                        && !redeliveries.isTooEarly(task.id()))
                .limit(limit)
                .toList();
    }

    @Override
    public List<FailedDelivery> dueAgain() {
        return redeliveries.due().stream()
                .filter(delivery -> !inProgress.contains(delivery.task().id()))
                .toList();
    }

    @Override
    public void taken(FinishedTask task) {
        try {
            repository.taken(task.id());
            redeliveries.remove(task.id());
            missed.remove(task.id());
        } catch (RuntimeException e) {
            // The repository could not take note: the task comes again, even if that is once too often.
            redeliveries.add(task, 1);
            throw e;
        } finally {
            end(task);
        }
    }

    @Override
    public boolean failed(FinishedTask task, String reason) {
        try {
            int failures = repository.deliveryFailed(task.id(), reason);
            if (options.isTooMany(failures)) {
                repository.giveUp(task.id(), reason);
                redeliveries.remove(task.id());
                return false;
            }
            redeliveries.add(task, Math.max(1, failures));
            return true;
        } catch (RuntimeException e) {
            redeliveries.add(task, 1);
            throw e;
        } finally {
            end(task);
        }
    }

    @Override
    public void returned(FinishedTask task) {
        end(task);
    }

    private void end(FinishedTask task) {
        inProgressHere.remove(task.id());
        inProgress.remove(task.id());
    }

    /** None of them can have finished before the first of them was created. */
    @Override
    public Instant since() {
        return null;
    }

    @Override
    public void covered(Instant time) {
        // What is left in the repository is what is still wanted.
    }
}
