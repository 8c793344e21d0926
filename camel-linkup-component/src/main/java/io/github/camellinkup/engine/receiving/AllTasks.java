package io.github.camellinkup.engine.receiving;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger LOG = LoggerFactory.getLogger(AllTasks.class);

    private final SeenTasks seen;
    private final TaskRepository repository;
    private final SelectionOptions options;
    private final Mark mark;
    private final Instant since;
    private final OpenResults open;
    private final MissedTasks missed;
    private final Clock clock;
    private Instant stored;

    /** The last stored mark that was not believed. */
    private Instant lastOdd;

    /**
     * @param seen which tasks were taken
     * @param open what was begun with and is not at its end, also by who selected the same before
     * @param repository what is remembered of the tasks that were sent from here
     * @param mark where the last run left off
     * @param since from when on finished tasks are wanted where the mark says nothing, by Linkup's clock
     * @param clock the present time, which the mark never passes
     * @param nanoTime a clock that only goes forward, in nanoseconds
     */
    public AllTasks(
            SeenTasks seen,
            OpenResults open,
            TaskRepository repository,
            SelectionOptions options,
            Mark mark,
            Instant since,
            Clock clock,
            LongSupplier nanoTime) {
        this.seen = seen;
        this.open = open;
        this.repository = repository;
        this.options = options;
        this.mark = mark;
        this.clock = clock;
        Instant left = load();
        this.since = left == null ? since : left.minus(LATE);
        this.missed = new MissedTasks(nanoTime);
    }

    @Override
    public Demand demand() {
        Map<String, Integer> types = new TreeMap<>();
        options.types().forEach(type -> types.put(type, 1));
        return new Demand(Demand.UNKNOWN, types, null, null);
    }

    /** It is begun with a task before it is asked whether it was taken: in between, its exchange could come to its end. */
    @Override
    public List<FinishedTask> select(List<Task> finished) {
        Map<String, Task> begun = new LinkedHashMap<>();
        List<FinishedTask> selected = new ArrayList<>();
        try {
            finished.stream()
                    .filter(task -> isWanted(task) && begin(task.id(), task.updatedAt()))
                    .forEach(task -> begun.put(task.id(), task));
            List<Task> wanted = begun.values().stream()
                    .filter(task -> !seen.contains(task.id()))
                    .toList();
            Map<String, PendingTask> sentFromHere = wanted.isEmpty()
                    ? Map.of()
                    : repository.findAll(wanted.stream().map(Task::id).filter(PendingTask::canKeep).toList());
            for (Task task : wanted) {
                PendingTask known = sentFromHere.getOrDefault(task.id(), PendingTask.unknown(task));
                selected.add(FinishedTask.of(known, task));
            }
            selected.forEach(task -> begun.remove(task.id()));
            begun.keySet().forEach(open::seen);
        } finally {
            begun.keySet().forEach(open::end);
        }
        return selected;
    }

    private boolean isWanted(Task task) {
        return options.statuses().contains(task.status())
                && (options.types().isEmpty() || options.types().contains(task.type()))
                && (isSince(task.updatedAt()) || open.isToComeAgain(task.id()))
                && !open.isTooEarly(task.id());
    }

    private boolean isSince(Instant finishedAt) {
        return finishedAt == null || since == null || !finishedAt.isBefore(since);
    }

    private boolean begin(String taskId, Instant finishedAt) {
        return open.begin(taskId, finishedAt == null ? since : finishedAt);
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
        return begin(task.id(), task.finishedAt()) ? task : null;
    }

    @Override
    public List<PendingTask> oldest(int limit) {
        return List.of();
    }

    @Override
    public List<FailedDelivery> dueAgain() {
        return open.due();
    }

    @Override
    public void taken(FinishedTask task) {
        try {
            seen.add(task.id());
            repository.taken(task.id());
            forget(task.id());
        } catch (RuntimeException | Error e) {
            // What is seen could not be stored: the task comes again, even if that is once too often.
            open.failed(task);
            throw e;
        } finally {
            open.end(task.id());
        }
    }

    @Override
    public boolean failed(FinishedTask task, String reason) {
        try {
            int count = open.failed(task);
            if (options.isTooMany(count)) {
                setAside(task, reason);
                return false;
            }
            repository.deliveryFailed(task.id(), reason);
            return true;
        } finally {
            open.end(task.id());
        }
    }

    @Override
    public void giveUp(FinishedTask task, String reason) {
        try {
            open.failed(task);
            setAside(task, reason);
        } finally {
            open.end(task.id());
        }
    }

    private void setAside(FinishedTask task, String reason) {
        seen.add(task.id());
        repository.giveUp(task.id(), reason);
        forget(task.id());
    }

    private void forget(String taskId) {
        open.forget(taskId);
        missed.remove(taskId);
    }

    @Override
    public void returned(FinishedTask task) {
        open.returned(task.id());
    }

    @Override
    public void postponed(FinishedTask task, int times) {
        open.postponed(task, times);
        open.end(task.id());
    }

    @Override
    public void missed(PendingTask task) {
        open.missed(task.id());
        if (open.isToComeAgain(task.id()) && seen.contains(task.id())) {
            // Another node has dealt with it, so it must not hold the mark back.
            forget(task.id());
        }
    }

    /**
     * The stored mark, or null if it cannot be believed. A mark that lies ahead comes from a task with an odd time. Up to
     * where everything was taken is not known then.
     */
    private Instant load() {
        Instant left = mark.load();
        if (left == null || !left.isAfter(clock.instant())) {
            return left;
        }
        if (!ClockMargin.isTooLate(left, clock)) {
            return clock.instant();
        }
        if (!left.equals(lastOdd)) {
            lastOdd = left;
            LOG.warn(
                    "The stateRepository says that all tasks up to {} were emitted, which lies ahead. It is not believed:"
                            + " reading begins at the option since, or at the start if that is not set",
                    left);
        }
        return null;
    }

    /** While this consumer was stopped, another node may have got farther. The next run begins no later than this one. */
    @Override
    public synchronized Instant since() {
        Instant left = load();
        if (left == null && stored == null && since != null) {
            mark.store(since);
            stored = since;
        }
        if (left != null && (stored == null || left.isAfter(stored))) {
            stored = left;
        }
        Instant late = stored == null ? null : stored.minus(LATE);
        return late != null && (since == null || late.isAfter(since)) ? late : since;
    }

    /** The mark stays behind what is under way, was returned or has failed: after a restart that must be read again. */
    @Override
    public synchronized void covered(Instant time) {
        open.covered();
        Instant reached = time.isAfter(clock.instant()) ? clock.instant() : time;
        Instant confirmed =
                open.first().filter(first -> !first.isAfter(reached)).orElse(reached);
        if (stored == null || confirmed.isAfter(stored)) {
            mark.store(confirmed);
            stored = confirmed;
        }
    }
}
