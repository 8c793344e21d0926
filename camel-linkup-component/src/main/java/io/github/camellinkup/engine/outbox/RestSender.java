package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.CreateAnswer;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.statistics.TaskCount;
import io.github.camellinkup.engine.statistics.TaskStatistics;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Sends what an earlier call did not create. This call can end without an answer, too; then it is settled like the one
 * before. Thread-safe.
 */
final class RestSender {

    private final Settler settler;
    private final TaskCalls calls;
    private final IntentBook book;
    private final IntentRecorder recorder;
    private final TaskStatistics statistics;
    private final Executor workers;

    RestSender(
            Settler settler,
            TaskCalls calls,
            IntentBook book,
            IntentRecorder recorder,
            TaskStatistics statistics,
            Executor workers) {
        this.settler = settler;
        this.calls = calls;
        this.book = book;
        this.recorder = recorder;
        this.statistics = statistics;
        this.workers = workers;
    }

    /**
     * Sends the open requests of an entry, which the repository has as one that is being sent; settles it once more if
     * another node may have taken it since.
     */
    void send(Settlement settlement) {
        if (!book.isLeased(settlement.entryId())) {
            settler.settleAgain(settlement, IntentBook.heldUp());
            return;
        }
        statistics.add(TaskCount.SENT_AGAIN, settlement.openRequests().size());
        Stages.of(() -> calls.create(settlement.isResearch(), settlement.openRequests()))
                .whenCompleteAsync((tasks, failure) -> ended(settlement, tasks, failure), workers);
    }

    private void ended(Settlement settlement, List<Task> tasks, Throwable failure) {
        String problem = failure == null
                ? CreateAnswer.problem(tasks, settlement.openRequests().size())
                : null;
        if (failure == null && problem == null) {
            created(settlement, tasks.toArray(Task[]::new));
            return;
        }
        Throwable cause = failure == null ? new IllegalStateException(problem) : Failures.cause(failure);
        // What is certain of this call is not of one that a neighbour may have made meanwhile.
        if (!Failures.isCertainlyNotCreated(cause) || !book.isLeased(settlement.entryId())) {
            settler.settleAgain(settlement, cause);
        } else if (settlement.isAwaited()) {
            refused(settlement, cause);
        } else {
            leftoverRefused(settlement, cause);
        }
    }

    private void created(Settlement settlement, Task[] answered) {
        statistics.add(TaskCount.CREATED, answered.length);
        Task[] tasks = settlement.asSent(answered, book.now());
        recorder.created(
                        settlement.entryId(),
                        settlement.pending(tasks),
                        settlement.timeout(),
                        late -> settlement.notRecorded(tasks, late))
                .whenComplete((done, failure) -> {
                    if (failure == null && !CreatedCall.canKeepAll(List.of(tasks))) {
                        settlement.result().completeExceptionally(settlement.notRecorded(tasks, CreatedCall.unfitId()));
                    } else if (failure == null) {
                        settlement.fill(tasks);
                        settlement.succeed();
                    } else {
                        settlement.result().completeExceptionally(failure);
                    }
                });
    }

    private void refused(Settlement settlement, Throwable cause) {
        recorder.discarded(settlement.entry(), settlement.timeout(), late -> cause)
                .whenComplete((done, failure) -> settlement.failOpen(cause));
    }

    /** Nobody waits who could be told: it is tried again, or left for an operator to see. */
    private void leftoverRefused(Settlement settlement, Throwable cause) {
        if (isRefusal(cause)) {
            settler.giveUpRefused(settlement, cause);
        } else {
            settler.tryLater(settlement, cause);
        }
    }

    /** Whether Linkup itself has said no for good. A call that never got there, as when the engine stops, can later. */
    static boolean isRefusal(Throwable cause) {
        return cause instanceof LinkupException refusal && !refusal.isRetryable() && refusal.getStatusCode() > 0;
    }
}
