package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The calls that create tasks. */
@FunctionalInterface
public interface TaskCreator {

    /**
     * Creates tasks in one call.
     *
     * @param research whether it is done by the API's own call for research, which creates one task
     * @return the created tasks in the order of the requests; fails with a
     *     {@link io.github.camellinkup.client.exception.LinkupException}
     */
    CompletionStage<List<Task>> create(boolean research, List<TaskRequest> requests);
}
