package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import java.util.BitSet;

/** A call whose requests did not all come to the same end. Each request has its place in the call. */
public final class PartialCallException extends RuntimeException {

    private final transient Task[] created;
    private final transient BitSet unrecorded;
    private final transient BitSet uncertain;

    /**
     * @param created the tasks of the requests by their places, null where none is known
     * @param unrecorded the places of tasks that the repository could not record
     * @param uncertain the places of requests whose outcome is not known; the rest is certainly not created
     * @param cause why
     */
    public PartialCallException(Task[] created, BitSet unrecorded, BitSet uncertain, Throwable cause) {
        super(cause);
        this.created = created.clone();
        this.unrecorded = (BitSet) unrecorded.clone();
        this.uncertain = (BitSet) uncertain.clone();
    }

    /** What became of the requests of a call that failed. The cause is what the call failed with. */
    public static PartialCallException of(Throwable failure, int requests) {
        Throwable cause = Failures.cause(failure);
        if (cause instanceof PartialCallException partial) {
            return partial;
        }
        BitSet all = new BitSet();
        all.set(0, requests);
        if (cause instanceof LinkupSubmissionUncertainException created
                && !created.getUnrecorded().isEmpty()) {
            return new PartialCallException(created.getUnrecorded().toArray(Task[]::new), all, new BitSet(), cause);
        }
        BitSet uncertain = Failures.isCertainlyNotCreated(cause) ? new BitSet() : all;
        return new PartialCallException(new Task[requests], new BitSet(), uncertain, cause);
    }

    /** The task of the request at this place, or null. */
    public Task created(int place) {
        return created[place];
    }

    public boolean isUnrecorded(int place) {
        return unrecorded.get(place);
    }

    public boolean isUncertain(int place) {
        return uncertain.get(place);
    }

    /** Whether requests were not sent only because the outcome of others is uncertain, or cannot be recorded. */
    public boolean hasUnknown() {
        return !uncertain.isEmpty() || !unrecorded.isEmpty();
    }
}
