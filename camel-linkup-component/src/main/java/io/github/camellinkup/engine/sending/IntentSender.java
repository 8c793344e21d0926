package io.github.camellinkup.engine.sending;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.model.CreateAnswer;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.repository.Intent;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.statistics.TaskCount;
import io.github.camellinkup.engine.statistics.TaskStatistics;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Sends requests in one call so that each is created once: records the intent before the call goes out, and the tasks in
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

    private CompletionStage<List<Task>> call(Intent intent) {
        if (!book.isLeased(intent.id())) {
            return settler.settle(intent, IntentBook.heldUp(), options);
        }
        return Stages.of(() -> calls.create(research, intent.requests()))
                .handleAsync((tasks, failure) -> answered(intent, tasks, failure), workers)
                .thenCompose(tasks -> tasks);
    }

    private Intent open(List<TaskRequest> requests) {
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

    private CompletionStage<List<Task>> answered(Intent intent, List<Task> tasks, Throwable failure) {
        List<TaskRequest> requests = intent.requests();
        String problem = failure == null ? CreateAnswer.problem(tasks, requests.size()) : null;
        if (failure == null && problem == null) {
            return created(intent, SentTask.all(tasks, requests, intent.openedAt(), book.now()));
        }
        Throwable cause = failure == null ? new IllegalStateException(problem) : Failures.cause(failure);
        // What is certain of this call is not of one that a neighbour may have made meanwhile.
        if (!isCertain(cause) || !book.isLeased(intent.id())) {
            return settler.settle(intent, cause, options);
        }
        return recorder.discarded(intent.id(), options.timeout(), late -> cause)
                .thenCompose(done -> CompletableFuture.failedFuture(cause));
    }

    private CompletionStage<List<Task>> created(Intent intent, List<Task> tasks) {
        List<TaskRequest> requests = intent.requests();
        statistics.add(TaskCount.CREATED, tasks.size());
        book.created(tasks);
        CreatedCall call = new CreatedCall(requests, tasks);
        return recorder.created(
                        intent.id(),
                        call.toRecord(),
                        options.timeout(),
                        late -> LinkupSubmissionUncertainException.notRecorded(requests, tasks, late))
                .thenCompose(done -> call.result());
    }

    /** Whether it is certain that a call that failed with this created nothing. */
    static boolean isCertain(Throwable cause) {
        return cause instanceof LinkupException e && e.isCertainlyNotProcessed();
    }
}
