package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The tasks of a call that was answered. One whose id no repository can keep must not lose the others: they are recorded
 * without it, and who sent them gets it with an error.
 */
final class CreatedCall {

    /** What is wrong with a task, for messages. */
    static final String UNFIT_ID =
            "has an id that a task repository cannot keep: it is too long, or holds an odd character";

    private final List<TaskRequest> requests;
    private final List<Task> tasks;
    private final BitSet unfit = new BitSet();

    /** @param tasks in the order of the requests */
    CreatedCall(List<TaskRequest> requests, List<Task> tasks) {
        this.requests = requests;
        this.tasks = tasks;
        for (int i = 0; i < tasks.size(); i++) {
            unfit.set(i, !PendingTask.canKeep(tasks.get(i).id()));
        }
    }

    static boolean canKeepAll(List<Task> tasks) {
        return tasks.stream().map(Task::id).allMatch(PendingTask::canKeep);
    }

    static IllegalStateException unfitId() {
        return new IllegalStateException("a task " + UNFIT_ID);
    }

    List<PendingTask> toRecord() {
        List<PendingTask> pending = new ArrayList<>(tasks.size());
        for (int i = 0; i < tasks.size(); i++) {
            if (!unfit.get(i)) {
                pending.add(PendingTask.of(tasks.get(i), requests.get(i)));
            }
        }
        return pending;
    }

    /** The tasks, once those that can be are recorded; fails if there are others. */
    CompletionStage<List<Task>> result() {
        if (unfit.isEmpty()) {
            return CompletableFuture.completedFuture(tasks);
        }
        Throwable unrecorded = LinkupSubmissionUncertainException.notRecorded(
                unfit.stream().mapToObj(requests::get).toList(),
                unfit.stream().mapToObj(tasks::get).toList(),
                unfitId());
        boolean isAll = unfit.cardinality() == tasks.size();
        return CompletableFuture.failedFuture(
                isAll
                        ? unrecorded
                        : new PartialCallException(tasks.toArray(Task[]::new), unfit, new BitSet(), unrecorded));
    }
}
