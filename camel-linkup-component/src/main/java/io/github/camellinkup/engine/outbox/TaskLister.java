package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.LinkupClient;
import io.github.camellinkup.client.TaskSink;
import io.github.camellinkup.client.model.StreamedPage;
import io.github.camellinkup.client.model.TaskQuery;
import java.util.concurrent.CompletionStage;

/** Reads one page of a list of tasks: of all tasks, or of research. */
@FunctionalInterface
public interface TaskLister {

    /** Reads a page and hands its tasks on, as {@link LinkupClient#streamTasks} does. */
    CompletionStage<StreamedPage> page(TaskQuery query, TaskSink sink);
}
