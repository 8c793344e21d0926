package io.github.camellinkup.memory;

import io.github.camellinkup.engine.repository.ForwardingTaskRepository;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps the calls under way and only counts the tasks, as a repository outside of this process would: a million pending
 * tasks in memory need more than the little that the test allows.
 */
final class CountingRepository extends ForwardingTaskRepository {

    private final AtomicLong recorded = new AtomicLong();

    CountingRepository() {
        super(new MemoryTaskRepository());
    }

    long recorded() {
        return recorded.get();
    }

    @Override
    public void created(String entryId, Collection<PendingTask> tasks) {
        super.created(entryId, List.of());
        recorded.addAndGet(tasks.size());
    }

    @Override
    public boolean reconcile(
            OutboxEntry entry, Collection<PendingTask> landed, List<TaskRequest> rest, Instant openedAt) {
        recorded.addAndGet(landed.size());
        return super.reconcile(entry, List.of(), rest, openedAt);
    }
}
