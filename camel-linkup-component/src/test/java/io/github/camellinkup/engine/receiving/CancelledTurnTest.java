package io.github.camellinkup.engine.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.TaskSink;
import io.github.camellinkup.client.model.StreamedPage;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A turn that is given up goes on for a moment on a worker. The next one does not begin beside it. */
class CancelledTurnTest {

    private final SimulatedList list = new SimulatedList();
    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final MemoryTaskRepository repository = new MemoryTaskRepository();
    private final Set<String> inProgress = ConcurrentHashMap.newKeySet();
    private final TaskSelection selection = new SubmittedTasks(
            repository,
            new SelectionOptions(Set.of(), Set.of(TaskStatus.COMPLETED), 10),
            inProgress,
            Recorders.direct(),
            Clock.fixed(SimulatedList.START, ZoneOffset.UTC),
            list::nanoTime);
    private final HeldUp source = new HeldUp();
    private final ResultReceiver receiver = new ResultReceiver(
            source, selection, Set.of(), new AwaitedResults(list::nanoTime), workers::add, list::nanoTime);
    private final List<FinishedTask> taken = new ArrayList<>();

    /** Answers when the test says so, with what the simulated list has. */
    private final class HeldUp implements ResultSource {

        private TaskSink sink;
        private TaskQuery query;
        private CompletableFuture<StreamedPage> page;
        private String taskId;
        private CompletableFuture<Task> task;

        @Override
        public CompletionStage<StreamedPage> page(TaskQuery asked, TaskSink into) {
            query = asked;
            sink = into;
            page = new CompletableFuture<>();
            return page;
        }

        void answerPage() {
            list.page(query, sink).thenAccept(page::complete);
        }

        @Override
        public CompletionStage<Task> task(String id) {
            taskId = id;
            task = new CompletableFuture<>();
            return task;
        }

        void answerTask() {
            list.task(taskId).thenAccept(task::complete);
        }

        @Override
        public Instant now() {
            return list.now();
        }

        @Override
        public boolean filters() {
            return true;
        }
    }

    @BeforeEach
    void threeAreFinished() {
        for (String id : List.of("a", "b", "c")) {
            add(id);
        }
        list.advance(Duration.ofSeconds(20));
    }

    private void add(String id) {
        list.add(id, "search", Duration.ZERO, Duration.ofSeconds(10));
        repository.created(
                "intent-" + id,
                List.of(new PendingTask(id, "search", SimulatedList.START, null, Map.of(), null, null, 0)));
    }

    private void runWorkers() {
        while (!workers.isEmpty()) {
            workers.remove().run();
        }
    }

    private CompletableFuture<Void> begin() {
        Turn turn = receiver.next().orElseThrow();
        return receiver.take(turn, this::take).toCompletableFuture();
    }

    private CompletionStage<Boolean> take(List<FinishedTask> tasks) {
        taken.addAll(tasks);
        return CompletableFuture.completedFuture(true);
    }

    private void aSecondLater() {
        list.advance(Duration.ofSeconds(2));
    }

    @Test
    void theNextTurnWaitsForThePlanToBeToldOfAPage() {
        CompletableFuture<Void> turn = begin();
        source.answerPage();
        workers.remove().run();
        assertThat(taken).hasSize(3);

        turn.cancel(true);
        taken.forEach(selection::returned);
        aSecondLater();

        assertThat(workers).as("the plan is still to be told").hasSize(1);
        assertThat(receiver.next()).isEmpty();
        assertThat(receiver.isCatchingUp()).isFalse();
        runWorkers();
        assertThat(receiver.next()).isPresent();
    }

    @Test
    void theNextTurnWaitsForTasksThatAreStillBeingOffered() {
        CompletableFuture<Void> turn = begin();
        source.answerPage();

        turn.cancel(true);
        aSecondLater();

        assertThat(workers).as("the tasks are still to be offered").hasSize(1);
        assertThat(receiver.next()).isEmpty();
        runWorkers();
        taken.forEach(selection::returned);
        assertThat(receiver.next()).isPresent();
    }

    @Test
    void whatArrivesOfAPageThatWasGivenUpIsOfferedToNobody() {
        begin().cancel(true);
        runWorkers();
        aSecondLater();
        TaskSink late = source.sink;
        assertThat(receiver.next()).isPresent();

        late.take(List.of(list.task("a").toCompletableFuture().join()));
        runWorkers();

        assertThat(taken).isEmpty();
        assertThat(inProgress).isEmpty();
    }

    @Test
    void theNextTurnWaitsForThePlanToBeToldOfATask() {
        repository.taken("a");
        repository.taken("b");
        CompletableFuture<Void> turn = begin();
        source.answerTask();
        workers.remove().run();
        assertThat(taken).hasSize(1);

        turn.cancel(true);
        taken.forEach(selection::returned);
        aSecondLater();

        assertThat(workers).hasSize(1);
        assertThat(receiver.next()).isEmpty();
        runWorkers();
        assertThat(receiver.next()).isPresent();
    }

    @Test
    void whoeverIsToldOfTheEndOfATurnMayBeginTheNext() {
        CompletableFuture<Boolean> next = new CompletableFuture<>();
        begin().whenComplete((nothing, failure) -> {
            taken.forEach(selection::returned);
            aSecondLater();
            next.complete(receiver.next().isPresent());
        });
        source.answerPage();
        runWorkers();

        assertThat(next).isCompletedWithValue(true);
    }
}
