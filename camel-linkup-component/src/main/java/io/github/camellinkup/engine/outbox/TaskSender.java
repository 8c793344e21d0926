package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/** Sends requests, in one call or, where only a part of them may go out, in several. */
@FunctionalInterface
public interface TaskSender {

    /**
     * @param requests 1 to 100 requests
     * @return the created tasks in the order of the requests; fails with a
     *     {@link io.github.camellinkup.client.exception.LinkupException}, or with a {@link PartialCallException}
     */
    CompletionStage<List<Task>> send(List<TaskRequest> requests);

    /**
     * As {@link #send(List)}.
     *
     * @param created gets tasks with the places of their requests while other requests still wait
     */
    default CompletionStage<List<Task>> send(List<TaskRequest> requests, BiConsumer<Integer, Task> created) {
        return send(requests);
    }
}
