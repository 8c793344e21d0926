package io.github.camellinkup.component;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.sending.TaskSubmitter;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;

/**
 * {@code mode=batch}: sends any number of tasks; the created tasks become the body, in the order of the requests. Their
 * results come through the consumer.
 */
final class SubmitBatchProducer extends LinkupProducer<List<Task>> {

    private final TaskRequestReader reader;
    private TaskSubmitter submitter;

    SubmitBatchProducer(LinkupEndpoint endpoint) {
        super(endpoint);
        this.reader = new TaskRequestReader(endpoint);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        submitter = engine().submitter(TaskOptions.sending(getEndpoint().getTaskConfiguration()));
    }

    @Override
    CompletionStage<List<Task>> call(Exchange exchange) {
        BatchSource source = BatchSource.of(exchange.getMessage(), reader);
        try {
            return submitter.submitAll(source.requests()).whenComplete((tasks, failure) -> source.close());
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    @Override
    void answer(Exchange exchange, List<Task> created) {
        exchange.getMessage().setBody(created);
    }
}
