package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.OutboxEntry.State;
import io.github.camellinkup.engine.repository.TaskRepository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Compares uncertain calls with their entries in the repository, once: claims those entries that this node may reconcile,
 * and those that a sender has left. A failure of the repository may leave some of it done; the next time finds that.
 */
final class Claims {

    private final TaskRepository repository;
    private final Leases leases;
    private final List<UncertainCall> wanted = new ArrayList<>();
    private final List<UncertainCall> written = new ArrayList<>();
    private final List<UncertainCall> lost = new ArrayList<>();
    private final List<OutboxEntry> leftovers = new ArrayList<>();
    private boolean leftoversToCome;

    Claims(TaskRepository repository, Leases leases) {
        this.repository = repository;
        this.leases = leases;
    }

    /** The calls whose tasks are to be looked for. */
    List<UncertainCall> wanted() {
        return wanted;
    }

    /** The calls whose last step was written although the repository had failed. */
    List<UncertainCall> written() {
        return written;
    }

    /** The calls that another node answers for or has ended, and that no sender waits for. */
    List<UncertainCall> lost() {
        return lost;
    }

    /** Entries that were left by their senders, and are claimed now. */
    List<OutboxEntry> leftovers() {
        return leftovers;
    }

    /** Whether entries of other nodes are open, which this node may claim later. */
    boolean hasLeftoversToCome() {
        return leftoversToCome;
    }

    void make(Collection<UncertainCall> calls, boolean wantsLeftovers) {
        OpenEntries open = new OpenEntries(repository.openEntries());
        calls.forEach(call -> compare(call, open.get(call.entry().id())));
        if (wantsLeftovers) {
            open.all().forEach(this::claimLeftover);
        }
    }

    private void compare(UncertainCall call, OutboxEntry present) {
        boolean isMine = present != null && present.node().equals(leases.node());
        if (isMine) {
            leases.keep(present.id(), present.leasedUntil());
        }
        if (call.step() != null && isWritten(call.step(), present, isMine)) {
            written.add(call);
            return;
        }
        call.begin(null);
        if (isMine) {
            call.call().entry(present);
            if (present.state() == State.UNCERTAIN && leases.isRunning(present.leasedUntil()) || claim(call, present)) {
                wanted.add(call);
            }
        } else if (!call.call().isAwaited()) {
            lost.add(call);
        } else if (present == null) {
            call.gone();
            wanted.add(call);
        }
    }

    private static boolean isWritten(UncertainCall.Step step, OutboxEntry present, boolean isMine) {
        return step.isLast()
                ? present == null
                : isMine && present.version() == step.next().version();
    }

    private boolean claim(UncertainCall call, OutboxEntry present) {
        Instant until = leases.fromNow();
        boolean claimed = repository.claim(present, leases.node(), until);
        if (claimed) {
            leases.keep(present.id(), until);
            call.call().entry(present.claimedBy(leases.node(), until));
        }
        return claimed;
    }

    private void claimLeftover(OutboxEntry entry) {
        if (leases.isKept(entry.id())) {
            return;
        }
        boolean isMine = entry.node().equals(leases.node());
        if (!isMine && !entry.leasedUntil().isBefore(leases.now())) {
            leftoversToCome = true;
            return;
        }
        Instant until = leases.fromNow();
        if (repository.claim(entry, leases.node(), until)) {
            leases.keep(entry.id(), until);
            leftovers.add(entry.claimedBy(leases.node(), until));
        }
    }
}
