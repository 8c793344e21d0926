package io.github.camellinkup.engine.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupTasksQueueLimitExceededException;
import io.github.camellinkup.client.model.Quota;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.engine.HandDrivenTimer;
import io.github.camellinkup.engine.outbox.Calls;
import io.github.camellinkup.engine.pace.EngineTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A sender that waits for room, and a queue and a time that a test drives. */
final class QueueRoomRun {

    static final LinkupTasksQueueLimitExceededException FULL =
            new LinkupTasksQueueLimitExceededException("The queue is full", ErrorAnswer.ofStatus(429));

    final HandDrivenTimer timer = new HandDrivenTimer();
    final EngineTimer engineTimer = new EngineTimer(timer);
    final Calls calls = new Calls();
    final List<Long> readsAtSecond = new ArrayList<>();
    Quota quota = new Quota(1_000, 1_000);
    RuntimeException readFailure;

    final QueueRoom room = new QueueRoom(calls, this::page, Duration.ofMinutes(10), engineTimer, timer::nanoTime);

    private CompletionStage<TaskPage> page(boolean research, TaskQuery query) {
        assertThat(query.pageSize()).isEqualTo(1);
        readsAtSecond.add(Duration.ofNanos(timer.nanoTime()).toSeconds());
        if (readFailure != null) {
            return CompletableFuture.failedFuture(readFailure);
        }
        Task any = Calls.task("any");
        return CompletableFuture.completedFuture(new TaskPage(1, 1, 1, 1, List.of(any), quota, any.json()));
    }
}
