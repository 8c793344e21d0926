package io.github.camellinkup.component;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;
import org.apache.camel.api.management.ManagedResource;

/** {@code mode=single}: sends one task, which becomes the body. The consumer emits its result. */
@ManagedResource(description = "Managed Linkup producer of tasks")
final class SubmitTaskProducer extends SingleTaskProducer<Task> {

    SubmitTaskProducer(LinkupEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    CompletionStage<Task> call(Exchange exchange, TaskRequest request) {
        return send(request);
    }

    @Override
    void answer(Exchange exchange, TaskRequest request, Task task) {
        exchange.getMessage().setBody(task);
        TaskHeaders.set(exchange.getMessage(), task, request.reference());
    }
}
