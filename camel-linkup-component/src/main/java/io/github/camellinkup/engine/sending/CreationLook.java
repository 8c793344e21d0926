package io.github.camellinkup.engine.sending;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camellinkup.client.model.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/** One look into the lists for tasks that may come from uncertain intents. Only such tasks are kept. */
final class CreationLook {

    private final TaskCalls calls;
    private final IntentBook book;
    private final Executor workers;
    private final Collection<Settlement> settlements;
    private final Set<String> keys = new HashSet<>();
    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private final Map<Boolean, Set<String>> idsByList = Map.of(true, new HashSet<>(), false, new HashSet<>());

    CreationLook(TaskCalls calls, IntentBook book, Executor workers, Collection<Settlement> settlements) {
        this.calls = calls;
        this.book = book;
        this.workers = workers;
        this.settlements = settlements;
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
        Instant earliest = wanted.stream()
                .map(settlement -> book.earliestCreation(settlement.openedAt(), settlement.isAwaited()))
                .min(Instant::compareTo)
                .orElseThrow();
        return new CreationWalk(
                        query -> calls.list(research, query),
                        research ? Set.of() : types,
                        earliest,
                        task -> take(research, task),
                        workers)
                .walk();
    }

    private void take(boolean research, Task task) {
        JsonNode input = task.input() == null ? null : task.input().toTree();
        if (input != null && keys.contains(SentInput.key(task.type(), input))) {
            tasks.put(task.id(), task);
            idsByList.get(research).add(task.id());
        }
    }

    Set<String> ids() {
        return tasks.keySet();
    }

    /** The tasks found but those of the given ids, the earlier ones first. */
    List<Task> tasksWithout(Set<String> ids) {
        List<Task> found = new ArrayList<>(tasks.values());
        found.removeIf(task -> ids.contains(task.id()));
        found.sort(Comparator.comparing(Task::createdAt, Comparator.nullsFirst(Comparator.naturalOrder())));
        return found;
    }

    /** Whether a task was in the list where the tasks of a settlement are. */
    boolean isOf(Settlement settlement, Task task) {
        return idsByList.get(settlement.isResearch()).contains(task.id());
    }
}
