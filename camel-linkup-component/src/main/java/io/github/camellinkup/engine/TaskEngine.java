package io.github.camellinkup.engine;

import io.github.camellinkup.client.LinkupClient;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.pace.EngineTimer;
import io.github.camellinkup.engine.receiving.Receiving;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.sending.SendingOptions;
import io.github.camellinkup.engine.sending.TaskSubmitter;
import io.github.camellinkup.engine.statistics.TaskStatistics;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * Sends tasks and remembers them until their results are taken. Thread-safe; nothing here blocks but the repository,
 * which is called on the workers.
 */
public final class TaskEngine implements AutoCloseable {

    private final LinkupClient client;
    private final TaskRepository repository;
    private final EngineTimer timer;
    private final Executor workers;
    private final Receiving receiving;
    private final TaskStatistics statistics = new TaskStatistics();

    /**
     * @param client calls the API
     * @param repository remembers the tasks that were created
     * @param scheduler runs timers
     * @param workers runs what must not hold up the HTTP client: the repository, the source of a batch
     * @param clock the present time
     * @param nanoTime a clock that only goes forward, in nanoseconds
     */
    public TaskEngine(
            LinkupClient client,
            TaskRepository repository,
            ScheduledExecutorService scheduler,
            Executor workers,
            Clock clock,
            LongSupplier nanoTime) {
        this.client = client;
        this.repository = repository;
        this.timer = new EngineTimer(scheduler);
        this.workers = workers;
        this.receiving = new Receiving(client, repository, timer, workers, clock, nanoTime);
    }

    /** What receives results. */
    public Receiving receiving() {
        return receiving;
    }

    /** What has happened since the engine was made. */
    public TaskStatistics statistics() {
        return statistics;
    }

    public LinkupClient client() {
        return client;
    }

    public TaskRepository repository() {
        return repository;
    }

    /** Sends tasks in the way that the options say. */
    public TaskSubmitter submitter(SendingOptions options) {
        return new TaskSubmitter(options, this::send, client::listTasks, timer, workers);
    }

    /**
     * Sends one research task by the API's own call for it.
     *
     * @return the task once it is created and remembered; fails with {@link LinkupSubmissionUncertainException} where
     *     it is not known whether it was created
     */
    public CompletionStage<Task> submitResearch(ResearchRequest input, TaskRequest request) {
        List<TaskRequest> requests = List.of(request);
        return remembered(requests, client.createResearch(input).thenApply(List::of))
                .thenApply(tasks -> tasks.get(0));
    }

    /**
     * Ends the waiting: what waits for others to travel with, or for room in the queue, is tried now. Close the client
     * first, and it fails.
     */
    @Override
    public void close() {
        receiving.close();
        timer.close();
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
        repository.created(UUID.randomUUID().toString(), pending);
    }

    private static Throwable explain(List<TaskRequest> requests, Throwable failure) {
        Throwable cause = Failures.cause(failure);
        boolean certainlyNotCreated = cause instanceof LinkupException e && e.isCertainlyNotProcessed();
        return certainlyNotCreated ? cause : new LinkupSubmissionUncertainException(requests, cause);
    }
}
