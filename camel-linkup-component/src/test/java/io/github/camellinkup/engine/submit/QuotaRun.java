package io.github.camellinkup.engine.submit;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupTasksQueueLimitExceededException;
import io.github.camellinkup.client.model.Quota;
import io.github.camellinkup.engine.EngineTimer;
import io.github.camellinkup.engine.HandDrivenTimer;
import io.github.camellinkup.engine.outbox.Calls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A sender that waits for room, and a queue and a time that a test drives. */
final class QuotaRun {

    static final LinkupTasksQueueLimitExceededException FULL =
            new LinkupTasksQueueLimitExceededException("The queue is full", ErrorAnswer.ofStatus(429));

    final HandDrivenTimer timer = new HandDrivenTimer();
    final EngineTimer engineTimer = new EngineTimer(timer, Runnable::run, timer::nanoTime);
    final Calls calls = new Calls();
    final List<Long> readsAtSecond = new ArrayList<>();
    Quota quota = new Quota(1_000, 1_000);
    RuntimeException readFailure;

    final QueueQuota queue = new QueueQuota(this::read, engineTimer);
    final QuotaSender sender = new QuotaSender(calls, queue, Duration.ofMinutes(10), engineTimer);

    private CompletionStage<Quota> read() {
        readsAtSecond.add(Duration.ofNanos(timer.nanoTime()).toSeconds());
        return readFailure == null
                ? CompletableFuture.completedFuture(quota)
                : CompletableFuture.failedFuture(readFailure);
    }
}
