package io.github.camellinkup.engine.receiving;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The results that exchanges wait for themselves. Whoever reads tasks for this engine offers them here first.
 * Thread-safe; nothing blocks.
 */
public final class AwaitedResults implements TaskSelection {

    private record Waiting(PendingTask task, CompletableFuture<FinishedTask> result) {}

    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();
    private final Set<String> passedOver = ConcurrentHashMap.newKeySet();
    private final MissedTasks missed;

    /** @param nanoTime a clock that only goes forward, in nanoseconds */
    AwaitedResults(LongSupplier nanoTime) {
        this.missed = new MissedTasks(nanoTime);
    }

    /**
     * Waits for the result of a task.
     *
     * @return the finished task, which may have failed, expired or be unreadable; to give up waiting, cancel the future
     */
    CompletableFuture<FinishedTask> await(PendingTask task) {
        CompletableFuture<FinishedTask> result = new CompletableFuture<>();
        waiting.put(task.id(), new Waiting(task, result));
        result.whenComplete((finished, failure) -> {
            waiting.remove(task.id());
            missed.remove(task.id());
        });
        return result;
    }

    /** Gives a finished task to the exchange that waits for it; false if none does. */
    boolean complete(Task task) {
        Waiting found = waiting.get(task.id());
        return found != null && found.result().complete(FinishedTask.of(found.task(), task));
    }

    /** Gives a finished task to the exchange that waits for it, if there still is one. */
    void complete(FinishedTask task) {
        Waiting found = waiting.get(task.id());
        if (found != null) {
            found.result().complete(task);
        }
    }

    /** Ends the waiting for a task, if it is still awaited. */
    void fail(String taskId, Throwable failure) {
        Waiting found = waiting.get(taskId);
        if (found != null) {
            found.result().completeExceptionally(failure);
        }
    }

    /** Ends all waiting with this failure. */
    void fail(Throwable failure) {
        waiting.values().forEach(each -> each.result().completeExceptionally(failure));
    }

    @Override
    public Demand demand() {
        Map<String, Integer> types = new HashMap<>();
        Instant oldest = null;
        Instant newest = null;
        int count = 0;
        for (Waiting each : waiting.values()) {
            Instant time = each.task().createdAt() == null
                    ? Instant.EPOCH
                    : each.task().createdAt();
            types.merge(each.task().type(), 1, Integer::sum);
            oldest = oldest == null || time.isBefore(oldest) ? time : oldest;
            newest = newest == null || time.isAfter(newest) ? time : newest;
            count++;
        }
        return count == 0 ? Demand.NOTHING : new Demand(count, types, oldest, newest);
    }

    /** What was awaited is given to its exchange as it is read. */
    @Override
    public List<FinishedTask> select(List<Task> finished) {
        return List.of();
    }

    @Override
    public FinishedTask selectExpired(PendingTask task) {
        Waiting found = waiting.get(task.id());
        return found != null && missed.isExpired(task) ? FinishedTask.expired(found.task()) : null;
    }

    @Override
    public FinishedTask selectUnreadable(PendingTask task, LinkupException reason) {
        Waiting found = waiting.get(task.id());
        return found == null ? null : FinishedTask.unreadable(found.task(), reason);
    }

    @Override
    public List<PendingTask> oldest(int limit) {
        List<PendingTask> oldest = new ArrayList<>();
        waiting.values().forEach(each -> oldest.add(each.task()));
        oldest.sort((a, b) -> time(a).compareTo(time(b)));
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
                .map(each -> new FailedDelivery(each.task(), null))
                .toList();
    }

    @Override
    public void taken(FinishedTask task) {
        // The exchange that waited has it.
    }

    @Override
    public CompletableFuture<Boolean> failed(FinishedTask task, String reason) {
        return CompletableFuture.completedFuture(false);
    }

    @Override
    public void giveUp(FinishedTask task, String reason) {
        // The exchange that waited says so.
    }

    @Override
    public void returned(FinishedTask task) {
        // It never comes here.
    }

    @Override
    public void postponed(FinishedTask task, int times) {
        // It never comes here.
    }

    @Override
    public void missed(PendingTask task) {
        // Whatever is awaited is read in turn, and the next page passes it over again.
        passedOver.remove(task.id());
    }

    @Override
    public Instant since() {
        return null;
    }

    @Override
    public void covered(Instant time) {
        // What is still awaited is what is wanted.
    }
}
