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
    public void prepare() {
        repository.prepare();
    }

    @Override
    public void check(TaskRequest request) {
        repository.check(request);
    }

    @Override
    public void open(OutboxEntry entry) {
        repository.open(entry);
    }

    @Override
    public void created(String entryId, Collection<PendingTask> tasks) {
        repository.created(entryId, tasks);
    }

    @Override
    public boolean discard(OutboxEntry entry) {
        return repository.discard(entry);
    }

    @Override
    public List<OutboxEntry> openEntries() {
        return repository.openEntries();
    }

    @Override
    public boolean claim(OutboxEntry entry, String node, Instant until) {
        return repository.claim(entry, node, until);
    }

    @Override
    public void renew(String node, Instant until) {
        repository.renew(node, until);
    }

    @Override
    public boolean reconcile(
            OutboxEntry entry, Collection<PendingTask> landed, List<TaskRequest> rest, Instant openedAt) {
        return repository.reconcile(entry, landed, rest, openedAt);
    }

    @Override
    public boolean giveUpEntry(OutboxEntry entry, boolean notCreated) {
        return repository.giveUpEntry(entry, notCreated);
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
    public Outstanding outstanding(Set<String> types, Instant now, int most) {
        return repository.outstanding(types, now, most);
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
