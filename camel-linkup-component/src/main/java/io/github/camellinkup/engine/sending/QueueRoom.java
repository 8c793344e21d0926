package io.github.camellinkup.engine.sending;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupTasksQueueLimitExceededException;
import io.github.camellinkup.client.model.Quota;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.pace.EngineTimer;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Waits for room when the organisation's queue is full, and then sends on. The list of tasks tells how much room there
 * is; it is read at the pace of all such reads, and less and less often while there is none. No thread waits.
 * Thread-safe.
 */
final class QueueRoom implements TaskSender {

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /** The smallest page there is: only its quota is wanted. */
    private static final TaskQuery QUOTA_ONLY = new TaskQuery(1, 1, null, null, null, null);

    private final TaskSender sender;
    private final TaskLister lister;
    private final long timeoutNanos;
    private final EngineTimer timer;
    private final LongSupplier nanoTime;

    /**
     * @param sender sends one call
     * @param lister reads the list of tasks
     * @param timeout how long to wait for room at the most
     * @param nanoTime a clock that only goes forward, in nanoseconds
     */
    QueueRoom(TaskSender sender, TaskLister lister, Duration timeout, EngineTimer timer, LongSupplier nanoTime) {
        this.sender = sender;
        this.lister = lister;
        this.timeoutNanos = timeout.toNanos();
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    /**
     * Sends the requests, in more calls than one if the whole queue takes fewer. Fails with
     * {@link LinkupTasksQueueLimitExceededException} if there was no room in time, or with
     * {@link LinkupPartialBatchException} if some of the requests had gone out before a failure.
     */
    @Override
    public CompletionStage<List<Task>> send(List<TaskRequest> requests) {
        CompletableFuture<List<Task>> result = new CompletableFuture<>();
        new Sending(requests, result).tryToSend(requests.size());
        return result;
    }

    /** The requests of one call on their way through the queue. */
    private final class Sending {

        private final List<Task> created = new ArrayList<>();
        private final CompletableFuture<List<Task>> result;
        private final long deadline = nanoTime.getAsLong() + timeoutNanos;
        private List<TaskRequest> left;
        private Duration wait = FIRST_WAIT;

        Sending(List<TaskRequest> requests, CompletableFuture<List<Task>> result) {
            this.left = requests;
            this.result = result;
        }

        void tryToSend(int count) {
            try {
                sender.send(left.subList(0, count)).whenComplete((tasks, failure) -> sent(count, tasks, failure));
            } catch (RuntimeException e) {
                fail(count, e);
            }
        }

        private void sent(int count, List<Task> tasks, Throwable failure) {
            Throwable cause = failure == null ? null : Failures.cause(failure);
            if (cause == null) {
                created.addAll(tasks);
                left = left.subList(count, left.size());
                wait = FIRST_WAIT;
                if (left.isEmpty()) {
                    result.complete(created);
                } else {
                    tryToSend(Math.min(count, left.size()));
                }
            } else if (cause instanceof LinkupTasksQueueLimitExceededException full) {
                waitForRoom(full);
            } else {
                fail(count, cause);
            }
        }

        private void waitForRoom(LinkupTasksQueueLimitExceededException full) {
            if (nanoTime.getAsLong() + wait.toNanos() - deadline > 0) {
                fail(0, full);
                return;
            }
            try {
                Duration next = wait;
                wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
                timer.schedule(() -> lookForRoom(full), next);
            } catch (RuntimeException e) {
                fail(0, full);
            }
        }

        private void lookForRoom(LinkupTasksQueueLimitExceededException full) {
            lister.list(QUOTA_ONLY).whenComplete((page, failure) -> {
                Quota quota = failure == null ? page.quota() : null;
                if (quota == null) {
                    waitForRoom(full);
                    return;
                }
                int wanted = Math.max(1, Math.min(left.size(), quota.limit()));
                if (quota.limit() - quota.inFlight() >= wanted) {
                    tryToSend(wanted);
                } else {
                    waitForRoom(full);
                }
            });
        }

        /** @param sentLast how many of the requests that are left were in the call that failed */
        private void fail(int sentLast, Throwable cause) {
            boolean certain = cause instanceof LinkupException e && e.isCertainlyNotProcessed();
            if (created.isEmpty() && (certain || sentLast == left.size())) {
                result.completeExceptionally(cause);
                return;
            }
            List<TaskRequest> uncertain = certain ? List.of() : left.subList(0, sentLast);
            List<TaskRequest> notCreated = left.subList(uncertain.size(), left.size());
            result.completeExceptionally(new LinkupPartialBatchException(created, notCreated, uncertain, cause));
        }
    }
}
