package io.github.camellinkup.engine.sending;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.pace.EngineTimer;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Sends tasks, one by one or many at once, in calls of a bounded size. Thread-safe; nothing here blocks. */
public final class TaskSubmitter {

    private final SendingOptions options;
    private final TaskSender sender;
    private final TaskCoalescer coalescer;
    private final Executor workers;

    public TaskSubmitter(
            SendingOptions options, TaskSender oneCall, TaskLister lister, EngineTimer timer, Executor workers) {
        this.options = options;
        this.sender = options.queueFullTimeout().isZero()
                ? oneCall
                : new QueueRoom(oneCall, lister, options.queueFullTimeout(), timer, System::nanoTime);
        this.coalescer = new TaskCoalescer(
                options.batchSize(), options.batchLinger(), options.maxConcurrentBatches(), sender, timer);
        this.workers = workers;
    }

    /**
     * Sends one task, together with others that come at the same time.
     *
     * @return the task once it is created and remembered; fails with {@link LinkupSubmissionUncertainException} where
     *     it is not known whether it was created
     */
    public CompletionStage<Task> submit(TaskRequest request) {
        return coalescer.submit(request);
    }

    /**
     * Sends any number of tasks. The source is read only as far as there is room to send.
     *
     * @return the created tasks in the order of the source; fails with {@link LinkupPartialBatchException} if it had
     *     to stop half-way, or with the reason itself if nothing can have been created
     */
    public CompletionStage<List<Task>> submitAll(Iterator<TaskRequest> source) {
        return new BatchSubmission(source, options.batchSize(), options.maxConcurrentBatches(), sender, workers)
                .start();
    }
}
