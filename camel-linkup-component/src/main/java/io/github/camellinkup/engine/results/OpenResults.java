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
 * The results of {@link AllTasks} that are not recorded as taken: their exchanges are in flight, or they were returned, or
 * they are to be redelivered. A consumer that takes the place of another goes on with them. Thread-safe.
 */
public final class OpenResults {

    /** When each of them finished, as far as that is known. */
    private final Map<String, Optional<Instant>> inFlight = new ConcurrentHashMap<>();

    private final Map<String, Optional<Instant>> toComeAgain = new ConcurrentHashMap<>();
    private final Map<String, Returned> returned = new ConcurrentHashMap<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final Redeliveries redeliveries;

    /**
     * A result that was selected and returned.
     *
     * @param finished when it finished, as far as that is known
     * @param covered whether a scan has passed all since
     */
    private record Returned(Optional<Instant> finished, boolean covered) {}

    /** @param nanoTime a clock that only goes forward, in nanoseconds */
    OpenResults(LongSupplier nanoTime) {
        this.redeliveries = new Redeliveries(nanoTime);
    }

    /**
     * An exchange with a result begins.
     *
     * @param notBefore it finished then or later; null if that is not known
     * @return false if its exchange is in flight already
     */
    boolean begin(String taskId, Instant notBefore) {
        return inFlight.putIfAbsent(taskId, Optional.ofNullable(notBefore)) == null;
    }

    /** Its exchange has ended. */
    void end(String taskId) {
        inFlight.remove(taskId);
    }

    /** No exchange got it after all. The next scan finds it again. */
    void returned(String taskId) {
        Optional<Instant> finished = inFlight.get(taskId);
        if (finished != null) {
            returned.put(taskId, new Returned(finished, false));
            inFlight.remove(taskId);
        }
    }

    /** It was emitted before. */
    void seen(String taskId) {
        returned.remove(taskId);
    }

    /**
     * A scan has ended. A returned result that two scans did not find has left the list: a page that was in flight when
     * it was returned does not hold it.
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

    /** It could not be handled now, so often in a row: it is due again after a while. */
    void postponed(FinishedTask task, int times) {
        comesAgain(task, times);
    }

    private void comesAgain(FinishedTask task, int times) {
        // The first time counts: later the task may have expired, and its time is not known any more.
        toComeAgain.putIfAbsent(task.id(), inFlight.getOrDefault(task.id(), Optional.ofNullable(task.finishedAt())));
        redeliveries.add(FailedDelivery.of(task), times);
    }

    /** It was due again and not found: it is looked for later. */
    void missed(String taskId) {
        redeliveries.postpone(taskId);
    }

    /** It needs nothing any more. */
    void forget(String taskId) {
        failures.remove(taskId);
        toComeAgain.remove(taskId);
        returned.remove(taskId);
        redeliveries.remove(taskId);
    }

    /** Whether it is to be redelivered, now or later. */
    boolean isToComeAgain(String taskId) {
        return redeliveries.contains(taskId);
    }

    boolean isTooEarly(String taskId) {
        return redeliveries.isTooEarly(taskId);
    }

    /** What is due to be redelivered and not in flight. */
    List<FailedDelivery> due() {
        return redeliveries.due().stream()
                .filter(delivery -> !inFlight.containsKey(delivery.task().id()))
                .toList();
    }

    /** When the first of them finished, as far as that is known. */
    Optional<Instant> first() {
        Stream<Optional<Instant>> notBegun = returned.values().stream().map(Returned::finished);
        return Stream.of(inFlight.values().stream(), toComeAgain.values().stream(), notBegun)
                .flatMap(Function.identity())
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }
}
