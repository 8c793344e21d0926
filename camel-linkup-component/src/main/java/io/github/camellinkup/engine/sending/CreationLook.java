package io.github.camellinkup.engine.sending;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camellinkup.client.TaskSink;
import io.github.camellinkup.client.model.StreamedPage;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * One look into the lists for tasks that may come from uncertain intents. Only such tasks are kept, and without their
 * outputs. Tasks that are too large to be read may come from them as well.
 */
final class CreationLook {

    /** How long a look may go on at least, also one that begins when the time of all settlements is over. */
    private static final Duration LAST_LOOK = Duration.ofMinutes(1);

    private final TaskCalls calls;
    private final IntentBook book;
    private final Executor workers;
    private final Collection<Settlement> settlements;
    private final LongSupplier nanoTime;
    private final long began;
    private final Set<String> keys = new HashSet<>();
    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private final Map<Boolean, Set<String>> idsByList = Map.of(true, new HashSet<>(), false, new HashSet<>());
    private final List<Unread> unread = new ArrayList<>();
    private final Map<Settlement, Instant> earliest = new HashMap<>();

    /** A task that is too large to be read. Its id is null where that is not known, and so is its latest creation. */
    private record Unread(boolean research, String id, Instant latest) {}

    CreationLook(
            TaskCalls calls,
            IntentBook book,
            Executor workers,
            Collection<Settlement> settlements,
            LongSupplier nanoTime) {
        this.calls = calls;
        this.book = book;
        this.workers = workers;
        this.settlements = settlements;
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
        settlements.forEach(settlement -> settlement.openInputs().forEach(input -> keys.add(input.key())));
    }

    /** Completes when the lists are read. */
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
                .walk();
    }

    /** Of a list whose every page promises another no end can be waited for: whoever waits is told all the same. */
    private CompletionStage<StreamedPage> page(boolean research, TaskQuery query, TaskSink sink) {
        long now = nanoTime.getAsLong();
        if (now - began > LAST_LOOK.toNanos()
                && settlements.stream().allMatch(settlement -> settlement.untilTimeout(now) <= 0)) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException("The list of tasks was not read to its end in time"));
        }
        return calls.page(research, query, sink);
    }

    private CreationWalk.Listener listener(boolean research) {
        return new CreationWalk.Listener() {
            @Override
            public void met(Task task) {
                JsonNode input = task.input() == null ? null : task.input().toTree();
                if (input != null && keys.contains(SentInput.key(task.type(), input))) {
                    tasks.put(task.id(), task.withoutOutput());
                    idsByList.get(research).add(task.id());
                }
            }

            @Override
            public void passedOver(String id, Instant latest) {
                unread.add(new Unread(research, id, latest));
            }
        };
    }

    /** The tasks that may come from the intents, those too large to be read included. */
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
                        + " in the list of tasks may be one of them, and is larger than the option maxResponseSize"
                        + " allows. Set the option higher")
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
        boolean isOlder = task.createdAt() != null && task.createdAt().isBefore(earliest.get(settlement));
        return !isOlder && idsByList.get(settlement.isResearch()).contains(task.id());
    }
}
