package io.github.camellinkup.engine.repository;

import static io.github.camellinkup.engine.repository.Tasks.NOON;
import static io.github.camellinkup.engine.repository.Tasks.entry;
import static io.github.camellinkup.engine.repository.Tasks.id;
import static io.github.camellinkup.engine.repository.Tasks.resubmitting;
import static io.github.camellinkup.engine.repository.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.test.ManualClock;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemoryTaskRepositoryTest implements TasksContract, OutboxContract, ReferencesContract {

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

    @Test
    void whatIsGivenUpNeedsNoMemory() {
        add(task(id("given up")));
        repository.giveUp(id("given up"), "too many failures");
        repository.open(entry("i", resubmitting(id("foreign"))));
        giveUp("i");
        assertThat(repository.known(Set.of(id("foreign")))).isEmpty();

        clock.advance(Duration.ofMinutes(12));
        add();

        assertThat(repository.known(Set.of(id("given up")))).isEmpty();
    }
}
