package io.github.camellinkup.engine.results;

import io.github.camellinkup.engine.results.TaskSelection.FailedDelivery;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The results of {@link AllTasks} that were begun with and are not at their end: those whose exchanges are under way,
 * those that were returned, and those that could not be dealt with and are to come again. A consumer that takes another
 * one's place goes on with them. Thread-safe.
 */
public final class OpenResults {

    /** When each of them finished, as far as that is known. */
    private final Map<String, Optional<Instant>> underWay = new ConcurrentHashMap<>();

    private final Map<String, Optional<Instant>> toComeAgain = new ConcurrentHashMap<>();
    private final Map<String, Returned> returned = new ConcurrentHashMap<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final Redeliveries redeliveries;

    /**
     * A result that was begun with and returned.
     *
     * @param finished when it finished, as far as that is known
     * @param covered whether all was covered once since
     */
    private record Returned(Optional<Instant> finished, boolean covered) {}

    /** @param nanoTime a clock that only goes forward, in nanoseconds */
    OpenResults(LongSupplier nanoTime) {
        this.redeliveries = new Redeliveries(nanoTime);
    }

    /**
     * Begins with a result.
     *
     * @param notBefore it finished then or later; null if nothing is known
     * @return false if its exchange is under way already
     */
    boolean begin(String taskId, Instant notBefore) {
        return underWay.putIfAbsent(taskId, Optional.ofNullable(notBefore)) == null;
    }

    /** Its exchange is not under way any more. */
    void end(String taskId) {
        underWay.remove(taskId);
    }

    /** It was not given to an exchange after all, and will be met again by who reads on from where it finished. */
    void returned(String taskId) {
        Optional<Instant> finished = underWay.get(taskId);
        if (finished != null) {
            returned.put(taskId, new Returned(finished, false));
            underWay.remove(taskId);
        }
    }

    /** Somebody has dealt with it before. */
    void seen(String taskId) {
        returned.remove(taskId);
    }

    /**
     * All was covered. A page that was under way when results were returned may end so without them; but what is not met
     * until all is covered once more has left the list.
     */
    void covered() {
        returned.forEach((taskId, result) -> {
            if (result.covered()) {
                returned.remove(taskId, result);
            } else {
                returned.replace(taskId, result, new Returned(result.finished(), true));
            }
        });
    }

    /**
     * Its exchange has failed: it is due again after a while.
     *
     * @return how often that has happened
     */
    int failed(FinishedTask task) {
        int count = failures.merge(task.id(), 1, Integer::sum);
        comesAgain(task, count);
        return count;
    }

    /** It could not be dealt with now, as often in a row as this: it is due again after a while. */
    void postponed(FinishedTask task, int times) {
        comesAgain(task, times);
    }

    private void comesAgain(FinishedTask task, int times) {
        // The first time holds: later the task may have expired, and then nothing is known of when it finished.
        toComeAgain.putIfAbsent(task.id(), underWay.getOrDefault(task.id(), Optional.ofNullable(task.finishedAt())));
        redeliveries.add(FailedDelivery.of(task), times);
    }

    /** It was due again and not found: it is looked for later. */
    void missed(String taskId) {
        redeliveries.postpone(taskId);
    }

    /** Nothing is to be done with it any more. */
    void forget(String taskId) {
        failures.remove(taskId);
        toComeAgain.remove(taskId);
        returned.remove(taskId);
        redeliveries.remove(taskId);
    }

    /** Whether it was begun with and is to come again, now or later. */
    boolean isToComeAgain(String taskId) {
        return redeliveries.contains(taskId);
    }

    boolean isTooEarly(String taskId) {
        return redeliveries.isTooEarly(taskId);
    }

    /** What is due again and not under way. */
    List<FailedDelivery> due() {
        return redeliveries.due().stream()
                .filter(delivery -> !underWay.containsKey(delivery.task().id()))
                .toList();
    }

    /** When the first of them finished, as far as that is known. */
    Optional<Instant> first() {
        Stream<Optional<Instant>> notBegun = returned.values().stream().map(Returned::finished);
        return Stream.of(underWay.values().stream(), toComeAgain.values().stream(), notBegun)
                .flatMap(Function.identity())
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }
}
