package io.github.camellinkup.engine.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.TaskSink;
import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupTimeoutException;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.model.StreamedPage;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.engine.HandDrivenTimer;
import io.github.camellinkup.engine.pace.EngineTimer;
import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AwaitingExchangesTest {

    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    /** A service that fails every read. */
    private static final class FailingSource implements ResultSource {

        private final LinkupException failure =
                new LinkupUnknownException("out of order", ErrorAnswer.NONE, true, false, null);

        @Override
        public CompletionStage<StreamedPage> page(TaskQuery query, TaskSink sink) {
            return CompletableFuture.failedFuture(failure);
        }

        @Override
        public CompletionStage<Task> task(String taskId) {
            return CompletableFuture.failedFuture(failure);
        }

        @Override
        public boolean filters() {
            return true;
        }
    }

    /** Answers a second later. */
    private record Paced(SimulatedList list, HandDrivenTimer timer, List<String> readAlone) implements ResultSource {

        @Override
        public CompletionStage<StreamedPage> page(TaskQuery query, TaskSink sink) {
            return aSecondLater().thenCompose(now -> list.page(query, sink));
        }

        @Override
        public CompletionStage<Task> task(String taskId) {
            readAlone.add(taskId);
            return aSecondLater().thenCompose(now -> list.task(taskId));
        }

        private CompletionStage<Void> aSecondLater() {
            CompletableFuture<Void> later = new CompletableFuture<>();
            Runnable answer = () -> later.complete(null);
            timer.schedule(answer, 1, TimeUnit.SECONDS);
            return later;
        }

        @Override
        public boolean filters() {
            return true;
        }
    }

    @Test
    void whoWaitsForAResultThatIsTooLargeIsToldSoAtOnceAndOthersWaitOn() {
        SimulatedList list = new SimulatedList();
        HandDrivenTimer timer = new HandDrivenTimer();
        Paced source = new Paced(list, timer, new ArrayList<>());
        AwaitingExchanges exchanges =
                new AwaitingExchanges(source, new EngineTimer(timer), Runnable::run, timer::nanoTime);
        list.add("giant", "search", Duration.ZERO, Duration.ZERO);
        list.oversize("giant");
        list.advance(Duration.ofSeconds(1));
        List<CompletableFuture<FinishedTask>> others = IntStream.range(0, 10)
                .mapToObj(i -> {
                    list.add("later" + i, "search", Duration.ZERO, Duration.ofHours(1));
                    return exchanges.await(task("later" + i), TIMEOUT).toCompletableFuture();
                })
                .toList();

        CompletionStage<FinishedTask> waiting = exchanges.await(task("giant"), TIMEOUT);
        timer.advance(Duration.ofSeconds(10));

        assertThat(waiting.toCompletableFuture()).isCompletedWithValueMatching(FinishedTask::isUnreadable);
        assertThat(source.readAlone()).containsOnlyOnce("giant");
        assertThat(others).noneMatch(CompletableFuture::isDone);
    }

    private static PendingTask task(String id) {
        return new PendingTask(id, "search", null, null, Map.of(), null, null, 0);
    }

    @Test
    void whoWaitedInVainIsToldWhyNothingCouldBeRead() {
        HandDrivenTimer timer = new HandDrivenTimer();
        FailingSource source = new FailingSource();
        AwaitingExchanges exchanges =
                new AwaitingExchanges(source, new EngineTimer(timer), Runnable::run, timer::nanoTime);

        CompletionStage<FinishedTask> waiting = exchanges.await(task("one"), TIMEOUT);
        timer.advance(TIMEOUT);

        assertThat(waiting.toCompletableFuture())
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(LinkupTimeoutException.class)
                .withMessageContaining("Task one could not be read within 60000 ms")
                .withCause(source.failure);
    }
}
