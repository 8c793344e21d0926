package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.LinkupClient;
import io.github.camellinkup.client.TaskSink;
import io.github.camellinkup.client.model.StreamedPage;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The calls of the API that sending needs. There are two kinds of them: for tasks, and the API's own for research. */
public interface TaskCalls {

    /**
     * Creates tasks.
     *
     * @param research whether it is done by the API's own call for research, which creates one task
     * @return the created tasks in the order of the requests; fails with a
     *     {@link io.github.camellinkup.client.exception.LinkupException}
     */
    CompletionStage<List<Task>> create(boolean research, List<TaskRequest> requests);

    /**
     * Reads a page of tasks and hands them on, as {@link LinkupClient#streamTasks} does.
     *
     * @param research whether the list of research is read; then the query must have no types
     */
    CompletionStage<StreamedPage> page(boolean research, TaskQuery query, TaskSink sink);
}
