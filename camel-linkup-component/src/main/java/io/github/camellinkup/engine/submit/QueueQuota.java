package io.github.camellinkup.engine.submit;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupTasksQueueLimitExceededException;
import io.github.camellinkup.client.model.Quota;
import io.github.camellinkup.engine.EngineTimer;
import io.github.camellinkup.engine.GrowingWait;
import io.github.camellinkup.engine.exception.Failures;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Lets calls wait for room in the organisation's full queue, in the order in which they came: batches and single requests
 * of all producers of an engine. Every page of tasks tells the quota; where none is read for others, one is asked for. No
 * thread waits. Thread-safe.
 */
public final class QueueQuota {

    /** After so long without another grant, the quota counts whatever the calls have created, also of those that were cut. */
    private static final long GRANT_COUNTS = Duration.ofSeconds(15).toNanos();

    private final Supplier<CompletionStage<Quota>> reader;
    private final EngineTimer timer;
    private final Deque<Waiter> waiting = new ArrayDeque<>();
    private final GrowingWait wait = new GrowingWait(Duration.ofSeconds(1), Duration.ofSeconds(10));
    private boolean looking;
    private long notBefore;

    /** Requests that were let out and whose calls have not ended: the quota of a page may not count them yet. */
    private int granted;

    private long lastGrant;

    private LinkupTasksQueueLimitExceededException lastRefusal;
    private Quota lastQuota;

    /**
     * What is known of the queue.
     *
     * @param quota the quota of the page that was read last; null if none was read
     * @param waitingCalls how many calls wait for room
     */
    public record State(Quota quota, int waitingCalls) {}

    /** A call that waits for room for some of its requests. */
    private record Waiter(
            int wanted,
            long deadline,
            LinkupTasksQueueLimitExceededException refusal,
            CompletableFuture<Integer> room) {}

    /** @param reader asks for a page with the quota */
    public QueueQuota(Supplier<CompletionStage<Quota>> reader, EngineTimer timer) {
        this.reader = reader;
        this.timer = timer;
        this.notBefore = timer.nanoTime();
    }

    /** Why calls wait at present; null if none does, so that a call may go out without asking. */
    synchronized LinkupTasksQueueLimitExceededException refusal() {
        return waiting.isEmpty() ? null : lastRefusal;
    }

    /**
     * Waits for room.
     *
     * @param wanted for how many requests
     * @param isFirst whether the call goes before those that wait, because it had its turn
     * @param timeout how long to wait at the most
     * @param full how Linkup refused the call
     * @return for how many there is room, at least one: say {@link #sent} when their call has ended. Fails with the
     *     refusal when the time is up or Linkup asks for a longer wait, or with the failure of the list if the key may not
     *     read it
     */
    CompletionStage<Integer> await(
            int wanted, boolean isFirst, Duration timeout, LinkupTasksQueueLimitExceededException full) {
        Waiter waiter = new Waiter(wanted, timer.nanoTime() + timeout.toNanos(), full, new CompletableFuture<>());
        Duration asked = full.getRetryAfter().orElse(Duration.ZERO);
        // Compared as it is: what Linkup asks for can be more than nanoseconds can tell.
        if (asked.compareTo(timeout) > 0) {
            waiter.room().completeExceptionally(full);
            return waiter.room();
        }
        synchronized (this) {
            if (waiting.isEmpty()) {
                wait.reset();
            }
            lastRefusal = full;
            notBefore = Math.max(notBefore, timer.nanoTime() + asked.toNanos());
            if (isFirst) {
                waiting.addFirst(waiter);
            } else {
                waiting.addLast(waiter);
            }
        }
        look();
        return waiter.room();
    }

    public synchronized State state() {
        return new State(lastQuota, waiting.size());
    }

    /** A call that had been let out has ended. */
    synchronized void sent(int requests) {
        granted = Math.max(0, granted - requests);
    }

    private void look() {
        Duration next;
        synchronized (this) {
            if (looking || waiting.isEmpty()) {
                return;
            }
            looking = true;
            next = untilNextLook();
        }
        try {
            timer.schedule(this::read, next);
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                looking = false;
            }
            fail(waiter -> true, waiter -> waiter.refusal);
        }
    }

    /** Less and less often while there is no room, but not before the time that Linkup asks for. */
    private Duration untilNextLook() {
        long now = timer.nanoTime();
        long next = Math.max(wait.next().toNanos(), notBefore - now);
        for (Waiter waiter : waiting) {
            next = Math.min(next, waiter.deadline - now);
        }
        return Duration.ofNanos(Math.max(0, next));
    }

    private void read() {
        fail(waiter -> timer.nanoTime() - waiter.deadline >= 0, waiter -> waiter.refusal);
        synchronized (this) {
            if (waiting.isEmpty()) {
                looking = false;
                return;
            }
        }
        CompletableFuture.completedFuture(reader).thenCompose(Supplier::get).whenComplete((quota, failure) -> {
            Throwable cause = failure == null ? null : Failures.cause(failure);
            if (isForbidden(cause)) {
                fail(waiter -> true, waiter -> cause);
            } else if (cause == null) {
                quotaRead(quota);
            }
            synchronized (this) {
                looking = false;
            }
            look();
        });
    }

    /**
     * A page with the quota was read: calls that fit go, in order, the last of them perhaps for a part of its requests.
     *
     * @param quota null if the page does not have it
     */
    public void quotaRead(Quota quota) {
        Map<Waiter, Integer> parts = new LinkedHashMap<>();
        synchronized (this) {
            lastQuota = quota == null ? lastQuota : quota;
            granted = timer.nanoTime() - lastGrant > GRANT_COUNTS ? 0 : granted;
            int room =
                    quota == null || timer.nanoTime() - notBefore < 0 ? 0 : quota.limit() - quota.inFlight() - granted;
            while (room > 0 && !waiting.isEmpty()) {
                Waiter next = waiting.remove();
                int part = Math.min(room, next.wanted);
                parts.put(next, part);
                room -= part;
                granted += part;
                lastGrant = timer.nanoTime();
                wait.reset();
            }
        }
        parts.forEach((waiter, part) -> waiter.room().complete(part));
    }

    private void fail(Predicate<Waiter> which, Function<Waiter, Throwable> failure) {
        List<Waiter> failed = new ArrayList<>();
        synchronized (this) {
            waiting.removeIf(waiter -> which.test(waiter) && failed.add(waiter));
        }
        failed.forEach(waiter -> waiter.room().completeExceptionally(failure.apply(waiter)));
    }

    /** Waiting does not change that. */
    private static boolean isForbidden(Throwable cause) {
        return cause instanceof LinkupException e && (e.getStatusCode() == 401 || e.getStatusCode() == 403);
    }
}
