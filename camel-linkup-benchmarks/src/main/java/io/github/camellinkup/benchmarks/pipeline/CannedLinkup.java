package io.github.camellinkup.benchmarks.pipeline;

import io.github.camellinkup.client.LinkupClient;
import io.github.camellinkup.client.ReadLimits;
import io.github.camellinkup.client.RetryGuard;
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
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A client without a network: creates tasks, and lists those that it was told to finish. Answers on the caller's
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

    /** By creation as well as by end. Filled from its end, so that what has finished is one part of it. */
    private Task[] newestFirst = new Task[0];

    private Task[] oldestFirst = new Task[0];
    private int finished;
    private long reads;

    /** @param series tasks of different series have different ids */
    CannedLinkup(long series) {
        this.series = series;
    }

    @Override
    public synchronized CompletionStage<List<Task>> createTasks(List<? extends LinkupRequest> requests) {
        List<Task> tasks = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            tasks.add(pending(created.size() + i));
        }
        created.addAll(tasks);
        return CompletableFuture.completedFuture(tasks);
    }

    private Task pending(int number) {
        Instant createdAt = FIRST.plusMillis(number);
        return task(number, TaskStatus.PENDING, createdAt, null);
    }

    private Task completed(int number, Instant at) {
        return task(number, TaskStatus.COMPLETED, at, OUTPUT);
    }

    private Task task(int number, TaskStatus status, Instant updatedAt, RawJson output) {
        return new Task(
                new UUID(series, number).toString(),
                "search",
                status,
                FIRST.plusMillis(number),
                updatedAt,
                null,
                output,
                null,
                OUTPUT);
    }

    /** Lets all tasks finish, in the order in which they were created, each 10 s after its creation. */
    void finish() {
        finishFirst(Integer.MAX_VALUE);
    }

    /** The same for the first so many. */
    synchronized void finishFirst(int count) {
        while (finished < Math.min(count, created.size())) {
            finishNext(FIRST.plusMillis(finished).plusSeconds(SECONDS_TO_FINISH));
        }
    }

    /** Lets the next so many tasks finish now, if there are still as many. */
    synchronized void finishNext(int more, Instant at) {
        for (int left = more; left > 0 && finished < created.size(); left--) {
            finishNext(at);
        }
    }

    private void finishNext(Instant at) {
        if (oldestFirst.length != created.size()) {
            oldestFirst = Arrays.copyOf(oldestFirst, created.size());
            newestFirst = new Task[created.size()];
            for (int number = 0; number < finished; number++) {
                newestFirst[created.size() - 1 - number] = oldestFirst[number];
            }
        }
        Task task = completed(finished, at);
        oldestFirst[finished] = task;
        newestFirst[created.size() - 1 - finished] = task;
        finished++;
    }

    /** How many pages and single tasks have been read. */
    synchronized long reads() {
        return reads;
    }

    private synchronized List<Task> page(TaskQuery query) {
        reads++;
        List<Task> sorted = query.sortDirection() == SortDirection.ASC
                ? Arrays.asList(oldestFirst).subList(0, finished)
                : Arrays.asList(newestFirst).subList(newestFirst.length - finished, newestFirst.length);
        int from = Math.min(finished, (query.page() - 1) * query.pageSize());
        return sorted.subList(from, Math.min(finished, from + query.pageSize()));
    }

    private int pages(TaskQuery query) {
        return (finished + query.pageSize() - 1) / query.pageSize();
    }

    @Override
    public synchronized CompletionStage<Task> getTask(String taskId) {
        int number = (int) UUID.fromString(taskId).getLeastSignificantBits();
        reads++;
        return CompletableFuture.completedFuture(number < finished ? oldestFirst[number] : created.get(number));
    }

    @Override
    public CompletionStage<TaskPage> listTasks(TaskQuery query, ReadLimits limits) {
        return CompletableFuture.completedFuture(
                new TaskPage(query.page(), query.pageSize(), finished, pages(query), page(query), null, OUTPUT));
    }

    @Override
    public CompletionStage<SearchAnswer> search(SearchRequest request, RetryGuard guard) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<FetchedPage> fetch(FetchRequest request, RetryGuard guard) {
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
    public CompletionStage<TaskPage> listResearch(TaskQuery query, ReadLimits limits) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<CreditBalance> creditBalance() {
        throw new UnsupportedOperationException();
    }
}
