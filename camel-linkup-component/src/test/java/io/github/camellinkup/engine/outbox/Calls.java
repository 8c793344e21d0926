package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.model.RawJson;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** A sender whose calls a test answers. */
public final class Calls implements TaskSender {

    /** One call that went out. */
    public record Call(List<TaskRequest> requests, CompletableFuture<List<Task>> answer) {

        /** Answers with a task for each request, whose id is the question. */
        public void succeed() {
            answer.complete(
                    requests.stream().map(request -> task(question(request))).toList());
        }

        public void fail(Throwable failure) {
            answer.completeExceptionally(failure);
        }

        public List<String> questions() {
            return requests.stream().map(Calls::question).toList();
        }
    }

    private final List<Call> calls = new ArrayList<>();

    @Override
    public CompletionStage<List<Task>> send(List<TaskRequest> requests) {
        Call call = new Call(List.copyOf(requests), new CompletableFuture<>());
        calls.add(call);
        return call.answer();
    }

    public Call call(int index) {
        return calls.get(index);
    }

    public int count() {
        return calls.size();
    }

    public static TaskRequest request(String question) {
        return TaskRequest.of(SearchRequest.builder().q(question).build());
    }

    public static List<TaskRequest> requests(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> request("q" + i)).toList();
    }

    public static String question(TaskRequest request) {
        return ((SearchRequest) request.input()).q();
    }

    public static Task task(String id) {
        RawJson json = RawJson.wrap("{}".getBytes(StandardCharsets.UTF_8));
        return new Task(id, "search", TaskStatus.PENDING, Instant.EPOCH, Instant.EPOCH, json, null, null, json);
    }
}
