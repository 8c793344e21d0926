package io.github.camellinkup.engine.results;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The results that exchanges wait for. The reader offers finished tasks here first.
 * Thread-safe; nothing blocks.
 */
public final class AwaitedResults implements TaskSelection {

    /**
     * An exchange that waits.
     *
     * @param number tells it from others that wait for the same task, at the same time or later
     */
    record Waiting(long number, PendingTask task, CompletableFuture<FinishedTask> result) {}

    private final Map<String, List<Waiting>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    /** When the results had finished that {@link #give} has given since the subscription asked for that. */
    private final Queue<Instant> given = new ConcurrentLinkedQueue<>();

    private final Set<String> passedOver = ConcurrentHashMap.newKeySet();
    private final MissedTasks missed;

    /** @param nanoTime a clock that only goes forward, in nanoseconds */
    AwaitedResults(LongSupplier nanoTime) {
        this.missed = new MissedTasks(nanoTime);
    }

    /** Waits for the result of a task: the finished task, which may have failed, expired or be unreadable. */
    Waiting await(PendingTask task) {
        Waiting added = new Waiting(numbers.incrementAndGet(), task, new CompletableFuture<>());
        waiting.merge(task.id(), List.of(added), AwaitedResults::joined);
        return added;
    }

    private static List<Waiting> joined(List<Waiting> some, List<Waiting> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /**
     * Ends the waiting for a task. Removed before its future completes, because an exchange can then wait for the same task
     * once more.
     *
     * @return what waited for it
     */
    private List<Waiting> leave(String taskId) {
        List<Waiting> left = waiting.remove(taskId);
        missed.remove(taskId);
        return left == null ? List.of() : left;
    }

    /** Gives a finished task to the exchanges that wait for it, if there still are any. */
    void complete(FinishedTask task) {
        leave(task.id()).forEach(each -> each.result().complete(task));
    }

    /** Whether any exchange waits for a task. */
    boolean isAwaited(String taskId) {
        return waiting.containsKey(taskId);
    }

    /** Ends the waiting of one exchange, if it still waits. */
    void fail(String taskId, long number, Throwable failure) {
        List<Waiting> failed = new ArrayList<>();
        waiting.computeIfPresent(taskId, (id, all) -> {
            List<Waiting> rest = new ArrayList<>();
            all.forEach(each -> (each.number() == number ? failed : rest).add(each));
            return rest.isEmpty() ? null : List.copyOf(rest);
        });
        failed.forEach(each -> each.result().completeExceptionally(failure));
    }

    /** Ends all waiting with this failure. */
    void fail(Throwable failure) {
        waiting.keySet().forEach(id -> leave(id).forEach(each -> each.result().completeExceptionally(failure)));
    }

    @Override
    public Demand demand() {
        Map<String, Integer> types = new HashMap<>();
        Instant oldest = null;
        Instant newest = null;
        int count = 0;
        for (List<Waiting> each : waiting.values()) {
            PendingTask task = each.get(0).task();
            Instant time = time(task);
            types.merge(task.type(), 1, Integer::sum);
            oldest = oldest == null || time.isBefore(oldest) ? time : oldest;
            newest = newest == null || time.isAfter(newest) ? time : newest;
            count++;
        }
        return count == 0 ? Demand.NOTHING : new Demand(count, types, oldest, newest);
    }

    /** As {@link #select}, for pages that are read for others too. */
    void give(List<Task> finished) {
        select(finished).forEach(task -> given.add(task.finishedAt() == null ? Instant.MAX : task.finishedAt()));
    }

    @Override
    public List<Instant> foundElsewhere() {
        List<Instant> found = new ArrayList<>();
        for (Instant next = given.poll(); next != null; next = given.poll()) {
            found.add(next);
        }
        return found;
    }

    /** What was awaited is given to its exchange as it is read. */
    @Override
    public List<FinishedTask> select(List<Task> finished) {
        List<FinishedTask> given = new ArrayList<>();
        for (Task task : finished) {
            List<Waiting> left = waiting.containsKey(task.id()) ? leave(task.id()) : List.of();
            left.forEach(each -> {
                FinishedTask result = FinishedTask.of(each.task(), task);
                given.add(result);
                each.result().complete(result);
            });
        }
        return given;
    }

    @Override
    public FinishedTask selectExpired(PendingTask task) {
        return waiting.containsKey(task.id()) && missed.isExpired(task) ? FinishedTask.expired(task) : null;
    }

    @Override
    public FinishedTask selectUnreadable(PendingTask task, LinkupException reason) {
        return waiting.containsKey(task.id()) ? FinishedTask.unreadable(task, reason) : null;
    }

    @Override
    public List<PendingTask> oldest(int limit) {
        List<PendingTask> oldest = new ArrayList<>();
        waiting.values().forEach(each -> oldest.add(each.get(0).task()));
        oldest.sort(Comparator.comparing(AwaitedResults::time));
        return oldest.subList(0, Math.min(limit, oldest.size()));
    }

    private static Instant time(PendingTask task) {
        return task.createdAt() == null ? Instant.EPOCH : task.createdAt();
    }

    @Override
    public void passedOver(Set<String> taskIds) {
        taskIds.stream().filter(waiting::containsKey).forEach(passedOver::add);
    }

    @Override
    public List<FailedDelivery> dueAgain() {
        passedOver.retainAll(waiting.keySet());
        return passedOver.stream()
                .map(waiting::get)
                .filter(Objects::nonNull)
                .map(each -> new FailedDelivery(each.get(0).task(), null))
                .toList();
    }

    @Override
    public void taken(FinishedTask task) {
        // The exchange has the result.
    }

    @Override
    public CompletableFuture<Boolean> failed(FinishedTask task, String reason) {
        return CompletableFuture.completedFuture(false);
    }

    @Override
    public void giveUp(FinishedTask task, String reason) {
        // The exchange fails with the reason.
    }

    @Override
    public void returned(FinishedTask task) {
        // Results go to their exchanges at once, so none is returned.
    }

    @Override
    public void postponed(FinishedTask task, int times) {
        // Results go to their exchanges at once, so none is returned.
    }

    @Override
    public void missed(PendingTask task) {
        // It is read alone again when the next page passes it over.
        passedOver.remove(task.id());
    }

    @Override
    public Instant since() {
        return null;
    }

    @Override
    public void covered(Instant time) {
        // Only tasks that are still awaited are wanted.
    }
}
