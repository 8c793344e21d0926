package io.github.camellinkup.component;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;
import org.apache.camel.api.management.ManagedResource;

/**
 * {@code mode=single}: sends one task, which becomes the body. Tasks of concurrent exchanges share a call. The consumer
 * emits their results.
 */
@ManagedResource(description = "Managed Linkup producer of tasks")
final class SubmitTaskProducer extends LinkupProducer<TaskRequest, Task> implements LinkupTaskAttributes {

    private final TaskRequestReader reader;
    private SingleTaskSender sender;

    SubmitTaskProducer(LinkupEndpoint endpoint) {
        super(endpoint);
        this.reader = new TaskRequestReader(endpoint);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        sender = new SingleTaskSender(getEndpoint(), taskEngine());
    }

    @Override
    TaskRequest request(Exchange exchange) {
        return reader.read(exchange.getMessage(), exchange.getMessage().getBody());
    }

    @Override
    Object identity(TaskRequest request) {
        return SingleTaskSender.identity(request);
    }

    @Override
    CompletionStage<Task> call(Exchange exchange, TaskRequest request) {
        return sender.send(request);
    }

    @Override
    void answer(Exchange exchange, TaskRequest request, Task task) {
        exchange.getMessage().setBody(task);
        TaskHeaders.set(exchange.getMessage(), task, request.reference());
    }
}
