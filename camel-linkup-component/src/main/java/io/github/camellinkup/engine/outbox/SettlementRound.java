package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.OutboxEntry.State;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One round of settling: claims the entries, reads the lists, and gives the tasks found to the requests that they can
 * come from. The order of its steps is what makes it safe: first the lists are read, then the open entries, then which
 * tasks are known. A task in the list that is not known then is of an entry that was open then.
 */
final class SettlementRound {

    private static final Comparator<Settlement> BY_AGE =
            Comparator.comparing(Settlement::openedAt).thenComparing(Settlement::entryId);

    private final Settler settler;
    private final TaskCalls calls;
    private final TaskRepository repository;
    private final IntentBook book;
    private final Executor workers;
    private final LongSupplier nanoTime;

    private final List<Settlement> mine = new ArrayList<>();
    private final List<Settlement> putOff = new ArrayList<>();
    private final List<Settlement> lost = new ArrayList<>();
    private final List<Settlement> settledElsewhere = new ArrayList<>();
    private final Set<Settlement> unread = new HashSet<>();
    private final long began;
    private boolean openEntriesOfOthers;

    SettlementRound(
            Settler settler,
            TaskCalls calls,
            TaskRepository repository,
            IntentBook book,
            Executor workers,
            LongSupplier nanoTime) {
        this.settler = settler;
        this.calls = calls;
        this.repository = repository;
        this.book = book;
        this.workers = workers;
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
    }

    /** When it began, in nanoseconds of a clock that only goes forward. */
    long began() {
        return began;
    }

    /** Whether it has ended before it came to what the call of the entry can have created. */
    boolean isUnread(Settlement settlement) {
        return unread.contains(settlement);
    }

    /** Whether another node answers for the entry, or has settled it. */
    boolean isLost(Settlement settlement) {
        return lost.contains(settlement);
    }

    boolean hasOpenEntriesOfOthers() {
        return openEntriesOfOthers;
    }

    /** Makes the round. Called on a worker; fails with whatever did not work. */
    CompletionStage<Void> run(List<Settlement> held) {
        OpenEntries open = new OpenEntries(repository.openEntries());
        held.forEach(settlement -> claim(settlement, open.get(settlement.entryId())));
        open.all().forEach(this::claimLeftover);
        if (mine.isEmpty() && settledElsewhere.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        OpenEntries now = new OpenEntries(repository.openEntries());
        Set<String> together = together();
        boolean anyToSettle = mine.stream().anyMatch(settlement -> !now.isBlocked(settlement, together));
        if (!anyToSettle && settledElsewhere.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        List<Settlement> wanted = new ArrayList<>(mine);
        wanted.addAll(settledElsewhere);
        long lookBegan = nanoTime.getAsLong();
        CreationLook look =
                new CreationLook(calls, book, workers, wanted, nanoTime, () -> settler.isAnybodyWaitingBesides(wanted));
        return look.begin().thenRunAsync(() -> decide(look, lookBegan), workers);
    }

    private Set<String> together() {
        return Stream.concat(mine.stream(), putOff.stream())
                .map(Settlement::entryId)
                .collect(Collectors.toSet());
    }

    private void claim(Settlement settlement, OutboxEntry present) {
        boolean isMine = present != null && present.node().equals(book.node());
        if (isMine) {
            book.keep(present.id(), present.leasedUntil());
        }
        if (settlement.step() != null && resume(settlement, isMine ? present : null, present == null)) {
            return;
        }
        if (!isMine) {
            lost.add(settlement);
            if (present == null) {
                settledElsewhere.add(settlement);
            }
            return;
        }
        settlement.entry(present);
        if (present.state() == State.UNCERTAIN && book.isRunning(present.leasedUntil())
                || isClaimed(settlement, present)) {
            (settlement.untilAllowed(began) > 0 ? putOff : mine).add(settlement);
        }
    }

    private boolean isClaimed(Settlement settlement, OutboxEntry present) {
        Instant until = book.leaseFromNow();
        boolean claimed = repository.claim(present, book.node(), until);
        if (claimed) {
            book.keep(present.id(), until);
            settlement.entry(present.claimedBy(book.node(), until));
        }
        return claimed;
    }

    /** Goes on after a step of which it is not known whether it was written. */
    private boolean resume(Settlement settlement, OutboxEntry present, boolean gone) {
        Settlement.Step step = settlement.step();
        boolean complete = Arrays.stream(step.landed()).allMatch(Objects::nonNull);
        boolean written = complete
                ? gone
                : present != null && present.version() == step.entry().version();
        if (written) {
            taken(settlement);
        } else {
            settlement.undo();
        }
        return written;
    }

    private void claimLeftover(OutboxEntry entry) {
        if (!settler.isLeftover(entry)) {
            return;
        }
        boolean own = entry.node().equals(book.node());
        if (!own && !entry.leasedUntil().isBefore(book.now())) {
            openEntriesOfOthers = true;
            return;
        }
        Instant until = book.leaseFromNow();
        if (repository.claim(entry, book.node(), until)) {
            mine.add(settler.take(entry, until));
        }
    }

    private void decide(CreationLook look, long lookBegan) {
        OpenEntries open = new OpenEntries(repository.openEntries());
        Set<String> known = repository.known(look.ids());
        mine.sort(BY_AGE);
        Set<String> together = together();
        List<Task[]> landed = look.tasksOf(mine, known);
        mine.stream().filter(settlement -> !look.isRead(settlement)).forEach(unread::add);
        Set<Settlement> inconclusive = inconclusive(look, known, lookBegan);
        List<Settlement> undecided = new ArrayList<>();
        for (int i = 0; i < mine.size(); i++) {
            Settlement settlement = mine.get(i);
            OutboxEntry present = open.get(settlement.entryId());
            if (present == null || !present.node().equals(book.node())) {
                continue;
            }
            boolean complete = Arrays.stream(landed.get(i)).allMatch(Objects::nonNull);
            boolean conclusive = !inconclusive.contains(settlement);
            // Tasks that complete one of several equal entries may be another's, while its own can still land.
            boolean decided = !unread.contains(settlement)
                    && !open.isBlocked(settlement, together)
                    && (complete
                            ? conclusive || !open.hasAnyLike(settlement)
                            : conclusive
                                    && !isAnyLike(settlement, undecided)
                                    && !isAnyTakenBy(landed, i, inconclusive));
            if (decided) {
                settle(settlement, present, landed.get(i));
            } else {
                undecided.add(settlement);
            }
        }
        settledElsewhere.forEach(settlement -> lookUp(settlement, look, known));
    }

    /** Those of which tasks may be there, or still land, that the look has not found. */
    private Set<Settlement> inconclusive(CreationLook look, Set<String> known, long lookBegan) {
        Set<Settlement> inconclusive = new HashSet<>(unread);
        for (Settlement settlement : mine) {
            String doubt = look.reasonToDoubt(settlement, known);
            settlement.looked(doubt);
            if (doubt != null || settlement.untilConclusive(lookBegan) > 0) {
                inconclusive.add(settlement);
            }
        }
        return inconclusive;
    }

    /** Whether an older entry, that may still land, was perhaps given the task of this one. */
    private static boolean isAnyLike(Settlement settlement, List<Settlement> undecided) {
        return undecided.stream()
                .anyMatch(older -> OpenEntries.canBeTakenFor(settlement.openInputs(), older.openInputs()));
    }

    /** Whether a younger entry, that may still land, was perhaps given a task that this one lacks. */
    private boolean isAnyTakenBy(List<Task[]> landed, int index, Set<Settlement> inconclusive) {
        List<SentInput> missing = inputs(index, landed, false);
        return IntStream.range(index + 1, mine.size())
                .filter(younger -> inconclusive.contains(mine.get(younger)))
                .anyMatch(younger -> OpenEntries.canBeTakenFor(missing, inputs(younger, landed, true)));
    }

    private List<SentInput> inputs(int index, List<Task[]> landed, boolean withTask) {
        List<SentInput> inputs = mine.get(index).openInputs();
        return IntStream.range(0, inputs.size())
                .filter(place -> landed.get(index)[place] != null == withTask)
                .mapToObj(inputs::get)
                .toList();
    }

    private void settle(Settlement settlement, OutboxEntry present, Task[] landed) {
        List<PendingTask> tasks = settlement.pending(landed);
        List<TaskRequest> rest = new ArrayList<>();
        List<TaskRequest> requests = settlement.openRequests();
        for (int i = 0; i < landed.length; i++) {
            if (landed[i] == null) {
                rest.add(requests.get(i));
            }
        }
        settlement.begin(new Settlement.Step(landed, present.reopened(rest, book.now())));
        if (repository.reconcile(present, tasks, rest, settlement.step().entry().openedAt())) {
            taken(settlement);
        } else {
            settlement.undo();
        }
    }

    private void taken(Settlement settlement) {
        settler.adopted(Arrays.stream(settlement.step().landed())
                .filter(Objects::nonNull)
                .toList());
        settlement.took();
        if (settlement.isComplete()) {
            settler.finish(settlement);
        } else {
            settlement.tookRound(nanoTime.getAsLong() - began);
            settler.sendRest(settlement);
        }
    }

    /** Another node has settled the entry: its tasks are the known ones with the reference and headers of the requests. */
    private void lookUp(Settlement settlement, CreationLook look, Set<String> known) {
        Map<String, PendingTask> pending = repository.findAll(known);
        Set<String> others = new HashSet<>(look.ids());
        others.removeAll(pending.keySet());
        List<TaskRequest> requests = settlement.openRequests();
        Task[] found = new TaskMatcher(
                        settlement.openInputs(),
                        look.tasksWithout(others),
                        (index, task) ->
                                look.isOf(settlement, task) && isOf(requests.get(index), pending.get(task.id())))
                .match();
        settlement.fill(settlement.asSent(found, book.now()));
        if (settlement.isComplete()) {
            settler.finish(settlement);
        } else {
            settlement.looked(look.reasonToDoubt(settlement, Set.of()));
            settler.abandon(settlement);
        }
    }

    private static boolean isOf(TaskRequest request, PendingTask task) {
        Map<String, Object> sent = request.headers();
        Map<String, Object> kept = task.headers();
        return Objects.equals(request.reference(), task.reference())
                && sent.keySet().equals(kept.keySet())
                // Deep, because a byte[] equals none but itself.
                && sent.keySet().stream().allMatch(name -> Objects.deepEquals(sent.get(name), kept.get(name)));
    }
}
