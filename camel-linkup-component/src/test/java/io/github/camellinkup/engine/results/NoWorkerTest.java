package io.github.camellinkup.engine.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.SimulatedLinkup;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A read ends also where there is no worker for its end, and is made again. */
class NoWorkerTest {

    private final SimulatedLinkup list = new SimulatedLinkup();
    private final MemoryTaskRepository repository = new MemoryTaskRepository();
    private final TaskSelection selection = new SubmittedTasks(
            repository,
            new SelectionOptions(Set.of(), Set.of(TaskStatus.COMPLETED), 10),
            ConcurrentHashMap.newKeySet(),
            Recorders.direct(),
            Clock.fixed(SimulatedLinkup.START, ZoneOffset.UTC),
            list::nanoTime);
    private final ResultSubscription subscription =
            new ResultSubscription(new ResultReader(list, this::work), list, selection, Set.of(), list::nanoTime);
    /** After so many workers there is no memory for more. */
    private int workers = Integer.MAX_VALUE;

    private void work(Runnable work) {
        if (workers-- <= 0) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        work.run();
    }

    /** One task is read alone, several in a page. */
    @ParameterizedTest
    @CsvSource({"1, 0", "1, 1", "1, 2", "5, 0", "5, 1", "5, 2"})
    void whereThereIsNoWorkerTheReadFailsAndIsMadeAgain(int tasks, int found) {
        for (int i = 0; i < tasks; i++) {
            list.add("task" + i, "search", Duration.ZERO, Duration.ofSeconds(10));
            repository.created(
                    "intent" + i,
                    List.of(new PendingTask(
                            "task" + i, "search", SimulatedLinkup.START, null, Map.of(), null, null, 0)));
        }
        list.advance(Duration.ofSeconds(20));
        assertThat(subscription.isDue()).isTrue();
        workers = found;

        CompletableFuture<List<FinishedTask>> refused = subscription.read();

        assertThat(refused).isCompletedExceptionally();
        assertThat(refused.handle((nothing, failure) -> failure).join()).isInstanceOf(OutOfMemoryError.class);
        workers = Integer.MAX_VALUE;
        assertThat(subscription.isDue()).isTrue();
        assertThat(subscription.read().join()).hasSize(tasks);
    }
}
