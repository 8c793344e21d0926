package io.github.camellinkup.component;

import io.github.camellinkup.engine.results.SeenTasks;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.apache.camel.support.service.ServiceHelper;

/** Stores the ids of emitted tasks in a Camel idempotent repository. */
record SeenTasksRepository(IdempotentRepository repository) implements SeenTasks {

    /** The number of ids in memory if no repository is set. */
    private static final int SEEN_TASKS = 100_000;

    /** @param given null for a repository in memory */
    static SeenTasksRepository of(CamelContext context, IdempotentRepository given) throws Exception {
        if (given == null) {
            IdempotentRepository memory = MemoryIdempotentRepository.memoryIdempotentRepository(SEEN_TASKS);
            ServiceHelper.startService(memory);
            return new SeenTasksRepository(memory);
        }
        // Other routes can share it, so the context stops it.
        context.addService(given, true, true);
        return new SeenTasksRepository(given);
    }

    @Override
    public boolean contains(String taskId) {
        return repository.contains(taskId);
    }

    @Override
    public void add(String taskId) {
        repository.add(taskId);
    }
}
