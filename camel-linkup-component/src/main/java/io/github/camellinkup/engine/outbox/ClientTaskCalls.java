package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.LinkupClient;
import io.github.camellinkup.client.TaskSink;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.StreamedPage;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Makes the calls through a client. */
public final class ClientTaskCalls implements TaskCalls {

    private final LinkupClient client;

    public ClientTaskCalls(LinkupClient client) {
        this.client = client;
    }

    @Override
    public CompletionStage<List<Task>> create(boolean research, List<TaskRequest> requests) {
        if (research) {
            return client.createResearch((ResearchRequest) requests.get(0).input())
                    .thenApply(List::of);
        }
        List<LinkupRequest> inputs = requests.stream().map(TaskRequest::input).toList();
        return client.createTasks(inputs);
    }

    @Override
    public CompletionStage<StreamedPage> page(boolean research, TaskQuery query, TaskSink sink) {
        return research ? client.streamResearch(query, sink) : client.streamTasks(query, sink);
    }
}
