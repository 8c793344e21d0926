package io.github.camellinkup.engine.repository;

import java.time.Clock;

class MemoryTaskRepositoryTest extends TaskRepositoryContract {

    @Override
    TaskRepository newRepository(Clock clock) {
        return new MemoryTaskRepository(clock);
    }
}
