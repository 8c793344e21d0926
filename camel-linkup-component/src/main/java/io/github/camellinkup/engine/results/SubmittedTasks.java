package io.github.camellinkup.engine.results;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.repository.Outstanding;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Selects the tasks of a repository: those of this node and of others that share the repository. Thread-safe. */
public final class SubmittedTasks implements TaskSelection {

    /** Of each type, no more than so many tasks are counted that could be read now. */
    private static final int MOST = 1_000;

    /** With so few tasks left to read, it matters exactly how many there are. */
    private static final int FEW = 3;

    /** With few tasks left, the repository is asked this often which skipped tasks other nodes have taken. */
    private static final long BETWEEN_LOOKS = Duration.ofSeconds(10).toNanos();

    /** With more skipped tasks than this, the repository is not asked at each change, because it reads them all. */
    private static final int MOST_LOOKED_UP_AT_ONCE = 200;

    private final TaskRepository repository;
    private final SelectionOptions options;
    private final Set<String> inProgress;
    private final Set<String> inProgressHere = ConcurrentHashMap.newKeySet();
    private final Set<String> leftToOthers = ConcurrentHashMap.newKeySet();
    private final CompletionRecorder recorder;
    private final MissedTasks missed;
    private final Redeliveries redeliveries;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private volatile Outstanding lastOutstanding = Outstanding.NONE;
    private volatile long lastLook;

    /**
     * @param inProgress the ids of tasks whose exchanges are in flight, shared by all selections from the repository
     * @param recorder records how exchanges ended
     * @param clock tells until when tasks are awaited
     * @param nanoTime a clock that only goes forward, in nanoseconds
     */
    SubmittedTasks(
            TaskRepository repository,
            SelectionOptions options,
            Set<String> inProgress,
            CompletionRecorder recorder,
            Clock clock,
            LongSupplier nanoTime) {
        this.repository = repository;
        this.options = options;
        this.inProgress = inProgress;
        this.recorder = recorder;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.lastLook = nanoTime.getAsLong();
        this.missed = new MissedTasks(nanoTime);
        this.redeliveries = new Redeliveries(nanoTime);
    }

    @Override
    public Demand demand() {
        int most = MOST + inProgressHere.size() + leftToOthers.size() + redeliveries.size();
        Outstanding outstanding =
                ClockMargin.corrected(repository.outstanding(options.types(), clock.instant(), most), clock);
        if (outstanding.newest() != null) {
            missed.created(outstanding.newest());
        }
        if (outstanding.isEmpty()) {
            leftToOthers.clear();
            missed.clear();
            return Demand.NOTHING;
        }
        boolean hasChanged = skipped() <= MOST_LOOKED_UP_AT_ONCE && !outstanding.equals(lastOutstanding);
        boolean isLookDue = hasChanged || nanoTime.getAsLong() - lastLook >= BETWEEN_LOOKS;
        if (outstanding.count() - notNow() <= FEW && isLookDue) {
            lastLook = nanoTime.getAsLong();
            forgetWhatOthersHaveTaken();
        }
        lastOutstanding = outstanding;
        return Demand.of(outstanding, notNow());
    }

    /** Tasks that others have taken are not outstanding any more: subtracting them would hide new ones. */
    private void forgetWhatOthersHaveTaken() {
        Set<String> notNow = new HashSet<>(leftToOthers);
        notNow.addAll(redeliveries.tooEarly());
        if (!notNow.isEmpty()) {
            notNow.removeAll(repository.findAll(notNow).keySet());
            leftToOthers.removeAll(notNow);
            notNow.forEach(redeliveries::remove);
        }
    }

    private int notNow() {
        return inProgressHere.size() + skipped();
    }

    /** How many tasks are left to others or wait for a redelivery. Other nodes may have taken some of them. */
    private int skipped() {
        return leftToOthers.size() + redeliveries.tooEarly().size();
    }

    /**
     * A task is in progress before the repository is asked whether it is pending. In the other order the exchange of
     * another consumer could complete in between, and the task would be emitted twice.
     */
    @Override
    public List<FinishedTask> select(List<Task> finished) {
        Set<String> begun = new HashSet<>();
        try {
            finished.stream()
                    .filter(task -> isWanted(task) && inProgress.add(task.id()))
                    .forEach(task -> begun.add(task.id()));
            Map<String, PendingTask> pending = repository.findAll(
                    finished.stream().map(Task::id).filter(PendingTask::canKeep).toList());
            List<FinishedTask> selected = new ArrayList<>();
            for (Task task : finished) {
                PendingTask known = pending.get(task.id());
                if (known != null && !options.statuses().contains(task.status())) {
                    leaveToOthers(known);
                } else if (known != null && isFree(known) && begun.remove(task.id())) {
                    inProgressHere.add(task.id());
                    selected.add(FinishedTask.of(known, task));
                }
            }
            return selected;
        } finally {
            inProgress.removeAll(begun);
        }
    }

    /** Only tasks that count as outstanding here may be subtracted, or they would hide wanted ones. */
    private void leaveToOthers(PendingTask known) {
        if (isOfWantedType(known) && !known.isAwaited(clock.instant()) && leftToOthers.add(known.id())) {
            // It may be taken before it was ever counted as outstanding.
            lastOutstanding = Outstanding.NONE;
        }
    }

    private boolean isOfWantedType(PendingTask pending) {
        return options.types().isEmpty() || options.types().contains(pending.type());
    }

    private boolean isWanted(Task task) {
        return options.statuses().contains(task.status())
                && (options.types().isEmpty() || options.types().contains(task.type()) || !task.isOfKnownType())
                && !redeliveries.isTooEarly(task.id());
    }

    private boolean isFree(PendingTask pending) {
        return isOfWantedType(pending) && !pending.isAwaited(clock.instant()) && !redeliveries.isTooEarly(pending.id());
    }

    @Override
    public FinishedTask selectExpired(PendingTask task) {
        return missed.isExpired(task) && begin(task) ? FinishedTask.expired(task) : null;
    }

    @Override
    public FinishedTask selectUnreadable(PendingTask task, LinkupException reason) {
        return begin(task) ? FinishedTask.unreadable(task, reason) : null;
    }

    /** As in {@link #select}, a task is in progress before the repository is asked. */
    private boolean begin(PendingTask task) {
        if (!inProgress.add(task.id())) {
            return false;
        }
        boolean free = false;
        try {
            free = repository.find(task.id()).filter(this::isFree).isPresent();
        } finally {
            if (!free) {
                inProgress.remove(task.id());
            }
        }
        if (free) {
            inProgressHere.add(task.id());
        }
        return free;
    }

    @Override
    public List<PendingTask> oldest(int limit) {
        return repository.oldest(options.types(), clock.instant(), limit + notNow()).stream()
                .filter(task -> !inProgress.contains(task.id())
                        && !leftToOthers.contains(task.id())
                        && !redeliveries.isTooEarly(task.id()))
                .limit(limit)
                .toList();
    }

    @Override
    public void passedOver(Set<String> taskIds) {
        List<String> ids = taskIds.stream().filter(PendingTask::canKeep).toList();
        repository.findAll(ids).values().stream()
                .filter(task -> isFree(task) && !inProgress.contains(task.id()))
                .forEach(redeliveries::addDue);
    }

    @Override
    public List<FailedDelivery> dueAgain() {
        return redeliveries.due().stream()
                .filter(delivery -> !inProgress.contains(delivery.task().id()))
                .toList();
    }

    @Override
    public boolean isHeldUp() {
        return recorder.isFull();
    }

    @Override
    public void taken(FinishedTask task) {
        String id = task.id();
        recorder.record(id, () -> {
            repository.taken(id);
            forget(id);
            end(id);
        });
    }

    @Override
    public void giveUp(FinishedTask task, String reason) {
        String id = task.id();
        recorder.record(id, () -> {
            repository.giveUp(id, reason);
            forget(id);
            end(id);
        });
    }

    @Override
    public CompletableFuture<Boolean> failed(FinishedTask task, String reason) {
        FailedDelivery delivery = FailedDelivery.of(task);
        CompletableFuture<Boolean> wantedAgain = new CompletableFuture<>();
        recorder.record(task.id(), () -> {
            boolean again = recordFailure(delivery, reason);
            end(delivery.task().id());
            wantedAgain.complete(again);
        });
        return wantedAgain;
    }

    private boolean recordFailure(FailedDelivery delivery, String reason) {
        String id = delivery.task().id();
        int failures = repository.deliveryFailed(id, reason);
        if (failures == 0) {
            // It is not pending any more: another node has taken it.
            forget(id);
            return true;
        }
        if (options.isTooMany(failures)) {
            repository.giveUp(id, reason);
            forget(id);
            return false;
        }
        redeliveries.add(delivery, failures);
        return true;
    }

    @Override
    public void sendingAgain(FinishedTask task) {
        inProgressHere.remove(task.id());
    }

    @Override
    public void returned(FinishedTask task) {
        end(task.id());
    }

    @Override
    public void postponed(FinishedTask task, int times) {
        redeliveries.add(FailedDelivery.of(task), times);
        end(task.id());
    }

    @Override
    public void missed(PendingTask task) {
        if (redeliveries.contains(task.id())) {
            redeliveries.postpone(task.id());
            if (repository.find(task.id()).isEmpty()) {
                redeliveries.remove(task.id());
            }
        }
    }

    private void forget(String taskId) {
        redeliveries.remove(taskId);
        missed.remove(taskId);
    }

    private void end(String taskId) {
        inProgressHere.remove(taskId);
        inProgress.remove(taskId);
    }

    /** Not limited: the oldest outstanding task limits scans. */
    @Override
    public Instant since() {
        return null;
    }

    @Override
    public void covered(Instant time) {
        // The repository knows which tasks are still wanted.
    }
}
