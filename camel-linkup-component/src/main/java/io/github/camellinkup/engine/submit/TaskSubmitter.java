package io.github.camellinkup.engine.submit;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.EngineTimer;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.outbox.CountedSender;
import io.github.camellinkup.engine.outbox.TaskSender;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.spend.SpendLimiter;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Sends tasks, one by one or many at once, in calls of a bounded size. Thread-safe; nothing here blocks. */
public final class TaskSubmitter {

    private final SendingOptions options;
    private final TaskSender sender;
    private final TaskSender singleSender;
    private final TaskSender researchSender;
    private final EngineTimer timer;
    private final Consumer<TaskRequest> check;

    /**
     * @param oneCall sends tasks in one call
     * @param researchCall sends one research task by the API's own call for it
     * @param quota where calls wait for room
     * @param spend refuses what would pass the limit of a day
     * @param repository says whether a request can be remembered, and what is known of its reference
     */
    public TaskSubmitter(
            SendingOptions options,
            CountedSender oneCall,
            CountedSender researchCall,
            QueueQuota quota,
            SpendLimiter spend,
            TaskRepository repository,
            EngineTimer timer) {
        this.options = options;
        this.check = repository::check;
        this.timer = timer;
        Duration timeout = options.reconciliation().timeout();
        Function<CountedSender, TaskSender> limited = each -> new SpendLimitSender(each, spend);
        TaskSender affordable = limited.apply(oneCall);
        TaskSender call = options.queueFullTimeout().isZero()
                ? affordable
                : new QuotaSender(affordable, quota, options.queueFullTimeout(), timer);
        MicroBatcher batcher = new MicroBatcher(options, call, timer);
        UnaryOperator<TaskSender> idempotent = each -> new IdempotentSender(each, repository, timeout, timer);
        this.sender = idempotent.apply(call);
        this.researchSender = idempotent.apply(limited.apply(researchCall));
        // Each single request asks for its own reference, so that a known one does not fail a call of others.
        this.singleSender =
                idempotent.apply(requests -> batcher.submit(requests.get(0)).thenApply(List::of));
    }

    /**
     * Sends one task, together with others that come at the same time.
     *
     * @return the task once it is created and remembered, also if the answer to its call never came; fails with
     *     {@link LinkupSubmissionUncertainException} where it could not be found out in time whether it was created
     */
    public CompletionStage<Task> submit(TaskRequest request) {
        return submit(request, singleSender);
    }

    /**
     * Sends one research task by the API's own call for it.
     *
     * @param request the request, whose input is research
     * @return as {@link #submit}
     */
    public CompletionStage<Task> submitResearch(TaskRequest request) {
        return submit(request, researchSender);
    }

    private CompletionStage<Task> submit(TaskRequest request, TaskSender by) {
        try {
            check.accept(request);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        return by.send(List.of(request)).thenApply(tasks -> tasks.get(0));
    }

    /**
     * Sends any number of tasks. The source is read only as far as there is room to send.
     *
     * @param progress how far the batch has come before; it is kept up to date until the stage ends
     * @return what was created of the whole batch, in its order; fails with {@link LinkupPartialBatchException} if it had
     *     to stop half-way, or with the reason itself if nothing can have been created
     */
    public CompletionStage<SentBatch> submitAll(Iterator<TaskRequest> source, BatchProgress progress) {
        return new BatchSubmission(source, check, options, sender, progress, timer.workers()).start();
    }
}
