package io.github.camellinkup.engine.repository;

import io.github.camellinkup.engine.repository.Intent.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Remembers tasks in the memory of this process: they are forgotten when it ends. */
public final class MemoryTaskRepository implements TaskRepository {

    private final Map<String, PendingTask> pending = new LinkedHashMap<>();
    private final Map<String, PendingTask> replaced = new HashMap<>();
    private final Set<String> others = new HashSet<>();
    private final Map<String, Intent> intents = new LinkedHashMap<>();

    @Override
    public synchronized void open(Intent intent) {
        intents.put(intent.id(), intent);
        for (TaskRequest request : intent.requests()) {
            if (request.resubmission() != null) {
                String id = request.resubmission().failedTaskId();
                PendingTask task = pending.remove(id);
                if (task != null) {
                    replaced.put(id, task);
                }
            }
        }
    }

    @Override
    public synchronized void created(String intentId, Collection<PendingTask> tasks) {
        intents.remove(intentId);
        add(tasks);
    }

    private void add(Collection<PendingTask> tasks) {
        for (PendingTask task : tasks) {
            if (!others.contains(task.id())) {
                pending.putIfAbsent(task.id(), task);
            }
            if (task.resubmission() != null) {
                replaced.remove(task.resubmission().failedTaskId());
                others.add(task.resubmission().failedTaskId());
            }
        }
    }

    @Override
    public synchronized void discard(String intentId) {
        Intent intent = intents.remove(intentId);
        if (intent != null) {
            for (TaskRequest request : intent.requests()) {
                if (request.resubmission() != null) {
                    PendingTask task = replaced.remove(request.resubmission().failedTaskId());
                    if (task != null) {
                        pending.put(task.id(), task);
                    }
                }
            }
        }
    }

    @Override
    public synchronized List<Intent> openIntents() {
        return intents.values().stream()
                .filter(intent -> intent.state() != State.GIVEN_UP)
                .toList();
    }

    @Override
    public synchronized boolean claim(Intent intent, String node, Instant until) {
        Intent present = intents.get(intent.id());
        if (present == null
                || !present.node().equals(intent.node())
                || !present.leasedUntil().equals(intent.leasedUntil())) {
            return false;
        }
        put(present, node, until, State.UNCERTAIN, present.openedAt(), present.requests());
        return true;
    }

    private void put(
            Intent intent, String node, Instant until, State state, Instant openedAt, List<TaskRequest> requests) {
        intents.put(intent.id(), new Intent(intent.id(), node, openedAt, until, state, intent.research(), requests));
    }

    @Override
    public synchronized void renew(String node, Instant until) {
        for (Intent intent : List.copyOf(intents.values())) {
            if (intent.node().equals(node) && intent.state() != State.GIVEN_UP) {
                put(intent, node, until, intent.state(), intent.openedAt(), intent.requests());
            }
        }
    }

    @Override
    public synchronized boolean settle(
            Intent intent, Collection<PendingTask> landed, List<TaskRequest> rest, Instant openedAt) {
        Intent present = intents.get(intent.id());
        if (present == null || !present.node().equals(intent.node())) {
            return false;
        }
        add(landed);
        if (rest.isEmpty()) {
            intents.remove(intent.id());
        } else {
            put(present, present.node(), present.leasedUntil(), State.SENDING, openedAt, rest);
        }
        return true;
    }

    @Override
    public synchronized void giveUpIntent(String intentId) {
        Intent intent = intents.get(intentId);
        if (intent != null) {
            put(intent, intent.node(), intent.leasedUntil(), State.GIVEN_UP, intent.openedAt(), intent.requests());
        }
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
        Set<String> known = new HashSet<>(taskIds);
        known.removeIf(id -> !pending.containsKey(id) && !replaced.containsKey(id) && !others.contains(id));
        return known;
    }

    @Override
    public synchronized Outstanding outstanding(Set<String> types, Instant now) {
        List<PendingTask> tasks = oldest(types, now, Integer.MAX_VALUE);
        Map<String, Integer> counts = new HashMap<>();
        Instant oldest = null;
        Instant newest = null;
        for (PendingTask task : tasks) {
            counts.merge(task.type(), 1, Integer::sum);
            Instant time = task.createdAt() == null ? Instant.EPOCH : task.createdAt();
            oldest = oldest == null || time.isBefore(oldest) ? time : oldest;
            newest = newest == null || time.isAfter(newest) ? time : newest;
        }
        return tasks.isEmpty() ? Outstanding.NONE : new Outstanding(counts, oldest, newest);
    }

    @Override
    public synchronized List<PendingTask> oldest(Set<String> types, Instant now, int limit) {
        List<PendingTask> found = new ArrayList<>();
        for (PendingTask task : pending.values()) {
            if ((types.isEmpty() || types.contains(task.type())) && !task.isAwaited(now) && found.size() < limit) {
                found.add(task);
            }
        }
        return found;
    }

    @Override
    public synchronized void taken(String taskId) {
        if (pending.remove(taskId) != null) {
            others.add(taskId);
        }
    }

    @Override
    public synchronized int deliveryFailed(String taskId, String reason) {
        PendingTask task = pending.computeIfPresent(taskId, (id, old) -> with(old, old.awaitedUntil(), 1));
        return task == null ? 0 : task.failedDeliveries();
    }

    private static PendingTask with(PendingTask task, Instant awaitedUntil, int moreFailures) {
        return new PendingTask(
                task.id(),
                task.type(),
                task.createdAt(),
                task.reference(),
                task.headers(),
                awaitedUntil,
                task.resubmission(),
                task.failedDeliveries() + moreFailures);
    }

    @Override
    public synchronized void giveUp(String taskId, String reason) {
        if (pending.remove(taskId) != null) {
            others.add(taskId);
        }
    }

    @Override
    public synchronized void release(String taskId) {
        pending.computeIfPresent(taskId, (id, old) -> with(old, null, 0));
    }
}
