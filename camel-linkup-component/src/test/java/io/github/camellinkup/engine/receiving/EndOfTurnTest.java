package io.github.camellinkup.engine.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A turn ends also where there is no worker for its end, and comes again. */
class EndOfTurnTest {

    private final SimulatedList list = new SimulatedList();
    private final MemoryTaskRepository repository = new MemoryTaskRepository();
    private final TaskSelection selection = new SubmittedTasks(
            repository,
            new SelectionOptions(Set.of(), Set.of(TaskStatus.COMPLETED), 10),
            ConcurrentHashMap.newKeySet(),
            Recorders.direct(),
            Clock.fixed(SimulatedList.START, ZoneOffset.UTC),
            list::nanoTime);
    private final ResultReceiver receiver = new ResultReceiver(
            list, selection, Set.of(), new AwaitedResults(list::nanoTime), this::work, list::nanoTime);
    private final List<String> taken = new ArrayList<>();
    private boolean refusing;

    private void work(Runnable work) {
        if (refusing) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        work.run();
    }

    private CompletionStage<Boolean> take(List<FinishedTask> tasks) {
        for (FinishedTask task : tasks) {
            taken.add(task.id());
            selection.returned(task);
        }
        refusing = taken.size() == tasks.size();
        return CompletableFuture.completedFuture(true);
    }

    /** One task is read alone, several in a page. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void thatNoWorkerTakes(int number) {
        for (int i = 0; i < number; i++) {
            list.add("task" + i, "search", Duration.ZERO, Duration.ofSeconds(10));
            repository.created(
                    "intent" + i,
                    List.of(new PendingTask("task" + i, "search", SimulatedList.START, null, Map.of(), null, null, 0)));
        }
        list.advance(Duration.ofSeconds(20));

        CompletableFuture<Void> refused =
                receiver.take(receiver.next().orElseThrow(), this::take).toCompletableFuture();

        assertThat(refused).isCompletedExceptionally();
        assertThat(refused.handle((nothing, failure) -> failure).join()).isInstanceOf(OutOfMemoryError.class);
        list.advance(Duration.ofSeconds(2));
        refusing = false;
        assertThat(receiver.take(receiver.next().orElseThrow(), this::take).toCompletableFuture())
                .isCompleted();
        assertThat(taken).hasSize(2 * number);
    }
}
