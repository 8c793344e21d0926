package io.github.camellinkup.component;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;
import org.apache.camel.api.management.ManagedResource;

/**
 * {@code mode=single}: sends one task, which becomes the body. Tasks of exchanges that come together travel in one call.
 * Their results come through the consumer.
 */
@ManagedResource(description = "Managed Linkup producer of tasks")
final class SubmitTaskProducer extends LinkupProducer<SubmitTaskProducer.Submitted> implements LinkupTaskAttributes {

    /** The task with the sender's own key, which Linkup does not know. */
    record Submitted(Task task, String reference) {}

    private final TaskRequestReader reader;
    private SingleTaskSender sender;

    SubmitTaskProducer(LinkupEndpoint endpoint) {
        super(endpoint);
        this.reader = new TaskRequestReader(endpoint);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        sender = new SingleTaskSender(getEndpoint(), engine());
    }

    @Override
    CompletionStage<Submitted> call(Exchange exchange) {
        TaskRequest request =
                reader.read(exchange.getMessage(), exchange.getMessage().getBody());
        return sender.send(request).thenApply(created -> new Submitted(created, request.reference()));
    }

    @Override
    void answer(Exchange exchange, Submitted submitted) {
        exchange.getMessage().setBody(submitted.task());
        TaskHeaders.set(exchange.getMessage(), submitted.task(), submitted.reference());
    }

    @Override
    public TaskEngine taskEngine() {
        return engine();
    }
}
