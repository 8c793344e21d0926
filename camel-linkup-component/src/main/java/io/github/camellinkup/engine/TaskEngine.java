package io.github.camellinkup.engine;

import io.github.camellinkup.client.LinkupClient;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.Task;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Sends tasks and remembers them until their results are taken. Thread-safe; nothing here blocks but the repository,
 * which is called on the workers.
 */
public final class TaskEngine {

    private final LinkupClient client;
    private final TaskRepository repository;
    private final Executor workers;

    /**
     * @param client calls the API
     * @param repository remembers the tasks that were created
     * @param workers runs what must not hold up the HTTP client: the repository, the source of a batch
     */
    public TaskEngine(LinkupClient client, TaskRepository repository, Executor workers) {
        this.client = client;
        this.repository = repository;
        this.workers = workers;
    }

    public LinkupClient client() {
        return client;
    }

    public TaskRepository repository() {
        return repository;
    }

    /**
     * Sends one task.
     *
     * @return the task once it is created and remembered; fails with {@link LinkupSubmissionUncertainException} where
     *     it is not known whether it was created
     */
    public CompletionStage<Task> submit(TaskRequest request) {
        return send(List.of(request)).thenApply(tasks -> tasks.get(0));
    }

    /** Sends one research task by the API's own call for it; otherwise as {@link #submit}. */
    public CompletionStage<Task> submitResearch(ResearchRequest input, TaskRequest request) {
        List<TaskRequest> requests = List.of(request);
        return remembered(requests, client.createResearch(input).thenApply(List::of))
                .thenApply(tasks -> tasks.get(0));
    }

    /**
     * Sends any number of tasks. The source is read only as far as there is room to send.
     *
     * @param batchSize the most tasks in one call, 1 to 100
     * @param maxConcurrentBatches the most calls under way at a time, at least 1
     * @return the created tasks in the order of the source; fails with {@link LinkupPartialBatchException} if it had
     *     to stop half-way, or with the reason itself if nothing can have been created
     */
    public CompletionStage<List<Task>> submitAll(
            Iterator<TaskRequest> source, int batchSize, int maxConcurrentBatches) {
        return new BatchSubmission(source, batchSize, maxConcurrentBatches, this::send, workers).start();
    }

    private CompletionStage<List<Task>> send(List<TaskRequest> requests) {
        List<LinkupRequest> inputs = requests.stream().map(TaskRequest::input).toList();
        return remembered(requests, client.createTasks(inputs));
    }

    private CompletionStage<List<Task>> remembered(List<TaskRequest> requests, CompletionStage<List<Task>> call) {
        return call.handleAsync(
                (tasks, failure) -> {
                    if (failure != null) {
                        throw new CompletionException(explain(requests, failure));
                    }
                    remember(requests, tasks);
                    return tasks;
                },
                workers);
    }

    private void remember(List<TaskRequest> requests, List<Task> tasks) {
        List<PendingTask> pending = new ArrayList<>(tasks.size());
        for (int i = 0; i < tasks.size(); i++) {
            pending.add(PendingTask.of(tasks.get(i), requests.get(i)));
        }
        repository.add(pending);
    }

    private static Throwable explain(List<TaskRequest> requests, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        boolean certainlyNotCreated = cause instanceof LinkupException e && e.isCertainlyNotProcessed();
        return certainlyNotCreated ? cause : new LinkupSubmissionUncertainException(requests, cause);
    }
}
