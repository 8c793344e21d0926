package io.github.camellinkup.component;

import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.sending.BatchAnswer;
import io.github.camellinkup.engine.sending.SentBatch;
import io.github.camellinkup.engine.sending.TaskSubmitter;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.api.management.ManagedResource;

/**
 * {@code mode=batch}: sends any number of tasks; what was created becomes the body, in the order of the requests. The
 * results come through the consumer.
 */
@ManagedResource(description = "Managed Linkup producer of tasks")
final class SubmitBatchProducer extends LinkupProducer<SentBatch> implements LinkupTaskAttributes {

    private final TaskRequestReader reader;
    private final BatchAnswer batchAnswer;
    private TaskSubmitter submitter;

    SubmitBatchProducer(LinkupEndpoint endpoint) {
        super(endpoint);
        this.reader = new TaskRequestReader(endpoint);
        this.batchAnswer = TaskOptions.batchAnswer(endpoint.getTaskConfiguration());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        submitter = engine().submitter(TaskOptions.sending(getEndpoint().getTaskConfiguration()));
    }

    @Override
    CompletionStage<SentBatch> call(Exchange exchange) {
        BatchSource source = BatchSource.of(exchange.getMessage(), reader, engine().repository()::check);
        try {
            return submitter.submitAll(source.requests(), batchAnswer).whenComplete((sent, failure) -> {
                source.close();
                if (failure != null) {
                    exchange.getMessage().setHeader(LinkupConstants.CREATED_COUNT, createdBefore(failure));
                }
            });
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private static long createdBefore(Throwable failure) {
        return Failures.cause(failure) instanceof LinkupPartialBatchException partial ? partial.getCreatedCount() : 0;
    }

    @Override
    void answer(Exchange exchange, SentBatch sent) {
        Message message = exchange.getMessage();
        message.setHeader(LinkupConstants.CREATED_COUNT, sent.count());
        message.setBody(
                switch (batchAnswer) {
                    case TASKS -> sent.tasks();
                    case IDS -> sent.ids();
                    case NONE -> null;
                });
    }

    @Override
    public TaskEngine taskEngine() {
        return engine();
    }
}
