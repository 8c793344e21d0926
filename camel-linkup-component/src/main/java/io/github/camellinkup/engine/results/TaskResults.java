package io.github.camellinkup.engine.results;

import io.github.camellinkup.client.LinkupClient;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.EngineTimer;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** How consumers and awaiting exchanges of an engine get results. Thread-safe. */
public final class TaskResults implements AutoCloseable {

    private final TaskRepository repository;
    private final TaskReaders readers;
    private final TaskSource tasks;
    private final TaskSource research;
    private final AwaitingExchanges awaitingTasks;
    private final AwaitingExchanges awaitingResearch;
    private final Executor workers;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final RepositoryUsers shared;
    private final CompletionRecorder recorder;
    private final Function<List<Task>, Set<String>> ofOpenEntries;

    /**
     * @param readers shared by all engines with the same base URL and key
     * @param shared shared by all engines with the same repository
     * @param ofOpenEntries the ids of those of the tasks that open entries of the outbox may have created
     * @param workers where repositories are asked and results handed on
     * @param clock tells until when tasks are awaited
     * @param nanoTime a clock that only goes forward, in nanoseconds
     */
    public TaskResults(
            LinkupClient client,
            TaskReaders readers,
            TaskRepository repository,
            RepositoryUsers shared,
            Function<List<Task>, Set<String>> ofOpenEntries,
            EngineTimer timer,
            Executor workers,
            Clock clock,
            LongSupplier nanoTime) {
        this.readers = readers;
        this.repository = repository;
        this.shared = shared;
        this.ofOpenEntries = ofOpenEntries;
        this.recorder = new CompletionRecorder(timer, workers);
        this.tasks = TaskSource.tasks(client, clock);
        this.research = TaskSource.research(client, clock);
        this.awaitingTasks = new AwaitingExchanges(readers.tasks(), tasks, timer, workers, nanoTime);
        this.awaitingResearch = new AwaitingExchanges(readers.research(), research, timer, workers, nanoTime);
        this.workers = workers;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** Selects the tasks of the repository. */
    public TaskSelection submittedTasks(SelectionOptions options) {
        return new SubmittedTasks(repository, options, shared.inProgress(), recorder, clock, nanoTime);
    }

    /** Results in progress, for consumers of all tasks that take each other's place. Empty at the beginning. */
    public OpenResults openResults() {
        return new OpenResults(nanoTime);
    }

    /** Selects all tasks of the organisation; parameters as for {@link AllTasks}. */
    public TaskSelection allTasks(
            SeenTasks seen, OpenResults open, SelectionOptions options, WatermarkStore mark, Instant since) {
        return new AllTasks(seen, open, repository, ofOpenEntries, options, recorder, mark, since, clock, nanoTime);
    }

    /**
     * Reads what a selection wants. Close it with {@link #close(ResultSubscription)}.
     *
     * @param types the task types wanted; empty means all
     * @param onlyResearch whether the API's list of research is read in place of that of all tasks
     */
    public ResultSubscription subscribe(TaskSelection selection, Set<String> types, boolean onlyResearch) {
        ResultSubscription subscription = new ResultSubscription(
                onlyResearch ? readers.research() : readers.tasks(),
                onlyResearch ? research : tasks,
                selection,
                types,
                nanoTime);
        shared.add(subscription);
        return subscription;
    }

    /** Ends a subscription. */
    public void close(ResultSubscription subscription) {
        subscription.close();
        shared.remove(subscription);
    }

    /** Tasks were recorded just now: consumers get them even if they were read as finished before. */
    public void recorded(List<Task> tasks) {
        tasks.forEach(task -> shared.wanted(task.id(), task.createdAt()));
    }

    /**
     * Waits for the result of a task without holding a thread.
     *
     * @param timeout how long to wait at the most
     * @param createdAsResearch whether it was created by the API's own call for research
     * @return the finished task, which may have failed, expired or be unreadable, on a worker or the timer; fails with
     *     {@link io.github.camellinkup.client.exception.LinkupTimeoutException} when the time is up. The caller
     *     calls {@link #taken} or {@link #giveUp} when its exchange has ended
     */
    public CompletionStage<FinishedTask> await(PendingTask task, Duration timeout, boolean createdAsResearch) {
        // No consumer emits the result while its exchange works on it, however long that takes.
        shared.inProgress().add(task.id());
        return (createdAsResearch ? awaitingResearch : awaitingTasks)
                .await(task, timeout)
                .whenComplete((finished, failure) -> {
                    if (failure != null && !isAwaited(task.id())) {
                        shared.inProgress().remove(task.id());
                    }
                });
    }

    /** Another exchange can wait for the same task, where references are idempotency keys. */
    private boolean isAwaited(String taskId) {
        return awaitingTasks.isAwaited(taskId) || awaitingResearch.isAwaited(taskId);
    }

    /**
     * The exchange that waited for a result and got it has come to its end. Asks the repository. If that fails, it is
     * tried again later, and no consumer emits the result meanwhile.
     */
    public void taken(String awaitedTaskId) {
        recorder.record(awaitedTaskId, () -> {
            repository.taken(awaitedTaskId);
            shared.inProgress().remove(awaitedTaskId);
        });
    }

    /**
     * As {@link #taken}, for a result that no exchange gets. The task stays in the repository as given up.
     *
     * @param reason why, for an operator
     */
    public void giveUp(String awaitedTaskId, String reason) {
        recorder.record(awaitedTaskId, () -> {
            repository.giveUp(awaitedTaskId, reason);
            shared.inProgress().remove(awaitedTaskId);
        });
    }

    /**
     * The exchange that waited for a result has ended without it: a consumer emits it from now on. Asks the repository.
     *
     * @param awaited the task as it was awaited
     */
    public void giveBack(PendingTask awaited) {
        if (isAwaited(awaited.id())) {
            return;
        }
        try {
            repository.release(awaited.id());
        } finally {
            shared.inProgress().remove(awaited.id());
        }
        // Scans of consumers may have passed it while it was awaited.
        shared.wanted(awaited.id(), awaited.createdAt());
    }

    /** Ends all waiting of exchanges, and tries once more to record how exchanges ended. */
    @Override
    public void close() {
        awaitingTasks.close();
        awaitingResearch.close();
        recorder.close();
    }
}
