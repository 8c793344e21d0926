package io.github.camellinkup.engine.submit;

import io.github.camellinkup.client.exception.LinkupTasksQueueLimitExceededException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.outbox.PartialCallException;
import io.github.camellinkup.engine.outbox.Stages;
import io.github.camellinkup.engine.outbox.TaskSender;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Sends calls, and lets them wait for room where the organisation's queue is full. A call is cut to the room that there is.
 * No thread waits. Thread-safe.
 */
final class QuotaSender implements TaskSender {

    private final TaskSender sender;
    private final QueueQuota quota;
    private final Duration timeout;
    private final LongSupplier nanoTime;

    /**
     * @param sender sends one call
     * @param timeout how long to wait for room at the most
     * @param nanoTime a clock that only goes forward, in nanoseconds
     */
    QuotaSender(TaskSender sender, QueueQuota quota, Duration timeout, LongSupplier nanoTime) {
        this.sender = sender;
        this.quota = quota;
        this.timeout = timeout;
        this.nanoTime = nanoTime;
    }

    /**
     * Sends the requests, in more calls than one if there is room for a part of them only. Fails with
     * {@link LinkupTasksQueueLimitExceededException} if there was no room in time, with the failure of the list if that
     * says that the key may not read it, or with {@link PartialCallException} if some of the requests had gone out
     * before a failure.
     */
    @Override
    public CompletionStage<List<Task>> send(List<TaskRequest> requests) {
        CompletableFuture<List<Task>> result = new CompletableFuture<>();
        Sending sending = new Sending(requests, result);
        LinkupTasksQueueLimitExceededException refusal = quota.refusal();
        if (refusal == null) {
            sending.send(requests.size(), false);
        } else {
            sending.waitForRoom(false, refusal);
        }
        return result;
    }

    /** The requests of one call on their way through the queue. */
    private final class Sending {

        private final List<TaskRequest> requests;
        private final Task[] created;
        private final BitSet unrecorded = new BitSet();
        private final BitSet uncertain = new BitSet();
        private final CompletableFuture<List<Task>> result;
        private final long deadline = nanoTime.getAsLong() + timeout.toNanos();
        private List<Integer> left;
        private LinkupTasksQueueLimitExceededException lastRefusal;

        Sending(List<TaskRequest> requests, CompletableFuture<List<Task>> result) {
            this.requests = requests;
            this.created = new Task[requests.size()];
            this.left = IntStream.range(0, requests.size()).boxed().toList();
            this.result = result;
        }

        /** @param isGranted whether it waited for room, and the quota counts it */
        void send(int count, boolean isGranted) {
            List<Integer> places = left.subList(0, count);
            Stages.of(() -> sender.send(places.stream().map(requests::get).toList()))
                    .whenComplete((tasks, failure) -> {
                        if (isGranted) {
                            quota.sent(count);
                        }
                        sent(places, isGranted, tasks, failure);
                    });
        }

        private void sent(List<Integer> places, boolean isGranted, List<Task> tasks, Throwable failure) {
            Throwable cause = failure == null ? null : PartialCallException.byPlace(Failures.cause(failure));
            if (cause instanceof PartialCallException partial) {
                takePart(places, partial);
                cause = partial.getCause();
            } else if (cause != null && !Failures.isCertainlyNotCreated(cause)) {
                places.forEach(uncertain::set);
            } else if (cause == null) {
                for (int i = 0; i < places.size(); i++) {
                    created[places.get(i)] = tasks.get(i);
                }
            }
            left = left.stream()
                    .filter(place -> created[place] == null && !uncertain.get(place))
                    .toList();
            if (cause == null && left.isEmpty()) {
                result.complete(List.of(created));
            } else if (cause == null) {
                waitForRoom(true, lastRefusal);
            } else if (cause instanceof LinkupTasksQueueLimitExceededException full && uncertain.isEmpty()) {
                waitForRoom(isGranted, full);
            } else {
                fail(cause);
            }
        }

        private void takePart(List<Integer> places, PartialCallException partial) {
            for (int i = 0; i < places.size(); i++) {
                created[places.get(i)] = partial.created(i);
                unrecorded.set(places.get(i), partial.isUnrecorded(i));
                uncertain.set(places.get(i), partial.isUncertain(i));
            }
        }

        /** @param isFirst whether it goes before others that wait, because it had its turn */
        void waitForRoom(boolean isFirst, LinkupTasksQueueLimitExceededException full) {
            lastRefusal = full;
            quota.await(left.size(), isFirst, Duration.ofNanos(deadline - nanoTime.getAsLong()), full)
                    .whenComplete((room, failure) -> {
                        if (failure == null) {
                            send(room, true);
                        } else {
                            fail(Failures.cause(failure));
                        }
                    });
        }

        private void fail(Throwable cause) {
            boolean alike = Arrays.stream(created).allMatch(Objects::isNull)
                    && (uncertain.isEmpty() || uncertain.cardinality() == created.length);
            result.completeExceptionally(
                    alike ? cause : new PartialCallException(created, unrecorded, uncertain, cause));
        }
    }
}
