package io.github.camellinkup.engine.sending;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.pace.EngineTimer;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Sends tasks, one by one or many at once, in calls of a bounded size. Thread-safe; nothing here blocks. */
public final class TaskSubmitter {

    private final SendingOptions options;
    private final TaskSender sender;
    private final TaskSender singleSender;
    private final Executor workers;
    private final Consumer<TaskRequest> check;

    /**
     * @param nanoTime a clock that only goes forward, in nanoseconds
     * @param repository says whether a request can be remembered, and what is known of its reference
     */
    TaskSubmitter(
            SendingOptions options,
            TaskSender oneCall,
            TaskLister lister,
            EngineTimer timer,
            Executor workers,
            LongSupplier nanoTime,
            TaskRepository repository) {
        this.options = options;
        this.check = repository::check;
        this.workers = workers;
        TaskSender call = options.queueFullTimeout().isZero()
                ? oneCall
                : new QueueRoom(oneCall, lister, options.queueFullTimeout(), timer, nanoTime);
        TaskCoalescer coalescer = new TaskCoalescer(
                options.batchSize(), options.batchLinger(), options.maxConcurrentBatches(), call, timer);
        Duration timeout = options.settling().timeout();
        this.sender = new IdempotentSender(call, repository, timeout, timer, workers, nanoTime);
        // Each single request looks for its own reference, so that one that is known spoils no call of others.
        this.singleSender = new IdempotentSender(
                requests -> coalescer.submit(requests.get(0)).thenApply(List::of),
                repository,
                timeout,
                timer,
                workers,
                nanoTime);
    }

    /**
     * Sends one task, together with others that come at the same time.
     *
     * @return the task once it is created and remembered, also if the answer to its call never came; fails with
     *     {@link LinkupSubmissionUncertainException} where it could not be found out in time whether it was created
     */
    public CompletionStage<Task> submit(TaskRequest request) {
        try {
            check.accept(request);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        return singleSender.send(List.of(request)).thenApply(tasks -> tasks.get(0));
    }

    /**
     * Sends any number of tasks. The source is read only as far as there is room to send.
     *
     * @param progress how far the batch has come before; it is kept up to date until the stage ends
     * @return what was created of the whole batch, in its order; fails with {@link LinkupPartialBatchException} if it had
     *     to stop half-way, or with the reason itself if nothing can have been created
     */
    public CompletionStage<SentBatch> submitAll(Iterator<TaskRequest> source, BatchProgress progress) {
        return new BatchSubmission(
                        source, check, options.batchSize(), options.maxConcurrentBatches(), sender, progress, workers)
                .start();
    }
}
