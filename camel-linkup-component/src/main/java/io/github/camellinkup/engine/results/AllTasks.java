package io.github.camellinkup.engine.results;

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
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Selects every finished task of the organisation from some time on, each once. It stores up to when all tasks were taken.
 * Thread-safe.
 */
public final class AllTasks implements TaskSelection {

    /** A task can be listed this much later than others that finished after it. */
    private static final Duration LATE = Duration.ofSeconds(20);

    /** A result whose call is not reconciled yet comes again after four seconds. */
    private static final int TIMES_POSTPONED = 3;

    private final SeenTasks seen;
    private final TaskRepository repository;
    private final Function<List<Task>, Set<String>> ofOpenEntries;
    private final SelectionOptions options;
    private final WatermarkStore watermark;
    private final Instant since;
    private final OpenResults open;
    private final CompletionRecorder recorder;
    private final MissedTasks missed;
    private Instant stored;

    /**
     * @param seen which tasks were taken
     * @param open results whose exchanges have not completed, also those of the consumer that this one replaces
     * @param repository knows the tasks that were sent from here
     * @param ofOpenEntries the ids of those of the tasks that open entries of the outbox may have created
     * @param recorder records how exchanges ended
     * @param watermark where the last run left off
     * @param since from when on finished tasks are wanted if the watermark has no time, by Linkup's clock
     * @param clock the present time; the watermark is never later
     * @param nanoTime a clock that only goes forward, in nanoseconds
     */
    AllTasks(
            SeenTasks seen,
            OpenResults open,
            TaskRepository repository,
            Function<List<Task>, Set<String>> ofOpenEntries,
            SelectionOptions options,
            CompletionRecorder recorder,
            WatermarkStore watermark,
            Instant since,
            Clock clock,
            LongSupplier nanoTime) {
        this.seen = seen;
        this.open = open;
        this.repository = repository;
        this.ofOpenEntries = ofOpenEntries;
        this.options = options;
        this.recorder = recorder;
        this.watermark = new PresentWatermark(watermark, clock);
        Instant left = this.watermark.load();
        this.since = left == null ? since : left.minus(LATE);
        this.missed = new MissedTasks(nanoTime);
    }

    @Override
    public Demand demand() {
        Map<String, Integer> types = new TreeMap<>();
        options.types().forEach(type -> types.put(type, 1));
        return new Demand(Demand.UNKNOWN, types, null, null);
    }

    /** Begins with a task before it looks whether the task was taken: its exchange could complete in between. */
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
            // Asked before the repository: what is recorded in between is known there.
            Set<String> perhapsOwn = ofOpenEntries.apply(wanted);
            Map<String, PendingTask> sentFromHere = wanted.isEmpty()
                    ? Map.of()
                    : repository.findAll(wanted.stream()
                            .map(Task::id)
                            .filter(PendingTask::canKeep)
                            .toList());
            for (Task task : wanted) {
                PendingTask known = sentFromHere.get(task.id());
                FinishedTask result = FinishedTask.of(known == null ? PendingTask.unknown(task) : known, task);
                if (known == null && perhapsOwn.contains(task.id())) {
                    // Emitted now, it would have no reference.
                    postponed(result, TIMES_POSTPONED);
                } else {
                    selected.add(result);
                }
                begun.remove(task.id());
            }
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

    @Override
    public FinishedTask selectExpired(PendingTask task) {
        return missed.isExpired(task) ? begin(FinishedTask.expired(task)) : null;
    }

    /** Only for a task that was read before: tasks that pages step over are not looked for. */
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
    public boolean isHeldUp() {
        return recorder.isFull();
    }

    @Override
    public void taken(FinishedTask task) {
        String id = task.id();
        recorder.record(id, () -> {
            seen.add(id);
            repository.taken(id);
            forget(id);
            open.end(id);
        });
    }

    @Override
    public CompletableFuture<Boolean> failed(FinishedTask task, String reason) {
        String id = task.id();
        boolean again = !options.isTooMany(open.failed(task));
        CompletableFuture<Boolean> wantedAgain = new CompletableFuture<>();
        recorder.record(id, () -> {
            if (again) {
                repository.deliveryFailed(id, reason);
            } else {
                setAside(id, reason);
            }
            open.end(id);
            wantedAgain.complete(again);
        });
        return wantedAgain;
    }

    @Override
    public void giveUp(FinishedTask task, String reason) {
        String id = task.id();
        open.failed(task);
        recorder.record(id, () -> {
            setAside(id, reason);
            open.end(id);
        });
    }

    private void setAside(String taskId, String reason) {
        seen.add(taskId);
        repository.giveUp(taskId, reason);
        forget(taskId);
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
            // Another node has taken it, so it must not hold the watermark back.
            forget(task.id());
        }
    }

    /** While this consumer was stopped, another node may have stored a later watermark. */
    @Override
    public synchronized Instant since() {
        Instant left = watermark.load();
        if (left == null && stored == null && since != null) {
            watermark.store(since);
            stored = since;
        }
        if (left != null && (stored == null || left.isAfter(stored))) {
            stored = left;
        }
        Instant late = stored == null ? null : stored.minus(LATE);
        return late != null && (since == null || late.isAfter(since)) ? late : since;
    }

    /** The watermark stays before results that are in progress, returned or failed: they must be read after a restart. */
    @Override
    public synchronized void covered(Instant time) {
        open.covered();
        Instant confirmed = open.first().filter(first -> !first.isAfter(time)).orElse(time);
        if (stored == null || confirmed.isAfter(stored)) {
            watermark.store(confirmed);
            stored = confirmed;
        }
    }
}
