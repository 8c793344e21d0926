package io.github.camellinkup.engine.repository;

import static io.github.camellinkup.engine.repository.MemoryReferences.keys;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Remembers tasks in the memory of this process: they are forgotten when it ends. 100,000 pending tasks with a short
 * reference take about 30 MB.
 *
 * <p>An operator cannot look into it, so it does not keep what is given up: the sender, the route or the log is told. A
 * call that is given up is forgotten at once, a task that is given up is treated as one that is taken.
 */
public final class MemoryTaskRepository implements TaskRepository {

    private static final Duration BETWEEN_CLEANINGS = Duration.ofMinutes(1);

    private final Clock clock;
    private final Map<String, OutboxEntry> entries = new LinkedHashMap<>();
    private final MemoryTasks tasks = new MemoryTasks();

    /** Pending tasks whose requests were sent again with an unknown outcome. */
    private final Set<String> mayBeReplaced = new HashSet<>();

    private final MemoryReferences references = new MemoryReferences();
    private Instant nextCleaning = Instant.MIN;

    public MemoryTaskRepository() {
        this(Clock.systemUTC());
    }

    /** @param clock tells when taken tasks may be forgotten */
    public MemoryTaskRepository(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /** Not shared: the state dies with the process. */
    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public synchronized void open(OutboxEntry entry) {
        references.claim(entry, clock.instant());
        entries.put(entry.id(), entry);
        entry.replacedTasks().forEach(tasks::suspend);
    }

    @Override
    public synchronized void created(String entryId, Collection<PendingTask> created) {
        OutboxEntry entry = entries.remove(entryId);
        references.created(entry == null ? Set.of() : keys(entry.requests()), created, clock.instant());
        add(created);
        clean();
    }

    @Override
    public synchronized boolean discard(OutboxEntry entry) {
        OutboxEntry discarded = removeUnchanged(entry);
        if (discarded != null) {
            references.discard(keys(discarded.requests()));
            discarded.replacedTasks().forEach(tasks::restore);
        }
        return discarded != null;
    }

    @Override
    public synchronized List<OutboxEntry> openEntries() {
        return entries.values().stream()
                .sorted(Comparator.comparing(OutboxEntry::openedAt))
                .toList();
    }

    @Override
    public synchronized boolean claim(OutboxEntry entry, String node, Instant until) {
        OutboxEntry present = unchanged(entry);
        boolean isFree = present != null && present.leasedUntil().equals(entry.leasedUntil());
        if (isFree) {
            entries.put(entry.id(), present.claimedBy(node, until));
        }
        return isFree;
    }

    @Override
    public synchronized void renew(String node, Instant until) {
        entries.replaceAll((id, entry) -> entry.node().equals(node) ? entry.leasedUntil(until) : entry);
    }

    @Override
    public synchronized boolean reconcile(
            OutboxEntry entry, Collection<PendingTask> found, List<TaskRequest> rest, Instant openedAt) {
        OutboxEntry reconciled = removeUnchanged(entry);
        if (reconciled == null) {
            return false;
        }
        Set<ReferenceKey> ended = keys(reconciled.requests());
        ended.removeAll(keys(rest));
        references.created(ended, found, clock.instant());
        if (!rest.isEmpty()) {
            entries.put(entry.id(), reconciled.reopened(rest, openedAt));
        }
        add(found);
        return true;
    }

    @Override
    public synchronized boolean giveUpEntry(OutboxEntry entry, boolean notCreated) {
        OutboxEntry givenUp = removeUnchanged(entry);
        if (givenUp == null) {
            return false;
        }
        if (notCreated) {
            references.discard(keys(givenUp.requests()));
        } else {
            references.created(keys(givenUp.requests()), List.of(), clock.instant());
        }
        for (String id : givenUp.replacedTasks()) {
            tasks.restore(id);
            if (tasks.pending(id) != null) {
                mayBeReplaced.add(id);
            }
        }
        return true;
    }

    @Override
    public synchronized boolean mayBeReplaced(String taskId) {
        return mayBeReplaced.contains(taskId) || replacedByEntries().anyMatch(taskId::equals);
    }

    @Override
    public synchronized Map<ReferenceKey, SentReference> findReferences(Collection<ReferenceKey> keys) {
        return references.find(keys, clock.instant());
    }

    @Override
    public synchronized Map<String, PendingTask> findAll(Collection<String> taskIds) {
        Map<String, PendingTask> found = new HashMap<>();
        for (String id : taskIds) {
            PendingTask task = tasks.pending(id);
            if (task != null) {
                found.put(id, task);
            }
        }
        return found;
    }

    @Override
    public synchronized Set<String> known(Collection<String> taskIds) {
        Set<String> beingReplaced = new HashSet<>();
        replacedByEntries().forEach(beingReplaced::add);
        Set<String> known = new HashSet<>(taskIds);
        known.removeIf(id -> !tasks.isKnown(id) && !beingReplaced.contains(id));
        return known;
    }

    @Override
    public synchronized Outstanding outstanding(Set<String> types, Instant now, int most) {
        return tasks.outstanding(types, now, most);
    }

    @Override
    public synchronized List<PendingTask> oldest(Set<String> types, Instant now, int limit) {
        return tasks.oldest(types, now, limit);
    }

    @Override
    public synchronized void taken(String taskId) {
        giveUp(taskId, null);
        clean();
    }

    @Override
    public synchronized int deliveryFailed(String taskId, String reason) {
        PendingTask task = tasks.pending(taskId);
        if (task == null) {
            return 0;
        }
        int failed = task.failedDeliveries() + 1;
        tasks.put(task.with(task.awaitedUntil(), failed));
        return failed;
    }

    @Override
    public synchronized void giveUp(String taskId, String reason) {
        if (tasks.pending(taskId) != null) {
            take(taskId);
        }
    }

    @Override
    public synchronized void setAwaited(String taskId, Instant until) {
        PendingTask task = tasks.pending(taskId);
        if (task != null) {
            tasks.put(task.with(until, task.failedDeliveries()));
        }
    }

    /** The entry as it is now if its version is the one that was read, else null. */
    private OutboxEntry unchanged(OutboxEntry read) {
        OutboxEntry present = entries.get(read.id());
        return present != null && present.version() == read.version() ? present : null;
    }

    private OutboxEntry removeUnchanged(OutboxEntry read) {
        OutboxEntry present = unchanged(read);
        return present == null ? null : entries.remove(present.id());
    }

    private Stream<String> replacedByEntries() {
        return entries.values().stream().flatMap(entry -> entry.replacedTasks().stream());
    }

    private void add(Collection<PendingTask> created) {
        for (PendingTask task : created) {
            if (!tasks.isKnown(task.id())) {
                tasks.put(task);
            }
            if (task.resubmission() != null) {
                take(task.resubmission().failedTaskId());
            }
        }
    }

    private void take(String taskId) {
        Instant now = clock.instant();
        PendingTask task = tasks.take(taskId, now);
        mayBeReplaced.remove(taskId);
        if (task != null) {
            references.taken(task, now);
        }
    }

    private void clean() {
        Instant now = clock.instant();
        if (!now.isBefore(nextCleaning)) {
            nextCleaning = now.plus(BETWEEN_CLEANINGS);
            Instant oldestEntry = entries.values().stream()
                    .map(OutboxEntry::openedAt)
                    .min(Comparator.naturalOrder())
                    .orElse(null);
            Instant before = StoredTime.forgetTakenBefore(now, oldestEntry);
            tasks.forgetTaken(before);
            references.forget(now);
        }
    }
}
