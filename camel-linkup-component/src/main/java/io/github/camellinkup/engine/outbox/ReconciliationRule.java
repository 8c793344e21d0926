package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.OutboxEntry.State;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Decides which tasks come from which calls, and whether the others were certainly not created. The calls share the tasks
 * among themselves, the older ones first.
 */
final class ReconciliationRule {

    private final ReconciliationPass pass;
    private final Map<String, List<SentInput>> inputsByEntry = new HashMap<>();
    private final List<OutboxEntry> open;
    private final Set<String> known;
    private final List<UncertainCall> calls;
    private final Set<String> together;

    /**
     * @param pass what was read; all of it before the rest was
     * @param open the open entries of all nodes
     * @param known the ids of tasks that the repository knew after the open entries were read: a task in the list that was
     *     not known then is of an entry that was open then
     * @param calls the calls to decide; the pass has read back to all of them
     * @param together the ids of the entries that share the tasks, or were certainly not created
     */
    ReconciliationRule(
            ReconciliationPass pass,
            List<OutboxEntry> open,
            Set<String> known,
            List<UncertainCall> calls,
            Set<String> together) {
        this.pass = pass;
        this.open = open;
        this.known = known;
        this.calls = calls.stream().sorted(UncertainCall.BY_AGE).toList();
        this.together = together;
    }

    /** The calls that are decided, the older ones first. Each has the tasks of its open requests now. */
    List<UncertainCall> decide() {
        match();
        calls.forEach(call -> call.doubt(pass.reasonToDoubt(call, known)));
        List<UncertainCall> decided = new ArrayList<>();
        List<UncertainCall> undecided = new ArrayList<>();
        for (UncertainCall call : calls) {
            (isDecided(call, undecided) ? decided : undecided).add(call);
        }
        return decided;
    }

    private void match() {
        List<SentInput> inputs = new ArrayList<>();
        List<UncertainCall> owners = new ArrayList<>();
        for (UncertainCall call : calls) {
            inputs.addAll(call.inputs());
            call.inputs().forEach(input -> owners.add(call));
        }
        Task[] tasks = TaskMatcher.match(
                inputs, pass.tasksWithout(known), (index, task) -> pass.canBeOf(owners.get(index), task));
        int from = 0;
        for (UncertainCall call : calls) {
            int to = from + call.inputs().size();
            call.found(Arrays.copyOfRange(tasks, from, to));
            from = to;
        }
    }

    private boolean isDecided(UncertainCall call, List<UncertainCall> undecided) {
        if (isAnyLike(call, other -> blocks(other, call))) {
            return false;
        }
        List<SentInput> missing = call.inputs(false);
        if (missing.isEmpty()) {
            // Of several equal calls the tasks may be another's, as long as this one may have more.
            return !call.mayHaveMoreTasks() || !isAnyLike(call, other -> true);
        }
        // A task that is missing here was perhaps given to a call that may have more tasks.
        return !call.mayHaveMoreTasks()
                && undecided.stream().noneMatch(call::isLike)
                && calls.stream()
                        .filter(other -> UncertainCall.BY_AGE.compare(other, call) > 0 && other.mayHaveMoreTasks())
                        .noneMatch(younger -> SentInput.isAnyAlike(missing, younger.inputs(true)));
    }

    /** Whether an entry with an equal request comes first: its call may be in flight, or it is older and not decided here. */
    private boolean blocks(OutboxEntry other, UncertainCall call) {
        return other.state() == State.SENDING
                || !together.contains(other.id()) && UncertainCall.ENTRY_BY_AGE.compare(other, call.entry()) < 0;
    }

    /** Whether another of these entries has an equal request, whichever node answers for it. */
    private boolean isAnyLike(UncertainCall call, Predicate<OutboxEntry> which) {
        return open.stream()
                .filter(other -> !other.id().equals(call.id()) && which.test(other))
                .anyMatch(other -> SentInput.isAnyAlike(
                        call.inputs(), inputsByEntry.computeIfAbsent(other.id(), id -> SentInput.of(other))));
    }

    /**
     * The tasks of a call that another node has reconciled: the known ones with the reference and headers of its requests.
     *
     * @param pending those of the known tasks that are pending
     */
    static Task[] ofOtherNode(UncertainCall call, ReconciliationPass pass, Map<String, PendingTask> pending) {
        Set<String> others = pass.ids();
        others.removeAll(pending.keySet());
        List<TaskRequest> requests = call.entry().requests();
        return TaskMatcher.match(
                call.inputs(),
                pass.tasksWithout(others),
                (index, task) -> pass.canBeOf(call, task) && isOf(requests.get(index), pending.get(task.id())));
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
