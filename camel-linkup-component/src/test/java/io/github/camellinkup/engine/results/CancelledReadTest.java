package io.github.camellinkup.engine.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.SimulatedLinkup;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A read that is given up goes on for a moment on a worker. The next one does not begin beside it. */
class CancelledReadTest {

    private final SimulatedLinkup list = new SimulatedLinkup();
    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final MemoryTaskRepository repository = new MemoryTaskRepository();
    private final Set<String> inProgress = ConcurrentHashMap.newKeySet();
    private final TaskSelection selection = new SubmittedTasks(
            repository,
            new SelectionOptions(Set.of(), Set.of(TaskStatus.COMPLETED), 10),
            inProgress,
            Recorders.direct(),
            Clock.fixed(SimulatedLinkup.START, ZoneOffset.UTC),
            list::nanoTime);
    private final HeldUp source = new HeldUp();
    private final ResultSubscription subscription =
            new ResultSubscription(new ResultReader(source, workers::add), source, selection, Set.of(), list::nanoTime);

    /** Answers when the test says so, with what the simulated list has. */
    private final class HeldUp implements TaskSource {

        private TaskQuery query;
        private CompletableFuture<TaskPage> page;
        private String taskId;
        private CompletableFuture<Task> task;

        @Override
        public CompletionStage<TaskPage> page(TaskQuery asked) {
            query = asked;
            page = new CompletableFuture<>();
            return page;
        }

        void answerPage() {
            list.page(query).thenAccept(page::complete);
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
                List.of(new PendingTask(id, "search", SimulatedLinkup.START, null, Map.of(), null, null, 0)));
    }

    private void runWorkers() {
        while (!workers.isEmpty()) {
            workers.remove().run();
        }
    }

    private CompletableFuture<List<FinishedTask>> begin() {
        assertThat(subscription.prepareRead()).isTrue();
        CompletableFuture<List<FinishedTask>> read = subscription.read();
        runWorkers();
        return read;
    }

    private void aSecondLater() {
        list.advance(Duration.ofSeconds(2));
    }

    /** Runs workers until only the one is left on which the results are offered. */
    private void untilOffered() {
        workers.remove().run();
        assertThat(workers).as("the tasks are still to be offered").hasSize(1);
    }

    private void assertThatAllCanBeReadAgain(int tasks) {
        assertThat(inProgress).isEmpty();
        CompletableFuture<List<FinishedTask>> next = begin();
        if (tasks == 1) {
            source.answerTask();
        } else {
            source.answerPage();
        }
        runWorkers();
        assertThat(next.join()).hasSize(tasks);
    }

    @Test
    void theNextReadWaitsForTasksThatAreStillBeingOffered() {
        CompletableFuture<List<FinishedTask>> read = begin();
        source.answerPage();
        untilOffered();

        read.cancel(true);
        aSecondLater();

        assertThat(subscription.prepareRead()).isFalse();
        assertThat(subscription.hasMorePages()).isFalse();
        runWorkers();
        assertThatAllCanBeReadAgain(3);
    }

    @Test
    void theNextReadWaitsForATaskThatIsStillBeingOffered() {
        repository.taken("a");
        repository.taken("b");
        CompletableFuture<List<FinishedTask>> read = begin();
        source.answerTask();
        untilOffered();

        read.cancel(true);
        aSecondLater();

        assertThat(subscription.prepareRead()).isFalse();
        runWorkers();
        assertThatAllCanBeReadAgain(1);
    }

    @Test
    void aPageThatNobodyWantsAnyMoreIsGivenUp() {
        CompletableFuture<List<FinishedTask>> read = begin();

        read.cancel(true);
        runWorkers();

        assertThat(source.page).isCancelled();
        assertThatAllCanBeReadAgain(3);
    }

    @Test
    void whatIsReadIsReadAgainUnlessItWasHandedOn() {
        CompletableFuture<List<FinishedTask>> read = begin();
        source.answerPage();
        runWorkers();
        read.join().forEach(selection::returned);
        aSecondLater();

        assertThatAllCanBeReadAgain(3);
    }

    @Test
    void whoIsToldOfTheEndOfAReadMayBeginTheNext() {
        CompletableFuture<Boolean> next = new CompletableFuture<>();
        begin().thenAccept(results -> {
            results.forEach(selection::returned);
            aSecondLater();
            next.complete(subscription.prepareRead());
        });
        source.answerPage();
        runWorkers();

        assertThat(next).isCompletedWithValue(true);
    }
}
