package io.github.camellinkup.engine.outbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupResponseTooLargeException;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.RawJson;
import io.github.camellinkup.client.model.RequestWriter;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskIdentity;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Linkup as far as sending sees it: it keeps tasks and lists them, and a test answers the calls that create them. */
public final class FakeApi implements TaskCreator, TaskLists {

    private static final RawJson NO_JSON = RawJson.wrap(new byte[] {'{', '}'});

    /** A create call that went out. */
    public final class Call {
        public final boolean research;
        public final List<TaskRequest> requests;
        public final CompletableFuture<List<Task>> answer = new CompletableFuture<>();

        private Call(boolean research, List<TaskRequest> requests) {
            this.research = research;
            this.requests = requests;
        }

        public void succeed() {
            answer.complete(land(requests));
        }

        /** The call is cut after the first of its requests have become tasks. */
        public void cutAfter(int created) {
            land(requests.subList(0, created));
            cut();
        }

        public void cut() {
            answer.completeExceptionally(uncertain());
        }

        public void refuse() {
            answer.completeExceptionally(new LinkupUnknownException("refused", ErrorAnswer.NONE, true, true, null));
        }
    }

    public final List<Call> calls = new ArrayList<>();
    public final List<Task> tasks = new ArrayList<>();
    public final List<Instant> reads = new ArrayList<>();
    public final List<Boolean> listsRead = new ArrayList<>();
    public RuntimeException listFailure;

    /** The tasks of the list that are too large to be read, by id, and what is known of each. */
    public final Map<String, TaskIdentity> oversized = new HashMap<>();

    /** Happens once, when a list is asked for. */
    public Runnable meanwhile = () -> {};

    private final Supplier<Instant> now;

    public FakeApi(Supplier<Instant> now) {
        this.now = now;
    }

    public static LinkupUnknownException uncertain() {
        return new LinkupUnknownException("cut", ErrorAnswer.NONE, true, false, null);
    }

    /** From now on a task is too large to be read, and its id and its time stand in its beginning. */
    public void enlarge(Task task) {
        oversized.put(task.id(), identity(task));
    }

    /** Creates tasks, as if a call had come through. */
    public List<Task> land(List<TaskRequest> requests) {
        List<Task> created = requests.stream().map(this::created).toList();
        tasks.addAll(created);
        return created;
    }

    private Task created(TaskRequest request) {
        return task("task-" + (tasks.size() + 1) + "-" + System.identityHashCode(request), request.input(), now.get());
    }

    /** A task whose input is what Linkup makes of a request. */
    public static Task task(String id, LinkupRequest request, Instant createdAt) {
        ObjectNode input =
                (ObjectNode) RawJson.wrap(RequestWriter.write(request)).toTree();
        for (String field : List.of("includeImages", "includeSources")) {
            if (!input.has(field)) {
                input.put(field, false);
            }
        }
        for (String field : List.of("fromDate", "toDate")) {
            if (!input.has(field)) {
                input.putNull(field);
            } else if (input.get(field).asText().indexOf('T') < 0) {
                input.put(field, input.get(field).asText() + "T00:00:00.000Z");
            }
        }
        if (input.has("structuredOutputSchema")) {
            String schema = input.get("structuredOutputSchema").asText();
            input.set(
                    "structuredOutputSchema",
                    RawJson.wrap(schema.getBytes(StandardCharsets.UTF_8)).toTree());
        }
        return new Task(
                id,
                request.taskType().apiValue(),
                TaskStatus.PENDING,
                createdAt,
                createdAt,
                RawJson.of(input),
                null,
                null,
                NO_JSON);
    }

    @Override
    public CompletionStage<List<Task>> create(boolean research, List<TaskRequest> requests) {
        Call call = new Call(research, requests);
        calls.add(call);
        return call.answer;
    }

    @Override
    public CompletionStage<TaskPage> page(boolean research, TaskQuery query) {
        reads.add(now.get());
        listsRead.add(research);
        Runnable happens = meanwhile;
        meanwhile = () -> {};
        happens.run();
        if (listFailure != null) {
            return CompletableFuture.failedFuture(listFailure);
        }
        List<Task> listed = new ArrayList<>();
        for (int i = tasks.size() - 1; i >= 0; i--) {
            Task task = tasks.get(i);
            if (research
                    ? task.type().equals("research")
                    : query.types().isEmpty() || query.types().contains(task.type())) {
                listed.add(task);
            }
        }
        return page(listed, oversized, query);
    }

    /** A page of a list; a failure if a task on it is too large. */
    public static CompletionStage<TaskPage> page(
            List<Task> listed, Map<String, TaskIdentity> oversized, TaskQuery query) {
        int size = query.pageSize();
        int from = Math.min(listed.size(), (query.page() - 1) * size);
        List<Task> tasks = listed.subList(from, Math.min(listed.size(), from + size));
        if (tasks.stream().anyMatch(task -> oversized.containsKey(task.id()))) {
            Task first = tasks.get(0);
            return CompletableFuture.failedFuture(new LinkupResponseTooLargeException(
                    "too large", oversized.getOrDefault(first.id(), identity(first))));
        }
        int pages = (listed.size() + size - 1) / size;
        return CompletableFuture.completedFuture(
                new TaskPage(query.page(), size, listed.size(), pages, tasks, null, NO_JSON));
    }

    private static TaskIdentity identity(Task task) {
        return new TaskIdentity(task.id(), task.createdAt(), task.updatedAt());
    }
}
