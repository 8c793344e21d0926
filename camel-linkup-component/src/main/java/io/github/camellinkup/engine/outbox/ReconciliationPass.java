package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.engine.listing.PageSize;
import io.github.camellinkup.engine.listing.PageSummary;
import io.github.camellinkup.engine.outbox.CreatedTasksScan.UnreadableTask;
import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One scan of a list for tasks that uncertain calls may have created. Only such tasks are kept, without their outputs. A
 * call can be decided as soon as the scan has passed the time at which it went out, together with the calls that have an
 * equal request. Not thread-safe.
 */
final class ReconciliationPass {

    private static final String UNFIT_ID = "has an id that a task repository cannot keep";

    private final boolean research;
    private final CreatedTasksScan scan;
    private final Set<UncertainCall> calls;
    private final Set<String> keys = new HashSet<>();
    private final Map<String, Task> found = new LinkedHashMap<>();

    /**
     * @param research whether the list of research is read
     * @param earliest when a call can have created tasks at the earliest, by Linkup's clock
     */
    ReconciliationPass(
            boolean research,
            Collection<UncertainCall> calls,
            Function<UncertainCall, Instant> earliest,
            PageSize pageSize,
            long now) {
        this.research = research;
        this.calls = new LinkedHashSet<>(calls);
        calls.forEach(call -> call.joinPass(now, earliest.apply(call)));
        List<SentInput> inputs =
                calls.stream().flatMap(call -> call.inputs().stream()).toList();
        inputs.forEach(input -> keys.add(input.key()));
        Instant since = calls.stream()
                .map(UncertainCall::earliest)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Set<String> types = inputs.stream().map(SentInput::type).collect(Collectors.toSet());
        this.scan = new CreatedTasksScan(research ? Set.of() : types, since, pageSize);
    }

    boolean isResearch() {
        return research;
    }

    CreatedTasksScan scan() {
        return scan;
    }

    void read(TaskPage page) {
        page.tasks().forEach(this::meet);
        scan.read(page);
    }

    private void meet(Task task) {
        Task candidate = SentInput.candidate(task, keys);
        if (candidate == null) {
            return;
        }
        if (PendingTask.canKeep(candidate.id())) {
            found.put(candidate.id(), candidate.withoutOutput());
        } else {
            scan.unreadable().add(new UnreadableTask(candidate.id(), null, UNFIT_ID));
        }
    }

    /** Whether it looks for no call any more. */
    boolean isOver() {
        return calls().isEmpty();
    }

    boolean hasOlderLike(UncertainCall call) {
        return calls.stream().anyMatch(other -> UncertainCall.BY_AGE.compare(other, call) < 0 && other.isLike(call));
    }

    /** The calls that it looks for. */
    List<UncertainCall> calls() {
        return calls.stream().filter(UncertainCall::isInPass).toList();
    }

    /** Takes out the calls that the scan has read back to, if it has also done so for all calls with an equal request. */
    List<UncertainCall> takeRead() {
        calls.removeIf(call -> !call.isInPass());
        List<UncertainCall> read = new ArrayList<>(calls);
        List<UncertainCall> unread = calls.stream()
                .filter(call -> !scan.isReadBackTo(call.earliest()))
                .collect(Collectors.toCollection(ArrayList::new));
        for (int i = 0; i < unread.size() && unread.size() < calls.size(); i++) {
            UncertainCall one = unread.get(i);
            read.stream()
                    .filter(other -> !unread.contains(other) && other.isLike(one))
                    .forEach(unread::add);
        }
        read.removeAll(unread);
        read.forEach(calls::remove);
        return read;
    }

    /** Takes over a call with what another pass has read for it. */
    void join(UncertainCall call, ReconciliationPass from) {
        calls.add(call);
        call.inputs().forEach(input -> keys.add(input.key()));
        from.found.forEach(found::putIfAbsent);
        scan.unreadable().addAll(from.scan.unreadable());
    }

    /** The ids of the tasks that may come from the calls. */
    Set<String> ids() {
        Set<String> ids = new HashSet<>(found.keySet());
        scan.unreadable().stream()
                .map(UnreadableTask::id)
                .filter(Objects::nonNull)
                .forEach(ids::add);
        return ids;
    }

    /** The tasks found but those of the given ids, the earlier ones first. */
    List<Task> tasksWithout(Set<String> ids) {
        return found.values().stream()
                .filter(task -> !ids.contains(task.id()))
                .sorted(Comparator.comparing(Task::createdAt, Comparator.nullsFirst(Comparator.naturalOrder())))
                .toList();
    }

    /** Whether a task was not created before a call. */
    boolean canBeOf(UncertainCall call, Task task) {
        Instant createdAt = PageSummary.plausible(task.createdAt());
        return createdAt == null || !createdAt.isBefore(call.earliest());
    }

    /**
     * Why tasks of a call that are not found may be there all the same: one that cannot be read may come from it.
     *
     * @param known the ids of tasks that do not come from it
     * @return null if everything is read that may come from it
     */
    String reasonToDoubt(UncertainCall call, Set<String> known) {
        return scan.unreadable().stream()
                .filter(task -> task.latest() == null || !task.latest().isBefore(call.earliest()))
                .filter(task -> task.id() == null || !known.contains(task.id()) && !found.containsKey(task.id()))
                .findFirst()
                .map(task -> "the task " + (task.id() == null ? "of unknown id" : task.id())
                        + " in the list of tasks may be one of them, and " + task.problem())
                .orElse(null);
    }
}
