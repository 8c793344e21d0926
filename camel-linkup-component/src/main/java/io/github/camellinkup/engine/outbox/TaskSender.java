package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Sends requests in one call. */
@FunctionalInterface
public interface TaskSender {

    /**
     * @param requests 1 to 100 requests
     * @return the created tasks in the order of the requests; fails with a
     *     {@link io.github.camellinkup.client.exception.LinkupException}
     */
    CompletionStage<List<Task>> send(List<TaskRequest> requests);
}
