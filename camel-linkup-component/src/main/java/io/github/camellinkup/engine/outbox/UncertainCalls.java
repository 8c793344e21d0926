package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.EngineTimer;
import io.github.camellinkup.engine.monitoring.EngineStatistics;
import io.github.camellinkup.engine.monitoring.TaskEvent;
import io.github.camellinkup.engine.monitoring.TaskEventType;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.OutboxEntry.State;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The uncertain calls that this node answers for: claims their entries, and writes what was found of them. A step that the
 * repository did not confirm is looked at again with the next claims: the version of the entry tells whether it was
 * written. Used by one thread at a time; what touches the repository blocks.
 */
final class UncertainCalls {

    private static final Logger LOG = LoggerFactory.getLogger(UncertainCalls.class);

    private static final Throwable SENDER_DIED =
            new IllegalStateException("its sender has ended before the answer came");

    /** A call that goes on after its lease, as one that is retried while the repository is down, has ended by then. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(10);

    private final TaskRepository repository;
    private final OutboxWriter writer;
    private final Leases leases;
    private final EngineStatistics statistics;
    private final BiConsumer<OutboxCall, Task[]> adopted;
    private final Consumer<OutboxCall> sender;
    private final EngineTimer timer;
    private final Map<String, UncertainCall> held = new LinkedHashMap<>();
    private ReconciliationOptions leftoverOptions;
    private boolean looksForLeftovers;
    private boolean leftoversToCome;

    /**
     * @param adopted takes the tasks that were found and recorded
     * @param sender sends the open requests of a call again
     */
    UncertainCalls(
            TaskRepository repository,
            OutboxWriter writer,
            Leases leases,
            EngineStatistics statistics,
            EngineTimer timer,
            BiConsumer<OutboxCall, Task[]> adopted,
            Consumer<OutboxCall> sender) {
        this.repository = repository;
        this.writer = writer;
        this.leases = leases;
        this.statistics = statistics;
        this.timer = timer;
        this.adopted = adopted;
        this.sender = sender;
    }

    void add(UncertainCall call) {
        held.put(call.id(), call);
    }

    /** The call of this id, or null if it has ended. */
    UncertainCall get(String id) {
        return held.get(id);
    }

    /** Those that no pass looks for. */
    List<UncertainCall> withoutPass() {
        return held.values().stream().filter(call -> !call.isInPass()).toList();
    }

    /** @param options of several the longest counts, null leaves it to the others or to the default */
    void lookForLeftovers(ReconciliationOptions options) {
        if (options != null) {
            leftoverOptions = leftoverOptions == null ? options : leftoverOptions.longest(options);
        }
        looksForLeftovers = true;
    }

    /** Whether a sender may leave an entry later. */
    boolean hasLeftoversToCome() {
        return leftoversToCome;
    }

    /**
     * Claims the entries of the calls that no pass looks for, and those that a sender has left.
     *
     * @return the calls whose tasks are to be looked for
     */
    List<UncertainCall> claim() {
        leftoversToCome = looksForLeftovers;
        Map<String, OutboxEntry> open =
                repository.openEntries().stream().collect(Collectors.toMap(OutboxEntry::id, entry -> entry));
        List<UncertainCall> wanted = new ArrayList<>();
        for (UncertainCall call : withoutPass()) {
            if (claimOrEnd(call, open.get(call.id()))) {
                wanted.add(call);
            }
        }
        if (looksForLeftovers) {
            leftoversToCome = claimLeftovers(open.values(), wanted) || repository.isShared();
        }
        return wanted;
    }

    /** @return whether the list is to be read for it; otherwise it has ended, or could not be claimed now */
    private boolean claimOrEnd(UncertainCall call, OutboxEntry present) {
        boolean isMine = present != null && present.node().equals(leases.node());
        if (isMine) {
            leases.keep(present.id(), present.leasedUntil());
        }
        OutboxEntry written = call.written();
        if (written != null
                && (written.requests().isEmpty()
                        ? present == null
                        : isMine && present.version() == written.version())) {
            stepTaken(call);
            return false;
        }
        call.written(null);
        if (isMine) {
            boolean isClaimed = present.state() == State.UNCERTAIN && leases.isRunning(present.leasedUntil());
            OutboxEntry claimed = isClaimed ? present : claim(present);
            call.call().entry(claimed == null ? present : claimed);
            return claimed != null;
        }
        if (!call.call().isAwaited()) {
            // Another node answers for it or has ended it, and no sender waits here.
            forget(call);
            return false;
        }
        call.setGone(present == null);
        return call.isGone();
    }

    /** @return whether entries of other nodes are open that may be left later */
    private boolean claimLeftovers(Collection<OutboxEntry> open, List<UncertainCall> wanted) {
        boolean isAnyToCome = false;
        for (OutboxEntry entry : open) {
            if (leases.isKept(entry.id())) {
                continue;
            }
            boolean isOthers = !entry.node().equals(leases.node());
            boolean isToCome = isOthers && !entry.leasedUntil().isBefore(leases.now());
            isAnyToCome |= isToCome;
            OutboxEntry claimed = isToCome ? null : claim(entry);
            if (claimed != null) {
                UncertainCall call = leftover(claimed, entry.leasedUntil());
                add(call);
                wanted.add(call);
            }
        }
        return isAnyToCome;
    }

    /** A call of a sender that has ended, at some time before its entry is claimed. */
    private UncertainCall leftover(OutboxEntry claimed, Instant leasedUntil) {
        ReconciliationOptions options = leftoverOptions == null ? ReconciliationOptions.DEFAULT : leftoverOptions;
        long now = timer.nanoTime();
        Duration endedFor = Duration.between(leasedUntil.plus(LONGEST_CALL), leases.now());
        long endedAt = endedFor.isNegative() ? now : now - UncertainCall.nanos(endedFor);
        return new UncertainCall(new OutboxCall(claimed, false, options), SENDER_DIED, endedAt, now);
    }

    /** The entry as it is claimed, or null if it has changed. */
    private OutboxEntry claim(OutboxEntry entry) {
        Instant until = leases.fromNow();
        if (!repository.claim(entry, leases.node(), until)) {
            return null;
        }
        leases.keep(entry.id(), until);
        return entry.claimedBy(leases.node(), until);
    }

    /**
     * Decides calls that a pass has read back to, as far as that is possible. The order of the steps is what makes it
     * safe: first the list is read, then the open entries, then which tasks are known. A task in the list that is not known
     * then is of an entry that was open then.
     */
    void decide(List<UncertainCall> read, ReconciliationPass pass, long now) {
        List<OutboxEntry> open = repository.openEntries();
        Set<String> known = repository.known(pass.ids());
        List<UncertainCall> mine = read.stream().filter(call -> !call.isGone()).toList();
        // Those that were certainly not created, and are sent later, take no tasks from others.
        Set<String> together = Stream.concat(
                        mine.stream(), held.values().stream().filter(call -> call.untilSendable(now) > 0))
                .map(UncertainCall::id)
                .collect(Collectors.toSet());
        new ReconciliationRule(pass, open, known, mine, together).decide().forEach(this::takeStep);
        read.stream().filter(UncertainCall::isGone).forEach(call -> lookUp(call, pass, known));
    }

    /** Writes what was found of a call, and that the rest is sent next. */
    private void takeStep(UncertainCall call) {
        Instant now = leases.now();
        Task[] found = call.call().asSent(call.found(), now);
        List<TaskRequest> rest = call.call().withoutTask(found);
        call.found(found);
        call.written(call.entry().reopened(rest, now));
        if (repository.reconcile(call.entry(), call.call().toRecord(found), rest, now)) {
            stepTaken(call);
        } else {
            call.written(null);
        }
    }

    private void stepTaken(UncertainCall call) {
        adopted.accept(call.call(), call.found());
        call.call().take(call.found());
        if (call.written().requests().isEmpty()) {
            forget(call);
            call.call().succeed();
        } else {
            held.remove(call.id());
            call.call().entry(call.written());
            sender.accept(call.call());
        }
    }

    /** Another node has reconciled the call: its tasks are among those that the repository knows. */
    private void lookUp(UncertainCall call, ReconciliationPass pass, Set<String> known) {
        Map<String, PendingTask> pending = repository.findAll(known);
        Task[] found = call.call().asSent(ReconciliationRule.ofOtherNode(call, pass, pending), leases.now());
        boolean isComplete = call.call().withoutTask(found).isEmpty();
        call.call().take(found);
        forget(call);
        if (isComplete) {
            call.call().succeed();
        } else {
            call.doubt(pass.reasonToDoubt(call, Set.of()));
            call.call().failUncertain(call.reason());
        }
    }

    /** It could not be found out in time what the call has created. */
    void giveUp(UncertainCall call) {
        held.remove(call.id());
        int requests = call.entry().requests().size();
        String reason = call.reason().getMessage();
        call.entry()
                .requests()
                .forEach(request -> statistics.happened(TaskEvent.of(TaskEventType.UNCERTAIN, request, reason)));
        LOG.warn(
                "It could not be found out whether {} tasks were created ({}). They are given up; a task repository in"
                        + " a database keeps them as entry {}",
                requests,
                String.valueOf(reason),
                call.id());
        call.call().failUncertain(call.reason());
        writer.giveUp(call.id(), false);
    }

    /** The engine stops: the senders get the failure, and the entries stay open in the repository. */
    void end() {
        for (UncertainCall call : List.copyOf(held.values())) {
            forget(call);
            call.call().failUncertain(call.reason());
        }
    }

    private void forget(UncertainCall call) {
        held.remove(call.id());
        leases.forget(call.id());
    }
}
