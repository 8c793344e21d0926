package io.github.camellinkup.component;

import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;

/** {@code mode=list}: reads a page of tasks, which becomes the body. */
final class ListTasksProducer extends LinkupProducer<TaskQuery, TaskPage> {

    ListTasksProducer(LinkupEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    TaskQuery request(Exchange exchange) {
        return TaskOptions.query(getEndpoint().getTaskConfiguration(), exchange.getMessage());
    }

    @Override
    CompletionStage<TaskPage> call(Exchange exchange, TaskQuery query) {
        return getEndpoint().getOperation() == LinkupOperations.research
                ? engine().client().listResearch(query)
                : engine().client().listTasks(query);
    }

    @Override
    boolean isFree() {
        return true;
    }

    @Override
    void answer(Exchange exchange, TaskQuery query, TaskPage page) {
        exchange.getMessage().setBody(page);
        TaskHeaders.set(exchange.getMessage(), page);
    }
}
