package io.github.camellinkup.component;

import io.github.camellinkup.client.model.Task;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;

/**
 * {@code mode=batch}: sends any number of tasks; the created tasks become the body, in the order of the requests. Their
 * results come through the consumer.
 */
final class SubmitBatchProducer extends LinkupProducer<List<Task>> {

    private final TaskRequestReader reader;

    SubmitBatchProducer(LinkupEndpoint endpoint) {
        super(endpoint);
        this.reader = new TaskRequestReader(endpoint);
    }

    @Override
    CompletionStage<List<Task>> call(Exchange exchange) {
        LinkupTaskConfiguration options = getEndpoint().getTaskConfiguration();
        BatchSource source = BatchSource.of(exchange.getMessage(), reader);
        try {
            return engine().submitAll(source.requests(), options.getBatchSize(), options.getMaxConcurrentBatches())
                    .whenComplete((tasks, failure) -> source.close());
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
