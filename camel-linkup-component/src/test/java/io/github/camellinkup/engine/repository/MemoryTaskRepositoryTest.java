package io.github.camellinkup.engine.repository;

import static io.github.camellinkup.engine.repository.Tasks.NOON;

import io.github.camellinkup.test.ManualClock;

class MemoryTaskRepositoryTest implements TasksContract, IntentsContract {

    private final ManualClock clock = new ManualClock(NOON);
    private final TaskRepository repository = new MemoryTaskRepository(clock);

    @Override
    public TaskRepository repository() {
        return repository;
    }

    @Override
    public ManualClock clock() {
        return clock;
    }
}
