package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.Task;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** What is known of the requests of a call, each at its place, after parts of them were sent. Not thread-safe. */
public final class RequestOutcomes {

    private final Task[] created;
    private final BitSet unrecorded = new BitSet();
    private final BitSet uncertain = new BitSet();

    public RequestOutcomes(int requests) {
        this.created = new Task[requests];
    }

    /**
     * The requests at these places were sent.
     *
     * @return why they, or a part of them, were not created; null if all were. Requests that Linkup refused are named by
     *     their places here
     */
    public Throwable sent(List<Integer> places, List<Task> tasks, Throwable failure) {
        if (failure == null) {
            for (int i = 0; i < places.size(); i++) {
                created(places.get(i), tasks.get(i));
            }
            return null;
        }
        PartialCallException partial = PartialCallException.of(failure, places.size());
        for (int i = 0; i < places.size(); i++) {
            created(places.get(i), partial.created(i));
            unrecorded.set(places.get(i), partial.isUnrecorded(i));
            uncertain.set(places.get(i), partial.isUncertain(i));
        }
        return partial.getCause() instanceof LinkupInvalidRequestException refusal
                ? RefusedRequests.of(refusal, places.size()).at(places::get)
                : partial.getCause();
    }

    public void created(int place, Task task) {
        created[place] = task;
    }

    /** The task of this request cannot be recorded. */
    void unrecorded(int place) {
        unrecorded.set(place);
    }

    public void uncertain(int place) {
        uncertain.set(place);
    }

    /** The places of the requests without a task. */
    public List<Integer> withoutTask() {
        return IntStream.range(0, created.length)
                .filter(place -> created[place] == null)
                .boxed()
                .toList();
    }

    /** The tasks that are known. */
    List<Task> created() {
        return Arrays.stream(created).filter(Objects::nonNull).toList();
    }

    /** The places of the requests whose outcome is not known. */
    public List<Integer> uncertain() {
        return uncertain.stream().boxed().toList();
    }

    /** The tasks of all requests, if each has one. */
    public List<Task> tasks() {
        return List.of(created);
    }

    /** What the call fails with: the cause alone if it says the same of all requests. */
    public Throwable failure(Throwable cause) {
        boolean isNothingCreated = created().isEmpty() && uncertain.isEmpty();
        boolean isOfAll = isNothingCreated
                || uncertain.cardinality() == created.length
                || unrecorded.cardinality() == created.length;
        return isOfAll ? cause : new PartialCallException(created, unrecorded, uncertain, cause);
    }
}
