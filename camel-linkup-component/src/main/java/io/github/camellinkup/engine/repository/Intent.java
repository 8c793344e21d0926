package io.github.camellinkup.engine.repository;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A create call that may be under way: what is sent, when and by whom. It is recorded before the call goes out, and
 * replaced by the created tasks when the answer has come. One that is found later is of a call whose outcome nobody
 * knows yet.
 *
 * @param id a unique id, given by the sender
 * @param node who answers for it: the sender, or whoever settles it
 * @param openedAt when its call went out, by the clock of the sender
 * @param leasedUntil until when the node answers for it; later any node may claim it
 * @param state where it stands
 * @param research whether it is sent by the API's own call for research, which creates one task
 * @param requests what is sent, 1 to 100 requests, in the order of the call
 */
public record Intent(
        String id,
        String node,
        Instant openedAt,
        Instant leasedUntil,
        State state,
        boolean research,
        List<TaskRequest> requests) {

    /** Where an intent stands. */
    public enum State {
        /** Its call is under way, or its sender has died. */
        SENDING,
        /** Its call has ended without an answer; its node finds out what was created. */
        UNCERTAIN,
        /** Its node could not find out. Nobody tries any more; it stays for an operator to see. */
        GIVEN_UP
    }

    public Intent {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(openedAt, "openedAt");
        Objects.requireNonNull(leasedUntil, "leasedUntil");
        Objects.requireNonNull(state, "state");
        requests = List.copyOf(requests);
    }
}
