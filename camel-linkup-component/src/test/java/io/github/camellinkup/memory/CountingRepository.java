package io.github.camellinkup.memory;

import io.github.camellinkup.engine.repository.Intent;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.Outstanding;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps the calls under way and only counts the tasks, as a repository outside of this process would: a million pending
 * tasks in memory need more than the little that the test allows.
 */
final class CountingRepository implements TaskRepository {

    private final MemoryTaskRepository underWay = new MemoryTaskRepository();
    private final AtomicLong recorded = new AtomicLong();

    long recorded() {
        return recorded.get();
    }

    @Override
    public void open(Intent intent) {
        underWay.open(intent);
    }

    @Override
    public void created(String intentId, Collection<PendingTask> tasks) {
        underWay.created(intentId, List.of());
        recorded.addAndGet(tasks.size());
    }

    @Override
    public void discard(String intentId) {
        underWay.discard(intentId);
    }

    @Override
    public List<Intent> openIntents() {
        return underWay.openIntents();
    }

    @Override
    public boolean claim(Intent intent, String node, Instant until) {
        return underWay.claim(intent, node, until);
    }

    @Override
    public void renew(String node, Instant until) {
        underWay.renew(node, until);
    }

    @Override
    public boolean settle(Intent intent, Collection<PendingTask> landed, List<TaskRequest> rest, Instant openedAt) {
        recorded.addAndGet(landed.size());
        return underWay.settle(intent, List.of(), rest, openedAt);
    }

    @Override
    public void giveUpIntent(String intentId) {
        underWay.giveUpIntent(intentId);
    }

    @Override
    public Map<String, PendingTask> findAll(Collection<String> taskIds) {
        return Map.of();
    }

    @Override
    public Set<String> known(Collection<String> taskIds) {
        return Set.of();
    }

    @Override
    public Outstanding outstanding(Set<String> types, Instant now) {
        return Outstanding.NONE;
    }

    @Override
    public List<PendingTask> oldest(Set<String> types, Instant now, int limit) {
        return List.of();
    }

    @Override
    public void taken(String taskId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int deliveryFailed(String taskId, String reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void giveUp(String taskId, String reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void release(String taskId) {
        throw new UnsupportedOperationException();
    }
}
