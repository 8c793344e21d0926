package io.github.camellinkup.engine.repository;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A create call that is recorded before it is sent, and replaced by the created tasks when the answer has come. If an
 * entry is still there later, it is unknown what its call has created. Its times are cut to the millisecond.
 *
 * @param id a unique id, given by the sender
 * @param node the node that has the lease: the sender, or the node that reconciles the entry
 * @param openedAt when its call was sent, by the clock of the sender
 * @param leasedUntil the end of the lease; later any node may claim the entry
 * @param state the state of the call
 * @param version counts its changes, from 0. A change names the version that was read and fails if the entry has another
 *     one meanwhile. Renewing the lease is no change
 * @param research whether it is sent by the API's own call for research, which creates one task
 * @param requests 1 to 100 requests, in the order of the call
 */
public record OutboxEntry(
        String id,
        String node,
        Instant openedAt,
        Instant leasedUntil,
        State state,
        int version,
        boolean research,
        List<TaskRequest> requests) {

    /** The state of a call. */
    public enum State {
        /** Its call is in flight, or its sender has died. */
        SENDING,
        /** Its call has ended without an answer; its node looks for the tasks that it has created. */
        UNCERTAIN,
        /** It is unknown what it has created. No node tries any more; an operator can look at it. */
        GIVEN_UP
    }

    public OutboxEntry {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(node, "node");
        openedAt = StoredTime.kept(Objects.requireNonNull(openedAt, "openedAt"));
        leasedUntil = StoredTime.kept(Objects.requireNonNull(leasedUntil, "leasedUntil"));
        Objects.requireNonNull(state, "state");
        requests = List.copyOf(requests);
    }

    /** An entry whose call is about to be sent for the first time. */
    public OutboxEntry(
            String id,
            String node,
            Instant openedAt,
            Instant leasedUntil,
            boolean research,
            List<TaskRequest> requests) {
        this(id, node, openedAt, leasedUntil, State.SENDING, 0, research, requests);
    }

    /** The entry after {@link TaskRepository#claim}. */
    public OutboxEntry claimedBy(String claimant, Instant until) {
        return new OutboxEntry(id, claimant, openedAt, until, State.UNCERTAIN, version + 1, research, requests);
    }

    /** The entry after {@link TaskRepository#reconcile}, if requests are left to be sent. */
    public OutboxEntry reopened(List<TaskRequest> rest, Instant time) {
        return new OutboxEntry(id, node, time, leasedUntil, State.SENDING, version + 1, research, rest);
    }

    /** The same entry with another lease. */
    OutboxEntry leasedUntil(Instant until) {
        return new OutboxEntry(id, node, openedAt, until, state, version, research, requests);
    }

    /** The ids of the tasks that its requests replace. */
    List<String> replacedTasks() {
        return requests.stream()
                .filter(request -> request.resubmission() != null)
                .map(request -> request.resubmission().failedTaskId())
                .toList();
    }
}
