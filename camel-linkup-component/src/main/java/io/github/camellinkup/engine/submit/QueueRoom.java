package io.github.camellinkup.engine.submit;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupTasksQueueLimitExceededException;
import io.github.camellinkup.client.model.Quota;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.outbox.PartialCallException;
import io.github.camellinkup.engine.outbox.Stages;
import io.github.camellinkup.engine.outbox.TaskLists;
import io.github.camellinkup.engine.outbox.TaskSender;
import io.github.camellinkup.engine.pace.EngineTimer;
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
 * Waits for room when the organisation's queue is full, and then sends on. The list of tasks tells how much room there
 * is; it is read at the pace of all such reads, and less and less often while there is none. No thread waits.
 * Thread-safe.
 */
final class QueueRoom implements TaskSender {

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /** So often room for a quarter of the requests is hoped for; later one free place is enough. */
    private static final int PATIENT_LOOKS = 3;

    /** The smallest page there is: only its quota is wanted. */
    private static final TaskQuery QUOTA_ONLY = new TaskQuery(1, 1, null, null, null, null);

    private final TaskSender sender;
    private final TaskLists lists;
    private final long timeoutNanos;
    private final EngineTimer timer;
    private final LongSupplier nanoTime;

    /**
     * @param sender sends one call
     * @param lists reads the list of tasks
     * @param timeout how long to wait for room at the most
     * @param nanoTime a clock that only goes forward, in nanoseconds
     */
    QueueRoom(TaskSender sender, TaskLists lists, Duration timeout, EngineTimer timer, LongSupplier nanoTime) {
        this.sender = sender;
        this.lists = lists;
        this.timeoutNanos = timeout.toNanos();
        this.timer = timer;
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
        new Sending(requests, result).tryToSend(requests.size());
        return result;
    }

    /** The requests of one call on their way through the queue. */
    private final class Sending {

        private final List<TaskRequest> requests;
        private final Task[] created;
        private final BitSet unrecorded = new BitSet();
        private final BitSet uncertain = new BitSet();
        private final CompletableFuture<List<Task>> result;
        private final long deadline = nanoTime.getAsLong() + timeoutNanos;
        private List<Integer> left;
        private Duration wait = FIRST_WAIT;
        private int looks;

        Sending(List<TaskRequest> requests, CompletableFuture<List<Task>> result) {
            this.requests = requests;
            this.created = new Task[requests.size()];
            this.left = IntStream.range(0, requests.size()).boxed().toList();
            this.result = result;
        }

        void tryToSend(int count) {
            List<Integer> places = left.subList(0, count);
            Stages.of(() -> sender.send(places.stream().map(requests::get).toList()))
                    .whenComplete((tasks, failure) -> sent(places, tasks, failure));
        }

        private void sent(List<Integer> places, List<Task> tasks, Throwable failure) {
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
            if (cause == null) {
                sendTheRest(places.size());
            } else if (cause instanceof LinkupTasksQueueLimitExceededException full && uncertain.isEmpty()) {
                // What Linkup asks for, whatever room the list shows meanwhile.
                full.getRetryAfter().filter(asked -> asked.compareTo(wait) > 0).ifPresent(asked -> wait = asked);
                waitForRoom(full);
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

        private void sendTheRest(int count) {
            wait = FIRST_WAIT;
            looks = 0;
            if (left.isEmpty()) {
                result.complete(List.of(created));
            } else {
                tryToSend(Math.min(count, left.size()));
            }
        }

        private void waitForRoom(LinkupTasksQueueLimitExceededException full) {
            // Compared as it is: what Linkup asks for can be more than nanoseconds can tell.
            if (wait.compareTo(Duration.ofNanos(deadline - nanoTime.getAsLong())) > 0) {
                fail(full);
                return;
            }
            try {
                Duration next = wait;
                wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
                timer.schedule(() -> lookForRoom(full), next);
            } catch (RuntimeException e) {
                fail(full);
            }
        }

        private void lookForRoom(LinkupTasksQueueLimitExceededException full) {
            Stages.of(() -> lists.page(false, QUOTA_ONLY)).whenComplete((page, failure) -> {
                Throwable cause = failure == null ? null : Failures.cause(failure);
                if (isForbidden(cause)) {
                    fail(cause);
                } else if (cause != null || page.quota() == null) {
                    waitForRoom(full);
                } else {
                    sendWhatFits(page.quota(), full);
                }
            });
        }

        private void sendWhatFits(Quota quota, LinkupTasksQueueLimitExceededException full) {
            looks++;
            int wanted = Math.max(1, Math.min(left.size(), quota.limit()));
            int room = quota.limit() - quota.inFlight();
            int leastPart = looks > PATIENT_LOOKS ? 1 : Math.max(1, wanted / 4);
            if (room >= leastPart) {
                tryToSend(Math.min(room, wanted));
            } else {
                waitForRoom(full);
            }
        }

        private void fail(Throwable cause) {
            boolean alike = Arrays.stream(created).allMatch(Objects::isNull)
                    && (uncertain.isEmpty() || uncertain.cardinality() == created.length);
            result.completeExceptionally(
                    alike ? cause : new PartialCallException(created, unrecorded, uncertain, cause));
        }
    }

    /** Waiting does not change that. */
    private static boolean isForbidden(Throwable cause) {
        return cause instanceof LinkupException e && (e.getStatusCode() == 401 || e.getStatusCode() == 403);
    }
}
