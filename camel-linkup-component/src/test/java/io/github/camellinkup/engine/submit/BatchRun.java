package io.github.camellinkup.engine.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Batches of numbered rows, and a sender whose calls a test answers when it likes. */
final class BatchRun {

    /** A call that went out. */
    record Sent(List<TaskRequest> requests, CompletableFuture<List<Task>> answer) {

        void succeed() {
            answer.complete(created(requests));
        }

        void fail(Throwable failure) {
            answer.completeExceptionally(failure);
        }
    }

    final List<Sent> sent = new CopyOnWriteArrayList<>();

    CompletionStage<List<Task>> send(List<TaskRequest> requests) {
        Sent call = new Sent(requests, new CompletableFuture<>());
        sent.add(call);
        return call.answer();
    }

    /** A batch whose work is done on the thread that answers. */
    CompletableFuture<List<Task>> submit(Iterator<TaskRequest> source, int size, int most) {
        return new BatchSubmission(
                        source,
                        any -> {},
                        new SendingOptions(size, most, Duration.ZERO, Duration.ZERO),
                        this::send,
                        new BatchProgress(BatchAnswer.TASKS, false),
                        Runnable::run)
                .start()
                .thenApply(SentBatch::tasks)
                .toCompletableFuture();
    }

    static TaskRequest request(int number) {
        return TaskRequest.of(SearchRequest.builder().q("question " + number).build())
                .withReference("row " + number);
    }

    static List<TaskRequest> requests(int number) {
        return IntStream.range(0, number).mapToObj(BatchRun::request).toList();
    }

    /** The tasks that come of requests. */
    static List<Task> created(List<TaskRequest> requests) {
        return requests.stream()
                .map(request -> new Task(
                        "task of " + request.reference(),
                        "search",
                        TaskStatus.PENDING,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null))
                .toList();
    }

    /** The ids of the tasks of some rows. */
    static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "task of row " + i).toList();
    }

    /** The references of some rows. */
    static List<String> rows(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "row " + i).toList();
    }

    static LinkupException failure(boolean certainlyNotProcessed) {
        return new LinkupUnknownException("no", ErrorAnswer.NONE, false, certainlyNotProcessed, null);
    }

    static Throwable failureOf(CompletableFuture<?> result) {
        Throwable failure = catchThrowable(() -> result.get(10, TimeUnit.SECONDS));
        assertThat(failure).isInstanceOf(ExecutionException.class);
        return failure.getCause();
    }
}
