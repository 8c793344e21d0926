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
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
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

    private static final Comparator<PendingTask> BY_CREATION =
            Comparator.comparing(MemoryTaskRepository::createdAt).thenComparing(PendingTask::id);

    private final Clock clock;
    private final Map<String, OutboxEntry> entries = new LinkedHashMap<>();
    private final Map<String, PendingTask> pending = new HashMap<>();
    private final Map<String, NavigableSet<PendingTask>> pendingByType = new HashMap<>();

    /** Tasks whose requests are being sent again. */
    private final Map<String, PendingTask> replaced = new HashMap<>();

    /** Pending tasks whose requests were sent again with an unknown outcome. */
    private final Set<String> mayBeReplaced = new HashSet<>();

    /** When each task was created and taken, whichever is later. */
    private final Map<String, Instant> taken = new HashMap<>();

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
        put(entry);
        entry.replacedTasks().forEach(this::replace);
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
            discarded.replacedTasks().forEach(this::restore);
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
        boolean isFree = present != null && present.leasedUntil().equals(RememberedTime.kept(entry.leasedUntil()));
        if (isFree) {
            put(present.claimedBy(node, until));
        }
        return isFree;
    }

    @Override
    public synchronized void renew(String node, Instant until) {
        entries.replaceAll(
                (id, entry) -> entry.node().equals(node) ? RememberedTime.kept(entry.leasedUntil(until)) : entry);
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
            put(reconciled.reopened(rest, openedAt));
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
            restore(id);
            if (pending.containsKey(id)) {
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
            PendingTask task = pending.get(id);
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
        known.removeIf(id -> !isKnown(id) && !beingReplaced.contains(id));
        return known;
    }

    @Override
    public synchronized Outstanding outstanding(Set<String> types, Instant now, int most) {
        Outstanding outstanding = Outstanding.NONE;
        for (NavigableSet<PendingTask> ofType : pendingOf(types)) {
            List<PendingTask> first =
                    ofType.stream().filter(forConsumers(now)).limit(most).toList();
            Optional<PendingTask> last =
                    ofType.descendingSet().stream().filter(forConsumers(now)).findFirst();
            if (last.isPresent()) {
                Map<String, Integer> count = Map.of(last.get().type(), first.size());
                outstanding = outstanding.and(new Outstanding(count, createdAt(first.get(0)), createdAt(last.get())));
            }
        }
        return outstanding;
    }

    @Override
    public synchronized List<PendingTask> oldest(Set<String> types, Instant now, int limit) {
        return pendingOf(types).stream()
                .flatMap(ofType -> ofType.stream().filter(forConsumers(now)).limit(limit))
                .sorted(BY_CREATION)
                .limit(limit)
                .toList();
    }

    private List<NavigableSet<PendingTask>> pendingOf(Set<String> types) {
        return pendingByType.entrySet().stream()
                .filter(each -> types.isEmpty() || types.contains(each.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static Predicate<PendingTask> forConsumers(Instant now) {
        return task -> !task.isAwaited(now);
    }

    @Override
    public synchronized void taken(String taskId) {
        take(taskId);
        clean();
    }

    @Override
    public synchronized int deliveryFailed(String taskId, String reason) {
        PendingTask task = pending.get(taskId);
        if (task == null) {
            return 0;
        }
        int failed = task.failedDeliveries() + 1;
        putPending(copy(task, task.awaitedUntil(), failed));
        return failed;
    }

    @Override
    public synchronized void giveUp(String taskId, String reason) {
        take(taskId);
    }

    @Override
    public synchronized void setAwaited(String taskId, Instant until) {
        PendingTask task = pending.get(taskId);
        if (task != null) {
            putPending(copy(task, until, task.failedDeliveries()));
        }
    }

    @Override
    public void release(String taskId) {
        setAwaited(taskId, null);
    }

    private void put(OutboxEntry entry) {
        entries.put(entry.id(), RememberedTime.kept(entry));
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

    private boolean isKnown(String taskId) {
        return pending.containsKey(taskId) || replaced.containsKey(taskId) || taken.containsKey(taskId);
    }

    private void add(Collection<PendingTask> created) {
        for (PendingTask task : created) {
            if (!isKnown(task.id())) {
                putPending(copy(task, task.awaitedUntil(), task.failedDeliveries()));
            }
            if (task.resubmission() != null) {
                String failed = task.resubmission().failedTaskId();
                restore(failed);
                take(failed);
                taken.putIfAbsent(failed, clock.instant());
            }
        }
    }

    private void putPending(PendingTask task) {
        removePending(task.id());
        pending.put(task.id(), task);
        pendingByType
                .computeIfAbsent(task.type(), type -> new TreeSet<>(BY_CREATION))
                .add(task);
    }

    private PendingTask removePending(String taskId) {
        PendingTask task = pending.remove(taskId);
        if (task != null) {
            pendingByType.get(task.type()).remove(task);
        }
        return task;
    }

    /** Its request is being sent again: it is not pending. */
    private void replace(String taskId) {
        PendingTask task = removePending(taskId);
        if (task != null) {
            replaced.put(taskId, task);
        }
    }

    /** Its request was not sent again: it is pending as before. */
    private void restore(String taskId) {
        PendingTask task = replaced.remove(taskId);
        if (task != null) {
            putPending(task);
        }
    }

    private void take(String taskId) {
        PendingTask task = removePending(taskId);
        if (task != null) {
            Instant now = clock.instant();
            taken.put(taskId, createdAt(task).isAfter(now) ? createdAt(task) : now);
            mayBeReplaced.remove(taskId);
            references.taken(task, now);
        }
    }

    private static Instant createdAt(PendingTask task) {
        return task.createdAt() == null ? Instant.EPOCH : task.createdAt();
    }

    private static PendingTask copy(PendingTask task, Instant awaitedUntil, int failedDeliveries) {
        return new PendingTask(
                task.id(),
                task.type(),
                RememberedTime.kept(task.createdAt()),
                task.reference(),
                task.headers(),
                RememberedTime.kept(awaitedUntil),
                task.resubmission(),
                failedDeliveries);
    }

    private void clean() {
        Instant now = clock.instant();
        if (!now.isBefore(nextCleaning)) {
            nextCleaning = now.plus(BETWEEN_CLEANINGS);
            Instant oldestEntry = entries.values().stream()
                    .map(OutboxEntry::openedAt)
                    .min(Comparator.naturalOrder())
                    .orElse(null);
            Instant before = RememberedTime.forgetTakenBefore(now, oldestEntry);
            taken.values().removeIf(time -> time.isBefore(before));
            references.forget(now);
        }
    }
}
