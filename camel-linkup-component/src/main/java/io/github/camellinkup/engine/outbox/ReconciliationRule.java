package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Decides which tasks come from which calls, and whether the others were certainly not created. The calls share the tasks
 * among themselves, the older ones first.
 */
final class ReconciliationRule {

    private final ReconciliationPass pass;
    private final OpenEntries open;
    private final Set<String> known;
    private final Set<String> together;
    private final List<UncertainCall> calls;
    private final List<Task[]> found = new ArrayList<>();
    private final Set<UncertainCall> inconclusive = new HashSet<>();

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
            OpenEntries open,
            Set<String> known,
            List<UncertainCall> calls,
            Set<String> together) {
        this.pass = pass;
        this.open = open;
        this.known = known;
        this.together = together;
        this.calls = calls.stream().sorted(UncertainCall.BY_AGE).toList();
    }

    /** The calls that are decided, the older ones first, each with the tasks of its open requests. */
    Map<UncertainCall, Task[]> decide() {
        match();
        for (UncertainCall call : calls) {
            call.doubt(pass.reasonToDoubt(call, known));
            if (call.hasDoubt() || !call.isConclusive()) {
                inconclusive.add(call);
            }
        }
        Map<UncertainCall, Task[]> decided = new LinkedHashMap<>();
        List<UncertainCall> undecided = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            UncertainCall call = calls.get(i);
            if (isDecided(i, undecided)) {
                decided.put(call, found.get(i));
            } else {
                undecided.add(call);
            }
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
        Task[] tasks = new TaskMatcher(
                        inputs, pass.tasksWithout(known), (index, task) -> pass.canBeOf(owners.get(index), task))
                .match();
        int from = 0;
        for (UncertainCall call : calls) {
            int to = from + call.inputs().size();
            found.add(Arrays.copyOfRange(tasks, from, to));
            from = to;
        }
    }

    private boolean isDecided(int index, List<UncertainCall> undecided) {
        UncertainCall call = calls.get(index);
        boolean isConclusive = !inconclusive.contains(call);
        if (open.isBlocked(call, together)) {
            return false;
        }
        if (Arrays.stream(found.get(index)).allMatch(Objects::nonNull)) {
            // Tasks that complete one of several equal calls may be another's, while its own can still land.
            return isConclusive || !open.hasAnyLike(call);
        }
        // An older call that can still land was perhaps given the task of this one.
        return isConclusive && undecided.stream().noneMatch(call::isLike) && !isAnyTakenBy(index);
    }

    /** Whether a younger call that can still land was perhaps given a task that this one lacks. */
    private boolean isAnyTakenBy(int index) {
        List<SentInput> missing = inputs(index, false);
        return IntStream.range(index + 1, calls.size())
                .filter(younger -> inconclusive.contains(calls.get(younger)))
                .anyMatch(younger -> SentInput.isAnyAlike(missing, inputs(younger, true)));
    }

    private List<SentInput> inputs(int index, boolean withTask) {
        List<SentInput> inputs = calls.get(index).inputs();
        return IntStream.range(0, inputs.size())
                .filter(place -> found.get(index)[place] != null == withTask)
                .mapToObj(inputs::get)
                .toList();
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
        return new TaskMatcher(
                        call.inputs(),
                        pass.tasksWithout(others),
                        (index, task) -> pass.canBeOf(call, task) && isOf(requests.get(index), pending.get(task.id())))
                .match();
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
