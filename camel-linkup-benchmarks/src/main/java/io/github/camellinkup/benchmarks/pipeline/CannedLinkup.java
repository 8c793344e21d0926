package io.github.camellinkup.benchmarks.pipeline;

import io.github.camellinkup.client.LinkupClient;
import io.github.camellinkup.client.ReadLimits;
import io.github.camellinkup.client.model.CreditBalance;
import io.github.camellinkup.client.model.FetchRequest;
import io.github.camellinkup.client.model.FetchedPage;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.RawJson;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.SearchAnswer;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.SortDirection;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.client.model.TaskStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A client without a network: creates tasks, and lists them all as finished once it is told so. Answers on the caller's
 * thread; creating and reading may not overlap.
 */
final class CannedLinkup implements LinkupClient {

    /** An engine does not believe that a task was created long before its call, or is ahead of the present. */
    private static final Instant FIRST = Instant.now().minusSeconds(3_600);

    private static final long SECONDS_TO_FINISH = 10;
    private static final RawJson OUTPUT =
            RawJson.wrap("{\"answer\":\"42\",\"sources\":[]}".getBytes(StandardCharsets.UTF_8));

    private final long series;
    private final List<Task> created = new ArrayList<>();

    /** The newest first, by creation as well as by end. */
    private List<Task> finished = List.of();

    private List<Task> oldestFirst = List.of();

    /** @param series tasks of different series have different ids */
    CannedLinkup(long series) {
        this.series = series;
    }

    @Override
    public synchronized CompletionStage<List<Task>> createTasks(List<? extends LinkupRequest> requests) {
        List<Task> tasks = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            tasks.add(task(created.size() + i, TaskStatus.PENDING));
        }
        created.addAll(tasks);
        return CompletableFuture.completedFuture(tasks);
    }

    private Task task(int number, TaskStatus status) {
        Instant createdAt = FIRST.plusMillis(number);
        boolean done = status.isFinal();
        return new Task(
                new UUID(series, number).toString(),
                "search",
                status,
                createdAt,
                done ? createdAt.plusSeconds(SECONDS_TO_FINISH) : createdAt,
                null,
                done ? OUTPUT : null,
                null,
                OUTPUT);
    }

    /** Lets all tasks finish, in the order in which they were created. */
    synchronized void finish() {
        List<Task> tasks = new ArrayList<>();
        for (int number = 0; number < created.size(); number++) {
            tasks.add(task(number, TaskStatus.COMPLETED));
        }
        oldestFirst = List.copyOf(tasks);
        Collections.reverse(tasks);
        finished = tasks;
    }

    private synchronized List<Task> page(TaskQuery query) {
        List<Task> sorted = query.sortDirection() == SortDirection.ASC ? oldestFirst : finished;
        int from = Math.min(sorted.size(), (query.page() - 1) * query.pageSize());
        return sorted.subList(from, Math.min(sorted.size(), from + query.pageSize()));
    }

    private int pages(TaskQuery query) {
        return (finished.size() + query.pageSize() - 1) / query.pageSize();
    }

    @Override
    public synchronized CompletionStage<Task> getTask(String taskId) {
        int number = (int) UUID.fromString(taskId).getLeastSignificantBits();
        return CompletableFuture.completedFuture(task(number, TaskStatus.COMPLETED));
    }

    @Override
    public CompletionStage<TaskPage> listTasks(TaskQuery query) {
        return CompletableFuture.completedFuture(
                new TaskPage(query.page(), query.pageSize(), finished.size(), pages(query), page(query), null, OUTPUT));
    }

    @Override
    public CompletionStage<TaskPage> listTasks(TaskQuery query, ReadLimits limits) {
        return listTasks(query);
    }

    @Override
    public CompletionStage<SearchAnswer> search(SearchRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<FetchedPage> fetch(FetchRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Task> createResearch(ResearchRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Task> getResearch(String taskId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<TaskPage> listResearch(TaskQuery query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<TaskPage> listResearch(TaskQuery query, ReadLimits limits) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<CreditBalance> creditBalance() {
        throw new UnsupportedOperationException();
    }
}
