package io.github.camellinkup.test;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camellinkup.test.StandInTask.Status;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Creates tasks, all of a call or none, and shows them. The lock around the store. */
final class TaskDesk {

    /** What a client sends for one task. */
    record Order(String type, JsonNode input) {}

    /** A page of tasks and the figures that go with it. */
    record Page(List<TaskEntry.View> tasks, int total, int inFlight) {}

    private record FailureRule(Predicate<StandInTask> when, String message) {}

    private final Clock clock;
    private final int queueLimit;
    private final long resultLifetimeMillis;
    private final double pendingShare;
    private final Map<String, TaskTime> times;
    private final TaskTime listedLate;
    private final Credits credits;
    private final List<FailureRule> failureRules = new CopyOnWriteArrayList<>();
    private TaskStore store;

    TaskDesk(
            Clock clock,
            int queueLimit,
            long resultLifetimeMillis,
            double pendingShare,
            Map<String, TaskTime> times,
            TaskTime listedLate,
            Credits credits) {
        this.clock = clock;
        this.queueLimit = queueLimit;
        this.resultLifetimeMillis = resultLifetimeMillis;
        this.pendingShare = pendingShare;
        this.times = Map.copyOf(times);
        this.listedLate = listedLate;
        this.credits = credits;
        this.store = new TaskStore(resultLifetimeMillis);
    }

    void failWhen(Predicate<StandInTask> when, String message) {
        failureRules.add(new FailureRule(when, message));
    }

    synchronized void reset() {
        failureRules.clear();
        store = new TaskStore(resultLifetimeMillis);
    }

    int queueLimit() {
        return queueLimit;
    }

    synchronized List<StandInTask> create(List<Order> orders) {
        Instant now = settled();
        if (store.inFlight() + orders.size() > queueLimit) {
            throw new ApiError(
                    429,
                    "TASKS_QUEUE_LIMIT_EXCEEDED",
                    "The queue holds " + store.inFlight() + " of " + queueLimit + " tasks; " + orders.size()
                            + " more are too many");
        }
        List<TaskEntry> entries = new ArrayList<>();
        BigDecimal price = BigDecimal.ZERO;
        for (Order order : orders) {
            TaskEntry entry = plan(order, store.nextNumber() + entries.size(), now);
            entries.add(entry);
            // A failed task costs nothing, and which ones will fail is settled here.
            price = entry.error == null ? price.add(credits.price(order.type())) : price;
        }
        credits.charge(price);
        entries.forEach(store::add);
        return entries.stream().map(TaskEntry::snapshot).toList();
    }

    private TaskEntry plan(Order order, long number, Instant now) {
        StandInTask task = new StandInTask(
                number,
                UUID.randomUUID().toString(),
                order.type(),
                Status.PENDING,
                now,
                now,
                order.input(),
                null,
                false);
        long whole = times.get(order.type()).of(task).toMillis();
        long start = now.toEpochMilli();
        long finishedAt = later(start, whole);
        long listedAt = later(finishedAt, listedLate.of(task).toMillis());
        long processingAt = Math.min(finishedAt, start + (long) Math.min(whole * pendingShare, Long.MAX_VALUE / 2));
        return new TaskEntry(task, processingAt, finishedAt, listedAt, errorOf(task), null);
    }

    private static long later(long time, long millis) {
        return millis >= TaskEntry.NEVER - time ? TaskEntry.NEVER : time + millis;
    }

    private String errorOf(StandInTask task) {
        return failureRules.stream()
                .filter(rule -> rule.when().test(task))
                .findFirst()
                .map(FailureRule::message)
                .orElse(null);
    }

    synchronized StandInTask add(ForeignTask foreign) {
        Instant now = settled();
        TaskEntry entry = foreign.entry(store.nextNumber(), UUID.randomUUID().toString(), now);
        store.add(entry);
        store.settle(now.toEpochMilli());
        return entry.snapshot();
    }

    /** Null if there is no such task, or no longer. */
    synchronized TaskEntry.View find(String id) {
        settled();
        TaskEntry entry = store.find(id);
        return entry == null ? null : entry.view();
    }

    synchronized Page page(TaskQuery query) {
        settled();
        return new Page(store.page(query), store.count(query), store.inFlight());
    }

    synchronized List<StandInTask> everCreated() {
        settled();
        return store.everCreated().stream().map(TaskEntry::snapshot).toList();
    }

    /** The API's times have milliseconds, so nothing here is finer. */
    private Instant settled() {
        Instant now = Instant.ofEpochMilli(clock.millis());
        store.settle(now.toEpochMilli());
        return now;
    }
}
