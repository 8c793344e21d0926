package io.github.camellinkup.engine.sending;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.pace.EngineTimer;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Sends tasks, one by one or many at once, in calls of a bounded size. Thread-safe; nothing here blocks. */
public final class TaskSubmitter {

    private final SendingOptions options;
    private final TaskSender sender;
    private final TaskCoalescer coalescer;
    private final Executor workers;
    private final Consumer<TaskRequest> check;

    /**
     * @param nanoTime a clock that only goes forward, in nanoseconds
     * @param check throws if a request is one that cannot be remembered, so that it does not spoil a call
     */
    TaskSubmitter(
            SendingOptions options,
            TaskSender oneCall,
            TaskLister lister,
            EngineTimer timer,
            Executor workers,
            LongSupplier nanoTime,
            Consumer<TaskRequest> check) {
        this.options = options;
        this.check = check;
        this.sender = options.queueFullTimeout().isZero()
                ? oneCall
                : new QueueRoom(oneCall, lister, options.queueFullTimeout(), timer, nanoTime);
        this.coalescer = new TaskCoalescer(
                options.batchSize(), options.batchLinger(), options.maxConcurrentBatches(), sender, timer);
        this.workers = workers;
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
        return coalescer.submit(request);
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
