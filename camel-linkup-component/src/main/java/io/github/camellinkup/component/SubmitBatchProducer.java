package io.github.camellinkup.component;

import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.submit.BatchAnswer;
import io.github.camellinkup.engine.submit.BatchProgress;
import io.github.camellinkup.engine.submit.SentBatch;
import io.github.camellinkup.engine.submit.TaskSubmitter;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * {@code mode=batch}: sends any number of tasks. The created tasks become the body, in the order of the requests. The
 * consumer emits their results. This is the journey of a batch:
 *
 * <ol>
 *   <li>{@link #request} opens the body. If the exchange is redelivered, its {@link BatchProgress} knows what was created.
 *   <li>{@link #call} hands the requests to a {@link TaskSubmitter}. {@code BatchSubmission} cuts them into calls of up to
 *       100, and has several in flight.
 *   <li>Each call goes through {@code IdempotentSender}, which leaves out requests whose tasks are known,
 *       {@code QuotaSender}, which waits for room in the queue, and {@code SpendLimitSender}, which counts the requests and
 *       leaves out what would pass the limit of the day, to the {@link io.github.camellinkup.engine.outbox.Outbox}. The
 *       journey goes on there, also for a call whose answer never comes.
 *   <li>{@link #answer} sets the body when every call has ended well. Otherwise the exchange fails with a
 *       {@link LinkupPartialBatchException}, which lists what was not created and what is uncertain.
 * </ol>
 */
@ManagedResource(description = "Managed Linkup producer of tasks")
final class SubmitBatchProducer extends LinkupProducer<SubmitBatchProducer.Batch, SentBatch>
        implements LinkupTaskAttributes {

    /** The requests of an exchange, and which of them were sent. */
    record Batch(BatchSource source, BatchProgress progress) {}

    private static final String BATCH = "batch";

    private final TaskRequestReader reader;
    private final BatchAnswer batchAnswer;
    private TaskSubmitter submitter;

    SubmitBatchProducer(LinkupEndpoint endpoint) {
        super(endpoint);
        this.reader = new TaskRequestReader(endpoint);
        this.batchAnswer = endpoint.getTaskConfiguration().getBatchAnswer();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        submitter = taskEngine().submitter(getEndpoint().getTaskConfiguration().sending());
    }

    @Override
    Batch request(Exchange exchange) {
        Message message = exchange.getMessage();
        Memory memory = recall(exchange, BATCH);
        Batch earlier = memory == null ? null : (Batch) memory.outcome();
        if (earlier != null && earlier.source().resume(message)) {
            return earlier;
        }
        BatchSource source =
                new BatchSource(message, reader, taskEngine().repository()::check, this::isStoppingOrStopped);
        if (source.isReadOnce()) {
            exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                @Override
                public void onDone(Exchange done) {
                    source.close();
                }
            });
        }
        return new Batch(
                source,
                earlier == null
                        ? new BatchProgress(batchAnswer, source.isInMemory())
                        : earlier.progress().forNewReading(source.isInMemory()));
    }

    /** All batches are the same step: the progress finds out which requests were sent before. */
    @Override
    Object identity(Batch batch) {
        return BATCH;
    }

    @Override
    Object outcome(Batch batch, SentBatch sent) {
        return batch;
    }

    @Override
    CompletionStage<SentBatch> resume(Exchange exchange, Batch batch, Memory memory) {
        return call(exchange, batch);
    }

    @Override
    CompletionStage<SentBatch> call(Exchange exchange, Batch batch) {
        BatchSource source = batch.source();
        try {
            rememberBegun(exchange, batch, batch);
            return submitter
                    .submitAll(source.requests(), batch.progress())
                    .whenComplete((sent, failure) -> ended(exchange, source, failure));
        } catch (RuntimeException e) {
            ended(exchange, source, e);
            throw e;
        }
    }

    private static void ended(Exchange exchange, BatchSource source, Throwable failure) {
        if (failure == null || !source.isReadOnce()) {
            source.close();
        }
        if (failure != null) {
            long created = Failures.cause(failure) instanceof LinkupPartialBatchException partial
                    ? partial.getCreatedCount()
                    : 0;
            exchange.getMessage().setHeader(LinkupConstants.CREATED_COUNT, created);
        }
    }

    @Override
    boolean mustNotBeRepeated(Batch batch, Throwable failure) {
        return super.mustNotBeRepeated(batch, failure)
                || batch.source().isReadOnce() && batch.progress().hasSourceFailed();
    }

    /** The progress knows which requests must not be sent again. A route may send others in their place. */
    @Override
    void rememberFailure(Exchange exchange, Batch batch, Throwable failure) {
        rememberBegun(exchange, batch, batch);
    }

    @Override
    void answer(Exchange exchange, Batch batch, SentBatch sent) {
        Message message = exchange.getMessage();
        message.setHeader(LinkupConstants.CREATED_COUNT, sent.count());
        message.setBody(
                switch (batchAnswer) {
                    case TASKS -> sent.tasks();
                    case IDS -> sent.ids();
                    case NONE -> null;
                });
    }
}
