package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.model.CreateAnswer;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.statistics.TaskCount;
import io.github.camellinkup.engine.statistics.TaskStatistics;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Sends requests in one call so that each is created once: records the entry before the call goes out, and the tasks in
 * its place when they are there. What became of a call without an answer is found out by the {@link Settler}, and the
 * tasks come all the same. Thread-safe; the repository is called on the workers.
 */
final class IntentSender implements TaskSender {

    private final boolean research;
    private final TaskCalls calls;
    private final IntentBook book;
    private final IntentRecorder recorder;
    private final Settler settler;
    private final TaskStatistics statistics;
    private final SettleOptions options;
    private final Executor workers;

    IntentSender(
            boolean research,
            TaskCalls calls,
            IntentBook book,
            IntentRecorder recorder,
            Settler settler,
            TaskStatistics statistics,
            SettleOptions options,
            Executor workers) {
        this.research = research;
        this.calls = calls;
        this.book = book;
        this.recorder = recorder;
        this.settler = settler;
        this.statistics = statistics;
        this.options = options;
        this.workers = workers;
    }

    @Override
    public CompletionStage<List<Task>> send(List<TaskRequest> requests) {
        return CompletableFuture.supplyAsync(() -> open(List.copyOf(requests)), workers)
                .thenCompose(this::call);
    }

    private CompletionStage<List<Task>> call(OutboxEntry entry) {
        if (!book.isLeased(entry.id())) {
            return settler.settle(entry, IntentBook.heldUp(), options);
        }
        return Stages.of(() -> calls.create(research, entry.requests()))
                .handleAsync((tasks, failure) -> answered(entry, tasks, failure), workers)
                .thenCompose(tasks -> tasks);
    }

    private OutboxEntry open(List<TaskRequest> requests) {
        try {
            return book.open(research, requests);
        } catch (RuntimeException | Error e) {
            throw new LinkupUnknownException(
                    "Nothing was sent, because the task repository could not record it: " + e.getMessage(),
                    ErrorAnswer.NONE,
                    true,
                    true,
                    e);
        }
    }

    private CompletionStage<List<Task>> answered(OutboxEntry entry, List<Task> tasks, Throwable failure) {
        List<TaskRequest> requests = entry.requests();
        String problem = failure == null ? CreateAnswer.problem(tasks, requests.size()) : null;
        if (failure == null && problem == null) {
            return created(entry, SentTask.all(tasks, requests, entry.openedAt(), book.now()));
        }
        Throwable cause = failure == null ? new IllegalStateException(problem) : Failures.cause(failure);
        // What is certain of this call is not of one that a neighbour may have made meanwhile.
        if (!Failures.isCertainlyNotCreated(cause) || !book.isLeased(entry.id())) {
            return settler.settle(entry, cause, options);
        }
        return recorder.discarded(entry, options.timeout(), late -> cause)
                .thenCompose(done -> CompletableFuture.failedFuture(cause));
    }

    private CompletionStage<List<Task>> created(OutboxEntry entry, List<Task> tasks) {
        List<TaskRequest> requests = entry.requests();
        statistics.add(TaskCount.CREATED, tasks.size());
        book.created(tasks);
        CreatedCall call = new CreatedCall(requests, tasks);
        return recorder.created(
                        entry.id(),
                        call.toRecord(),
                        options.timeout(),
                        late -> LinkupSubmissionUncertainException.notRecorded(requests, tasks, late))
                .thenCompose(done -> call.result());
    }
}
