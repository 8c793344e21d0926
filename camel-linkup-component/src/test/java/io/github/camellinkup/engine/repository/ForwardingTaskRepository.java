package io.github.camellinkup.engine.repository;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Does what another repository does. Tests change what they need to. */
public class ForwardingTaskRepository implements TaskRepository {

    private final TaskRepository repository;

    public ForwardingTaskRepository(TaskRepository repository) {
        this.repository = repository;
    }

    @Override
    public boolean isShared() {
        return repository.isShared();
    }

    @Override
    public void check(TaskRequest request) {
        repository.check(request);
    }

    @Override
    public void open(Intent intent) {
        repository.open(intent);
    }

    @Override
    public void created(String intentId, Collection<PendingTask> tasks) {
        repository.created(intentId, tasks);
    }

    @Override
    public void discard(String intentId) {
        repository.discard(intentId);
    }

    @Override
    public List<Intent> openIntents() {
        return repository.openIntents();
    }

    @Override
    public boolean claim(Intent intent, String node, Instant until) {
        return repository.claim(intent, node, until);
    }

    @Override
    public void renew(String node, Instant until) {
        repository.renew(node, until);
    }

    @Override
    public boolean settle(Intent intent, Collection<PendingTask> landed, List<TaskRequest> rest, Instant openedAt) {
        return repository.settle(intent, landed, rest, openedAt);
    }

    @Override
    public void freeReferences(String intentId) {
        repository.freeReferences(intentId);
    }

    @Override
    public void giveUpIntent(String intentId) {
        repository.giveUpIntent(intentId);
    }

    @Override
    public boolean mayBeReplaced(String taskId) {
        return repository.mayBeReplaced(taskId);
    }

    @Override
    public Map<ReferenceKey, SentReference> findReferences(Collection<ReferenceKey> keys) {
        return repository.findReferences(keys);
    }

    @Override
    public Map<String, PendingTask> findAll(Collection<String> taskIds) {
        return repository.findAll(taskIds);
    }

    @Override
    public Set<String> known(Collection<String> taskIds) {
        return repository.known(taskIds);
    }

    @Override
    public Outstanding outstanding(Set<String> types, Instant now) {
        return repository.outstanding(types, now);
    }

    @Override
    public List<PendingTask> oldest(Set<String> types, Instant now, int limit) {
        return repository.oldest(types, now, limit);
    }

    @Override
    public void taken(String taskId) {
        repository.taken(taskId);
    }

    @Override
    public int deliveryFailed(String taskId, String reason) {
        return repository.deliveryFailed(taskId, reason);
    }

    @Override
    public void giveUp(String taskId, String reason) {
        repository.giveUp(taskId, reason);
    }

    @Override
    public void setAwaited(String taskId, Instant until) {
        repository.setAwaited(taskId, until);
    }

    @Override
    public void release(String taskId) {
        repository.release(taskId);
    }
}
