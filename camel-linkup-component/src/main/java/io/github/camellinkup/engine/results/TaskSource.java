package io.github.camellinkup.engine.results;

import io.github.camellinkup.client.LinkupClient;
import io.github.camellinkup.client.ReadLimits;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** Where tasks are read: all tasks, or research by the API's own calls for it. Thread-safe. */
public interface TaskSource {

    /** For a page of several tasks. Several of them fit into a small heap, and a slow one soon makes way for a smaller one. */
    ReadLimits PAGE = new ReadLimits(32L * 1024 * 1024, Duration.ofSeconds(30));

    /** For a page of one task: the limits of the client hold. */
    ReadLimits SINGLE = new ReadLimits(Long.MAX_VALUE, Duration.ofDays(1));

    /** The limits of a page. */
    static ReadLimits limits(TaskQuery query) {
        return query.pageSize() != null && query.pageSize() == 1 ? SINGLE : PAGE;
    }

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
                return client.listTasks(query, limits(query));
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
                return client.listResearch(query, limits(query));
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
