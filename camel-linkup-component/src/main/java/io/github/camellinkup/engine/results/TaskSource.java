package io.github.camellinkup.engine.results;

import io.github.camellinkup.client.LinkupClient;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** Where tasks are read: all tasks, or research by the API's own calls for it. Thread-safe. */
public interface TaskSource {

    /** Reads a page of the list. */
    CompletionStage<TaskPage> page(TaskQuery query);

    /** Reads one task. */
    CompletionStage<Task> task(String taskId);

    /** The present time. No listed task can have a later one. */
    Instant now();

    /** Whether the list can be limited to some statuses and types. */
    boolean filters();

    /** All tasks. */
    static TaskSource tasks(LinkupClient client, Clock clock) {
        return new TaskSource() {
            @Override
            public CompletionStage<TaskPage> page(TaskQuery query) {
                return client.listTasks(query);
            }

            @Override
            public CompletionStage<Task> task(String taskId) {
                return client.getTask(taskId);
            }

            @Override
            public Instant now() {
                return clock.instant();
            }

            @Override
            public boolean filters() {
                return true;
            }
        };
    }

    /** Research, by the API's own calls for it. */
    static TaskSource research(LinkupClient client, Clock clock) {
        return new TaskSource() {
            @Override
            public CompletionStage<TaskPage> page(TaskQuery query) {
                return client.listResearch(query);
            }

            @Override
            public CompletionStage<Task> task(String taskId) {
                return client.getResearch(taskId);
            }

            @Override
            public Instant now() {
                return clock.instant();
            }

            @Override
            public boolean filters() {
                return false;
            }
        };
    }
}
