package io.github.camellinkup.engine.receiving;

import io.github.camellinkup.client.LinkupClient;
import io.github.camellinkup.client.TaskSink;
import io.github.camellinkup.client.model.StreamedPage;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskQuery;
import java.util.concurrent.CompletionStage;

/** Where results are read: the list of all tasks, or that of research. Thread-safe. */
public interface ResultSource {

    /** Reads a page and hands its tasks on, as {@link LinkupClient#streamTasks} does. */
    CompletionStage<StreamedPage> page(TaskQuery query, TaskSink sink);

    /** Reads one task. */
    CompletionStage<Task> task(String taskId);

    /** Whether the list can be limited to some statuses and types. */
    boolean filters();

    /** All tasks. */
    static ResultSource tasks(LinkupClient client) {
        return new ResultSource() {
            @Override
            public CompletionStage<StreamedPage> page(TaskQuery query, TaskSink sink) {
                return client.streamTasks(query, sink);
            }

            @Override
            public CompletionStage<Task> task(String taskId) {
                return client.getTask(taskId);
            }

            @Override
            public boolean filters() {
                return true;
            }
        };
    }

    /** Research, by the API's own calls for it. */
    static ResultSource research(LinkupClient client) {
        return new ResultSource() {
            @Override
            public CompletionStage<StreamedPage> page(TaskQuery query, TaskSink sink) {
                return client.streamResearch(query, sink);
            }

            @Override
            public CompletionStage<Task> task(String taskId) {
                return client.getResearch(taskId);
            }

            @Override
            public boolean filters() {
                return false;
            }
        };
    }
}
