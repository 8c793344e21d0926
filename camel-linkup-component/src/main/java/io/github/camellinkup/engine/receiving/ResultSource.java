package io.github.camellinkup.engine.receiving;

import io.github.camellinkup.client.LinkupClient;
import io.github.camellinkup.client.TaskSink;
import io.github.camellinkup.client.model.StreamedPage;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskQuery;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Where results are read: the list of all tasks, or that of research. Thread-safe. */
public interface ResultSource {

    /** Reads a page and hands its tasks on, as {@link LinkupClient#streamTasks} does. */
    CompletionStage<StreamedPage> page(TaskQuery query, TaskSink sink);

    /** Reads one task. */
    CompletionStage<Task> task(String taskId);

    /** The present time. No task that is listed can have a later one. */
    Instant now();

    /** Whether the list can be limited to some statuses and types. */
    boolean filters();

    /** All tasks. */
    static ResultSource tasks(LinkupClient client, Clock clock) {
        return of(client::streamTasks, client::getTask, clock, true);
    }

    /** Research, by the API's own calls for it. */
    static ResultSource research(LinkupClient client, Clock clock) {
        return of(client::streamResearch, client::getResearch, clock, false);
    }

    private static ResultSource of(
            BiFunction<TaskQuery, TaskSink, CompletionStage<StreamedPage>> pages,
            Function<String, CompletionStage<Task>> tasks,
            Clock clock,
            boolean filters) {
        return new ResultSource() {
            @Override
            public CompletionStage<StreamedPage> page(TaskQuery query, TaskSink sink) {
                return pages.apply(query, sink);
            }

            @Override
            public CompletionStage<Task> task(String taskId) {
                return tasks.apply(taskId);
            }

            @Override
            public Instant now() {
                return clock.instant();
            }

            @Override
            public boolean filters() {
                return filters;
            }
        };
    }
}
