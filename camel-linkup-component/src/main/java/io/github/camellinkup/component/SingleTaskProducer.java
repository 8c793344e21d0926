package io.github.camellinkup.component;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.camel.Exchange;

/**
 * Sends one task for an exchange. Tasks of concurrent exchanges share a call.
 *
 * @param <A> what the exchange continues with
 */
abstract class SingleTaskProducer<A> extends LinkupProducer<TaskRequest, A> implements LinkupTaskAttributes {

    private final TaskRequestReader reader;
    private Function<TaskRequest, CompletionStage<Task>> sender;

    SingleTaskProducer(LinkupEndpoint endpoint) {
        super(endpoint);
        this.reader = new TaskRequestReader(endpoint);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        sender = getEndpoint().sender(taskEngine());
    }

    @Override
    TaskRequest request(Exchange exchange) {
        return reader.read(exchange.getMessage(), exchange.getMessage().getBody());
    }

    /** Excludes kept headers, which Camel can change. */
    @Override
    Object identity(TaskRequest request) {
        return Arrays.asList(request.input(), request.reference());
    }

    /** Completes when the task is created and stored. */
    final CompletionStage<Task> send(TaskRequest request) {
        return sender.apply(request);
    }
}
