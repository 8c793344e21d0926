package io.github.camellinkup.engine.repository;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Remembers tasks in the memory of this process: they are forgotten when it ends. A million tasks with a short
 * reference take about 150 MB. Tasks that were created within the same second count as equally old.
 *
 * <p>Nobody can look into it, so it does not keep what is given up: whoever sent it, the route or the log is told, and a
 * process that runs for years needs no more memory for it. A given-up call is forgotten at once, a given-up task as one
 * that is taken.
 */
public final class MemoryTaskRepository implements TaskRepository {

    private final Clock clock;
    private final Map<Object, MemoryTask> tasks = new HashMap<>();
    private final Map<TaskState, Map<String, TaskQueue>> queues = new EnumMap<>(TaskState.class);
    private final MemoryOutbox outbox = new MemoryOutbox();
    private final MemoryReferences references = new MemoryReferences();

    public MemoryTaskRepository() {
        this(Clock.systemUTC());
    }

    /** @param clock tells when taken tasks may be forgotten */
    public MemoryTaskRepository(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        for (TaskState state : TaskState.values()) {
            queues.put(state, new HashMap<>());
        }
    }

    /** Who ends takes it along. */
    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public synchronized void open(OutboxEntry entry) {
        references.claim(entry, clock.instant());
        outbox.put(entry);
        entry.replacedTasks().forEach(id -> move(id, TaskState.PENDING, TaskState.REPLACED));
    }

    @Override
    public synchronized void created(String entryId, Collection<PendingTask> created) {
        outbox.remove(entryId);
        references.created(entryId, created);
        references.giveUp(entryId, clock.instant());
        add(created);
        forgetTaken();
    }

    private void add(Collection<PendingTask> created) {
        for (PendingTask task : created) {
            addUnlessKnown(task, TaskState.PENDING);
            if (task.resubmission() != null) {
                String failed = task.resubmission().failedTaskId();
                take(failed, TaskState.PENDING);
                take(failed, TaskState.REPLACED);
                addUnlessKnown(
                        new PendingTask(failed, task.type(), clock.instant(), null, Map.of(), null, null, 0),
                        TaskState.TAKEN);
            }
        }
    }

    private void addUnlessKnown(PendingTask task, TaskState state) {
        if (!tasks.containsKey(TaskId.keyOf(task.id()))) {
            MemoryTask added = MemoryTask.of(task);
            queue(state, task.type()).add(added);
            tasks.put(added.key(), added);
        }
    }

    @Override
    public synchronized boolean discard(OutboxEntry entry) {
        if (outbox.unchanged(entry) == null) {
            return false;
        }
        references.discard(entry.id());
        outbox.remove(entry.id()).forEach(id -> move(id, TaskState.REPLACED, TaskState.PENDING));
        return true;
    }

    @Override
    public synchronized List<OutboxEntry> openEntries() {
        return outbox.oldestFirst();
    }

    @Override
    public synchronized boolean claim(OutboxEntry entry, String node, Instant until) {
        return outbox.claim(entry, node, until);
    }

    @Override
    public synchronized void renew(String node, Instant until) {
        outbox.renew(node, until);
    }

    @Override
    public synchronized boolean reconcile(
            OutboxEntry entry, Collection<PendingTask> found, List<TaskRequest> rest, Instant openedAt) {
        OutboxEntry present = outbox.unchanged(entry);
        if (present == null) {
            return false;
        }
        references.created(entry.id(), found);
        if (rest.isEmpty()) {
            outbox.remove(entry.id());
            references.giveUp(entry.id(), clock.instant());
        } else {
            outbox.put(present.reopened(rest, openedAt));
        }
        add(found);
        return true;
    }

    @Override
    public synchronized boolean giveUpEntry(OutboxEntry entry, boolean notCreated) {
        if (outbox.unchanged(entry) == null) {
            return false;
        }
        if (notCreated) {
            references.discard(entry.id());
        } else {
            references.giveUp(entry.id(), clock.instant());
        }
        for (String id : outbox.remove(entry.id())) {
            move(id, TaskState.REPLACED, TaskState.PENDING);
            Optional.ofNullable(pending(id)).ifPresent(MemoryTask::setMayBeReplaced);
        }
        return true;
    }

    @Override
    public synchronized boolean mayBeReplaced(String taskId) {
        MemoryTask task = pending(taskId);
        return task != null && task.mayBeReplaced() || outbox.replaced().anyMatch(taskId::equals);
    }

    @Override
    public synchronized Map<ReferenceKey, SentReference> findReferences(Collection<ReferenceKey> keys) {
        return references.find(keys, clock.instant());
    }

    @Override
    public synchronized Map<String, PendingTask> findAll(Collection<String> taskIds) {
        Map<String, PendingTask> found = new HashMap<>();
        for (String id : taskIds) {
            MemoryTask task = pending(id);
            if (task != null) {
                found.put(id, task.toPendingTask());
            }
        }
        return found;
    }

    @Override
    public synchronized Set<String> known(Collection<String> taskIds) {
        Set<String> known = new HashSet<>(taskIds);
        Set<String> unknown = new HashSet<>(taskIds);
        unknown.removeIf(id -> tasks.containsKey(TaskId.keyOf(id)));
        if (!unknown.isEmpty()) {
            outbox.replaced().forEach(unknown::remove);
        }
        known.removeAll(unknown);
        return known;
    }

    @Override
    public synchronized Outstanding outstanding(Set<String> types, Instant now) {
        Map<String, Integer> counts = new HashMap<>();
        Instant oldest = null;
        Instant newest = null;
        for (TaskQueue queue : pendingQueues(types)) {
            int count = queue.outstanding(now);
            if (count > 0) {
                counts.put(queue.type(), count);
                Instant first = queue.oldest(now);
                Instant last = queue.newest(now);
                oldest = oldest == null || first.isBefore(oldest) ? first : oldest;
                newest = newest == null || last.isAfter(newest) ? last : newest;
            }
        }
        return counts.isEmpty()
                ? Outstanding.NONE
                : new Outstanding(counts, oldest, Instant.EPOCH.equals(oldest) ? null : newest);
    }

    @Override
    public synchronized List<PendingTask> oldest(Set<String> types, Instant now, int limit) {
        List<MemoryTask> oldest = new ArrayList<>();
        for (TaskQueue queue : pendingQueues(types)) {
            List<MemoryTask> ofType = new ArrayList<>();
            queue.visit(task -> {
                if (ofType.size() < limit && !task.isAwaited(now)) {
                    ofType.add(task);
                }
                return ofType.size() < limit;
            });
            oldest.addAll(ofType);
        }
        return oldest.stream()
                .sorted(Comparator.comparingLong(MemoryTask::createdAt))
                .limit(limit)
                .map(MemoryTask::toPendingTask)
                .toList();
    }

    private List<TaskQueue> pendingQueues(Set<String> types) {
        return queues.get(TaskState.PENDING).values().stream()
                .filter(queue -> types.isEmpty() || types.contains(queue.type()))
                .toList();
    }

    @Override
    public synchronized void taken(String taskId) {
        take(taskId, TaskState.PENDING);
        forgetTaken();
    }

    @Override
    public synchronized int deliveryFailed(String taskId, String reason) {
        MemoryTask task = pending(taskId);
        return task == null ? 0 : task.deliveryFailed();
    }

    @Override
    public synchronized void giveUp(String taskId, String reason) {
        take(taskId, TaskState.PENDING);
    }

    @Override
    public synchronized void setAwaited(String taskId, Instant until) {
        MemoryTask task = pending(taskId);
        if (task != null) {
            task.queue.setAwaited(task, until);
        }
    }

    @Override
    public void release(String taskId) {
        setAwaited(taskId, null);
    }

    private MemoryTask pending(String taskId) {
        return in(TaskState.PENDING, taskId);
    }

    private MemoryTask in(TaskState state, String taskId) {
        MemoryTask task = tasks.get(TaskId.keyOf(taskId));
        return task != null && task.queue.state() == state ? task : null;
    }

    private void move(String taskId, TaskState from, TaskState to) {
        MemoryTask task = in(from, taskId);
        if (task != null) {
            TaskQueue queue = task.queue;
            queue.remove(task);
            queue(to, queue.type()).add(task);
        }
    }

    private void take(String taskId, TaskState from) {
        MemoryTask task = in(from, taskId);
        if (task != null) {
            TaskQueue queue = task.queue;
            queue.remove(task);
            references.taken(taskId, clock.instant());
            task.strip(clock.instant());
            queue(TaskState.TAKEN, queue.type()).add(task);
        }
    }

    private TaskQueue queue(TaskState state, String type) {
        return queues.get(state).computeIfAbsent(type, name -> new TaskQueue(state, name));
    }

    private void forgetTaken() {
        Instant before = RememberedTime.forgetTakenBefore(clock.instant(), outbox.oldest());
        for (TaskQueue queue : queues.get(TaskState.TAKEN).values()) {
            for (MemoryTask task = queue.anyBefore(before); task != null; task = queue.anyBefore(before)) {
                queue.remove(task);
                tasks.remove(task.key());
            }
        }
    }
}
