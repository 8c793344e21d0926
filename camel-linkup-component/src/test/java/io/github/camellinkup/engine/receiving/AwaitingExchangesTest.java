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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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

    @Test
    void whoWaitedInVainIsToldWhyNothingCouldBeRead() {
        HandDrivenTimer timer = new HandDrivenTimer();
        FailingSource source = new FailingSource();
        AwaitingExchanges exchanges =
                new AwaitingExchanges(source, new EngineTimer(timer), Runnable::run, timer::nanoTime);

        CompletionStage<FinishedTask> waiting =
                exchanges.await(new PendingTask("one", "search", null, null, Map.of(), null, null, 0), TIMEOUT);
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
