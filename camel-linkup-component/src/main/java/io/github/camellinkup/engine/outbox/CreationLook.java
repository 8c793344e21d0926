package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.TaskSink;
import io.github.camellinkup.client.model.StreamedPage;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.engine.listing.PageTold;
import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * One look into the lists for tasks that may come from uncertain entries. Only such tasks are kept, and without their
 * outputs. Tasks that are too large to be read may come from them as well.
 *
 * <p>What was left open long ago can lie behind a list that takes longer to read than anybody may wait. So a look ends
 * before it has come to such entries if somebody waits for another; if nobody does, it goes on for as long as it gets
 * on.
 */
final class CreationLook {

    /** How long a look may go on at least, also one that begins when the time of all settlements is over. */
    private static final Duration LAST_LOOK = Duration.ofMinutes(1);

    /** How long a look goes on for entries that nobody waits for, while somebody waits for others. */
    private static final Duration WHILE_OTHERS_WAIT = Duration.ofSeconds(10);

    private final TaskCalls calls;
    private final IntentBook book;
    private final Executor workers;
    private final Collection<Settlement> settlements;
    private final Set<Settlement> needed = new HashSet<>();
    private final LongSupplier nanoTime;
    private final BooleanSupplier newcomers;
    private final long began;
    private long gotOn;
    private final Set<String> keys = new HashSet<>();
    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private final Map<Boolean, Reading> readings = Map.of(true, new Reading(), false, new Reading());
    private final List<Unread> unread = new ArrayList<>();
    private final Map<Settlement, Instant> earliest = new HashMap<>();

    /**
     * A task of which it cannot be said whether it comes from an entry, or that cannot be recorded.
     *
     * @param id its id, or null where that is not known
     * @param latest when it was created at the latest, or null where that is not known
     * @param problem what is wrong with it, and what helps
     */
    private record Unread(boolean research, String id, Instant latest, String problem) {}

    private static final String TOO_LARGE = "is larger than the option maxResponseSize allows. Set the option higher";

    /** What is read of one list. */
    private static final class Reading {
        private final Set<String> ids = new HashSet<>();
        /** Everything is read that was created later. */
        private Instant reached = Instant.MAX;

        private Instant earliestReached = Instant.MAX;
        private boolean endedEarly;
    }

    /** @param newcomers tells whether somebody waits by now for what this look does not look for */
    CreationLook(
            TaskCalls calls,
            IntentBook book,
            Executor workers,
            Collection<Settlement> settlements,
            LongSupplier nanoTime,
            BooleanSupplier newcomers) {
        this.calls = calls;
        this.book = book;
        this.workers = workers;
        this.settlements = settlements;
        this.nanoTime = nanoTime;
        this.newcomers = newcomers;
        this.began = nanoTime.getAsLong();
        this.gotOn = began;
        settlements.stream().filter(Settlement::isAwaited).forEach(this::need);
        settlements.forEach(settlement -> settlement.openInputs().forEach(input -> keys.add(input.key())));
    }

    /** With whatever somebody waits for goes what has an equal request, and so on: one is not decided before the other. */
    private void need(Settlement settlement) {
        Deque<Settlement> next = new ArrayDeque<>(List.of(settlement));
        while (!next.isEmpty()) {
            Settlement one = next.remove();
            if (needed.add(one)) {
                settlements.stream()
                        .filter(other -> !needed.contains(other))
                        .filter(other -> OpenEntries.canBeTakenFor(one.openInputs(), other.openInputs()))
                        .forEach(next::add);
            }
        }
    }

    /** Completes when the lists are read, as far as {@link #isRead} says. */
    CompletionStage<Void> begin() {
        return walk(false).thenCompose(done -> walk(true));
    }

    private CompletionStage<Void> walk(boolean research) {
        List<Settlement> wanted = settlements.stream()
                .filter(settlement -> settlement.isResearch() == research)
                .toList();
        if (wanted.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        Set<String> types = wanted.stream()
                .flatMap(settlement -> settlement.openInputs().stream())
                .map(SentInput::type)
                .collect(Collectors.toSet());
        wanted.forEach(settlement ->
                earliest.put(settlement, book.earliestCreation(settlement.openedAt(), settlement.isAwaited())));
        Instant since =
                wanted.stream().map(earliest::get).min(Instant::compareTo).orElseThrow();
        return new CreationWalk(
                        (query, sink) -> page(research, query, sink),
                        research ? Set.of() : types,
                        since,
                        listener(research),
                        workers)
                .walk()
                .thenRun(() -> {
                    Reading reading = readings.get(research);
                    reading.reached = reading.endedEarly ? reading.reached : Instant.MIN;
                });
    }

    /** Of a list whose every page promises another no end can be waited for: whoever waits is told all the same. */
    private CompletionStage<StreamedPage> page(boolean research, TaskQuery query, TaskSink sink) {
        long now = nanoTime.getAsLong();
        List<Settlement> urgent =
                needed.stream().filter(settlement -> !isRead(settlement)).toList();
        long since = urgent.isEmpty() ? gotOn : began;
        if (now - since > LAST_LOOK.toNanos()
                && (urgent.isEmpty() ? settlements : waitingFor(urgent))
                        .stream().allMatch(settlement -> settlement.untilTimeout(now) <= 0)) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException("The list of tasks was not read to its end in time"));
        }
        return calls.page(research, query, sink);
    }

    /** What has an equal request, and may take longer, takes no time from whoever waits. */
    private Collection<Settlement> waitingFor(List<Settlement> urgent) {
        List<Settlement> awaited = urgent.stream().filter(Settlement::isAwaited).toList();
        return awaited.isEmpty() ? needed.stream().filter(Settlement::isAwaited).toList() : awaited;
    }

    private boolean isEnough(boolean research, Instant reached) {
        Reading reading = readings.get(research);
        long now = nanoTime.getAsLong();
        if (reached != null) {
            reading.reached = reached;
            if (reached.isBefore(reading.earliestReached)) {
                reading.earliestReached = reached;
                gotOn = now;
            }
        }
        reading.endedEarly = now - began > WHILE_OTHERS_WAIT.toNanos()
                && (!needed.isEmpty() || newcomers.getAsBoolean())
                && needed.stream()
                        .filter(settlement -> settlement.isResearch() == research)
                        .allMatch(this::isRead);
        return reading.endedEarly;
    }

    /** Whether the look has come to everything that can have been created by the call of a settlement. */
    boolean isRead(Settlement settlement) {
        Instant from = earliest.get(settlement);
        return from != null && readings.get(settlement.isResearch()).reached.isBefore(from);
    }

    private CreationWalk.Listener listener(boolean research) {
        return new CreationWalk.Listener() {
            @Override
            public void met(Task task) {
                Task candidate = SentInput.candidate(task, keys);
                if (candidate == null) {
                    return;
                }
                if (PendingTask.canKeep(candidate.id())) {
                    tasks.put(candidate.id(), candidate.withoutOutput());
                    readings.get(research).ids.add(candidate.id());
                } else {
                    unread.add(new Unread(research, candidate.id(), null, CreatedCall.UNFIT_ID));
                }
            }

            @Override
            public void passedOver(String id, Instant latest) {
                unread.add(new Unread(research, id, latest, TOO_LARGE));
            }

            @Override
            public boolean isEnough(Instant reached) {
                return CreationLook.this.isEnough(research, reached);
            }
        };
    }

    /** The tasks that may come from the entries, those too large to be read included. */
    Set<String> ids() {
        Set<String> ids = new HashSet<>(tasks.keySet());
        unread.stream().map(Unread::id).filter(Objects::nonNull).forEach(ids::add);
        return ids;
    }

    /**
     * Why tasks that are not found may be there all the same: one that is too large to be read may come from the
     * settlement.
     *
     * @param known the ids of tasks that do not come from it
     * @return null if all is read that may come from it
     */
    String reasonToDoubt(Settlement settlement, Set<String> known) {
        return unread.stream()
                .filter(task -> task.research() == settlement.isResearch())
                .filter(task -> task.latest() == null || !task.latest().isBefore(earliest.get(settlement)))
                .filter(task -> task.id() == null || !known.contains(task.id()) && !tasks.containsKey(task.id()))
                .findFirst()
                .map(task -> "the task " + (task.id() == null ? "of unknown id" : task.id())
                        + " in the list of tasks may be one of them, and " + task.problem())
                .orElse(null);
    }

    /** The tasks found but those of the given ids, the earlier ones first. */
    List<Task> tasksWithout(Set<String> ids) {
        List<Task> found = new ArrayList<>(tasks.values());
        found.removeIf(task -> ids.contains(task.id()));
        found.sort(Comparator.comparing(Task::createdAt, Comparator.nullsFirst(Comparator.naturalOrder())));
        return found;
    }

    /** Whether a task was in the list where the tasks of a settlement are, and was not created before its call. */
    boolean isOf(Settlement settlement, Task task) {
        Instant createdAt = PageTold.plausible(task.createdAt());
        boolean isOlder = createdAt != null && createdAt.isBefore(earliest.get(settlement));
        return !isOlder && readings.get(settlement.isResearch()).ids.contains(task.id());
    }

    /**
     * The tasks found but those of the given ids, as they are given to the open requests of settlements.
     *
     * @return for each of the settlements the tasks in the order of its open requests, null where there is none
     */
    List<Task[]> tasksOf(List<Settlement> sharers, Set<String> without) {
        List<SentInput> inputs = new ArrayList<>();
        List<Settlement> owners = new ArrayList<>();
        for (Settlement settlement : sharers) {
            for (SentInput input : settlement.openInputs()) {
                inputs.add(input);
                owners.add(settlement);
            }
        }
        Task[] found =
                new TaskMatcher(inputs, tasksWithout(without), (index, task) -> isOf(owners.get(index), task)).match();
        List<Task[]> parts = new ArrayList<>();
        int from = 0;
        for (Settlement settlement : sharers) {
            int to = from + settlement.openInputs().size();
            parts.add(settlement.asSent(Arrays.copyOfRange(found, from, to), book.now()));
            from = to;
        }
        return parts;
    }
}
