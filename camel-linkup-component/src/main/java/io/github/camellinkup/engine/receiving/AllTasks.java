package io.github.camellinkup.engine.receiving;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Selects every finished task of the organisation from some time on, each once. It keeps a mark of how far everything
 * was taken. Thread-safe.
 */
public final class AllTasks implements TaskSelection {

    /** Remembers which tasks were taken. Thread-safe. */
    public interface SeenTasks {

        boolean contains(String taskId);

        void add(String taskId);
    }

    /** Remembers how far everything was taken. Thread-safe. */
    public interface Mark {

        /** A mark that is forgotten with the process. */
        Mark NONE = new Mark() {
            @Override
            public Instant load() {
                return null;
            }

            @Override
            public void store(Instant time) {
                // There is nothing that would ask for it.
            }
        };

        /** The time that was stored last, or null. */
        Instant load();

        /** Everything that finished up to this time, by Linkup's clock, was taken. */
        void store(Instant time);
    }

    /** A task can be listed a little later than others that finished after it. */
    private static final Duration LATE = Duration.ofSeconds(20);

    private final SeenTasks seen;
    private final TaskRepository repository;
    private final SelectionOptions options;
    private final Mark mark;
    private final Instant since;
    private final Map<String, FinishedTask> inProgress = new ConcurrentHashMap<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final Map<String, FinishedTask> failed = new ConcurrentHashMap<>();
    private final Redeliveries redeliveries;
    private final MissedTasks missed;
    private Instant stored;

    /**
     * @param seen which tasks were taken
     * @param repository what is remembered of the tasks that were sent from here
     * @param mark where the last run left off
     * @param since from when on finished tasks are wanted where the mark says nothing, by Linkup's clock
     * @param nanoTime a clock that only goes forward, in nanoseconds
     */
    public AllTasks(
            SeenTasks seen,
            TaskRepository repository,
            SelectionOptions options,
            Mark mark,
            Instant since,
            LongSupplier nanoTime) {
        this.seen = seen;
        this.repository = repository;
        this.options = options;
        this.mark = mark;
        Instant left = mark.load();
        this.since = left == null ? since : left.minus(LATE);
        this.redeliveries = new Redeliveries(nanoTime);
        this.missed = new MissedTasks(nanoTime);
    }

    @Override
    public Demand demand() {
        Map<String, Integer> types = new TreeMap<>();
        options.types().forEach(type -> types.put(type, 1));
        return new Demand(Demand.UNKNOWN, types, null, null);
    }

    @Override
    public List<FinishedTask> select(List<Task> finished) {
        List<Task> wanted = finished.stream().filter(this::isWanted).toList();
        if (wanted.isEmpty()) {
            return List.of();
        }
        Map<String, PendingTask> sentFromHere =
                repository.findAll(wanted.stream().map(Task::id).toList());
        List<FinishedTask> selected = new ArrayList<>();
        for (Task task : wanted) {
            PendingTask known = sentFromHere.getOrDefault(task.id(), PendingTask.unknown(task));
            FinishedTask result = FinishedTask.of(known, task);
            if (begin(result) != null) {
                selected.add(result);
            }
        }
        return selected;
    }

    private boolean isWanted(Task task) {
        return options.statuses().contains(task.status())
                && (options.types().isEmpty() || options.types().contains(task.type()))
                && (task.updatedAt() == null
                        || since == null
                        || !task.updatedAt().isBefore(since))
                && !redeliveries.isTooEarly(task.id())
                && !inProgress.containsKey(task.id())
                && !seen.contains(task.id());
    }

    /** All are all, whoever else gets them. */
    @Override
    public boolean wantsAwaited() {
        return true;
    }

    @Override
    public FinishedTask selectExpired(PendingTask task) {
        return missed.isExpired(task) ? begin(FinishedTask.expired(task)) : null;
    }

    /** Only of a task that was read before: what pages pass over is not looked for. */
    @Override
    public FinishedTask selectUnreadable(PendingTask task, LinkupException reason) {
        return begin(FinishedTask.unreadable(task, reason));
    }

    private FinishedTask begin(FinishedTask task) {
        return inProgress.putIfAbsent(task.id(), task) == null ? task : null;
    }

    @Override
    public List<PendingTask> oldest(int limit) {
        return List.of();
    }

    @Override
    public List<FailedDelivery> dueAgain() {
        return redeliveries.due().stream()
                .filter(delivery -> !inProgress.containsKey(delivery.task().id()))
                .toList();
    }

    @Override
    public void taken(FinishedTask task) {
        try {
            seen.add(task.id());
            repository.taken(task.id());
            forget(task.id());
        } catch (RuntimeException e) {
            // What is seen could not be stored: the task comes again, even if that is once too often.
            again(task);
            throw e;
        } finally {
            inProgress.remove(task.id());
        }
    }

    @Override
    public boolean failed(FinishedTask task, String reason) {
        try {
            int count = again(task);
            if (options.isTooMany(count)) {
                setAside(task, reason);
                return false;
            }
            repository.deliveryFailed(task.id(), reason);
            return true;
        } finally {
            inProgress.remove(task.id());
        }
    }

    @Override
    public void giveUp(FinishedTask task, String reason) {
        try {
            again(task);
            setAside(task, reason);
        } finally {
            inProgress.remove(task.id());
        }
    }

    private void setAside(FinishedTask task, String reason) {
        seen.add(task.id());
        repository.giveUp(task.id(), reason);
        forget(task.id());
    }

    private int again(FinishedTask task) {
        int count = failures.merge(task.id(), 1, Integer::sum);
        failed.put(task.id(), task.task() == null ? task : withoutResult(task));
        redeliveries.add(task, count);
        return count;
    }

    /** The result is read again when it is due: until then only its time is kept. */
    private static FinishedTask withoutResult(FinishedTask task) {
        Task full = task.task();
        return FinishedTask.of(
                task.pending(),
                new Task(
                        full.id(),
                        full.type(),
                        full.status(),
                        full.createdAt(),
                        full.updatedAt(),
                        null,
                        null,
                        full.error(),
                        null));
    }

    private void forget(String taskId) {
        failures.remove(taskId);
        failed.remove(taskId);
        redeliveries.remove(taskId);
        missed.remove(taskId);
    }

    @Override
    public void returned(FinishedTask task) {
        inProgress.remove(task.id());
    }

    @Override
    public void postponed(FinishedTask task, int times) {
        redeliveries.add(task, times);
        inProgress.remove(task.id());
    }

    @Override
    public void missed(PendingTask task) {
        redeliveries.postpone(task.id());
        if (redeliveries.contains(task.id()) && seen.contains(task.id())) {
            // Another node has dealt with it, so it must not hold the mark back.
            forget(task.id());
        }
    }

    /** While this consumer was stopped, another node may have got farther. */
    @Override
    public synchronized Instant since() {
        Instant left = mark.load();
        if (left != null && (stored == null || left.isAfter(stored))) {
            stored = left;
        }
        Instant late = stored == null ? null : stored.minus(LATE);
        return late != null && (since == null || late.isAfter(since)) ? late : since;
    }

    /** The mark stays behind what is still under way or has failed: after a restart that must be read again. */
    @Override
    public synchronized void covered(Instant time) {
        NavigableMap<Instant, Boolean> open = new TreeMap<>();
        inProgress.values().forEach(task -> addTime(open, task));
        failed.values().forEach(task -> addTime(open, task));
        Instant confirmed = open.isEmpty() || open.firstKey().isAfter(time) ? time : open.firstKey();
        if (stored == null || confirmed.isAfter(stored)) {
            mark.store(confirmed);
            stored = confirmed;
        }
    }

    private void addTime(NavigableMap<Instant, Boolean> open, FinishedTask task) {
        if (task.finishedAt() != null) {
            open.put(task.finishedAt(), true);
        } else if (since != null) {
            open.put(since, true);
        }
    }
}
