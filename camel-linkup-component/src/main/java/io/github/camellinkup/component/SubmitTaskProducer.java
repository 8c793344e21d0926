package io.github.camellinkup.component;

import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.sending.TaskSubmitter;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;

/**
 * {@code mode=single}: sends one task, which becomes the body. Tasks of exchanges that come together travel in one call.
 * Their results come through the consumer.
 */
final class SubmitTaskProducer extends LinkupProducer<SubmitTaskProducer.Submitted> {

    /** The task with the sender's own key, which Linkup does not know. */
    record Submitted(Task task, String reference) {}

    private final TaskRequestReader reader;
    private TaskSubmitter submitter;

    SubmitTaskProducer(LinkupEndpoint endpoint) {
        super(endpoint);
        this.reader = new TaskRequestReader(endpoint);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        submitter = engine().submitter(TaskOptions.sending(getEndpoint().getTaskConfiguration()));
    }

    @Override
    CompletionStage<Submitted> call(Exchange exchange) {
        TaskRequest request =
                reader.read(exchange.getMessage(), exchange.getMessage().getBody());
        CompletionStage<Task> task = getEndpoint().getOperation() == LinkupOperations.research
                ? engine().submitResearch(research(request), request)
                : submitter.submit(request);
        return task.thenApply(created -> new Submitted(created, request.reference()));
    }

    private static ResearchRequest research(TaskRequest request) {
        if (request.input() instanceof ResearchRequest research) {
            return research;
        }
        throw LinkupInvalidRequestException.of(
                "type",
                "must be research for linkup:research, but it is "
                        + request.input().taskType().apiValue());
    }

    @Override
    void answer(Exchange exchange, Submitted submitted) {
        exchange.getMessage().setBody(submitted.task());
        TaskHeaders.set(exchange.getMessage(), submitted.task(), submitted.reference());
    }
}
