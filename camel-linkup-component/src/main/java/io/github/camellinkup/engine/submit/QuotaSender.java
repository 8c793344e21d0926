package io.github.camellinkup.engine.submit;

import io.github.camellinkup.client.exception.LinkupTasksQueueLimitExceededException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.EngineTimer;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.outbox.PartialCallException;
import io.github.camellinkup.engine.outbox.RequestOutcomes;
import io.github.camellinkup.engine.outbox.TaskSender;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * Sends calls. While the organisation's queue is full they wait for room, and each is sent in parts that fit. No thread
 * waits. Thread-safe.
 */
final class QuotaSender implements TaskSender {

    private final TaskSender sender;
    private final QueueQuota quota;
    private final Duration timeout;
    private final EngineTimer timer;

    /**
     * @param sender sends one call
     * @param timeout how long to wait for room at the most
     */
    QuotaSender(TaskSender sender, QueueQuota quota, Duration timeout, EngineTimer timer) {
        this.sender = sender;
        this.quota = quota;
        this.timeout = timeout;
        this.timer = timer;
    }

    /**
     * Sends the requests, in several calls if there is room for a part of them only. Fails with
     * {@link LinkupTasksQueueLimitExceededException} if there is no room in time, with the failure of the list if the key
     * may not read it, or with {@link PartialCallException} if some requests were sent before the failure.
     */
    @Override
    public CompletionStage<List<Task>> send(List<TaskRequest> requests) {
        return send(requests, (place, task) -> {});
    }

    @Override
    public CompletionStage<List<Task>> send(List<TaskRequest> requests, BiConsumer<Integer, Task> created) {
        CompletableFuture<List<Task>> result = new CompletableFuture<>();
        Sending sending = new Sending(requests, created, result);
        LinkupTasksQueueLimitExceededException refusal = quota.refusal();
        if (refusal == null) {
            sending.send(requests.size(), false);
        } else {
            sending.waitForRoom(false, refusal);
        }
        return result;
    }

    /** The requests of one call. */
    private final class Sending {

        private final List<TaskRequest> requests;
        private final BiConsumer<Integer, Task> created;
        private final RequestOutcomes outcomes;
        private final CompletableFuture<List<Task>> result;
        private final long deadline = timer.nanoTime() + timeout.toNanos();
        private List<Integer> left;
        private LinkupTasksQueueLimitExceededException lastRefusal;

        Sending(List<TaskRequest> requests, BiConsumer<Integer, Task> created, CompletableFuture<List<Task>> result) {
            this.requests = requests;
            this.created = created;
            this.outcomes = new RequestOutcomes(requests.size());
            this.left = IntStream.range(0, requests.size()).boxed().toList();
            this.result = result;
        }

        /** @param isGranted whether the quota has granted the room, and counts it until the call ends */
        void send(int count, boolean isGranted) {
            List<Integer> places = left.subList(0, count);
            CompletableFuture.completedFuture(places.stream().map(requests::get).toList())
                    .thenCompose(sender::send)
                    .whenComplete((tasks, failure) -> {
                        if (isGranted) {
                            quota.sent(count);
                        }
                        sent(places, isGranted, tasks, failure);
                    });
        }

        private void sent(List<Integer> places, boolean isGranted, List<Task> tasks, Throwable failure) {
            Throwable cause = outcomes.sent(places, tasks, failure);
            List<Integer> uncertain = outcomes.uncertain();
            left = outcomes.withoutTask().stream()
                    .filter(place -> !uncertain.contains(place))
                    .toList();
            if (cause == null && left.isEmpty()) {
                result.complete(outcomes.tasks());
            } else if (cause == null) {
                for (int i = 0; i < places.size(); i++) {
                    created.accept(places.get(i), tasks.get(i));
                }
                waitForRoom(true, lastRefusal);
            } else if (cause instanceof LinkupTasksQueueLimitExceededException full && uncertain.isEmpty()) {
                waitForRoom(isGranted, full);
            } else {
                fail(cause);
            }
        }

        /** @param isFirst whether it goes before waiting calls, because it had its turn */
        void waitForRoom(boolean isFirst, LinkupTasksQueueLimitExceededException full) {
            lastRefusal = full;
            quota.await(left.size(), isFirst, Duration.ofNanos(deadline - timer.nanoTime()), full)
                    .whenComplete((room, failure) -> {
                        if (failure == null) {
                            send(room, true);
                        } else {
                            fail(Failures.cause(failure));
                        }
                    });
        }

        private void fail(Throwable cause) {
            result.completeExceptionally(outcomes.failure(cause));
        }
    }
}
