package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import java.util.concurrent.CompletionStage;

/** The lists of tasks: that of all tasks, and that of research. */
@FunctionalInterface
public interface TaskLists {

    /**
     * Reads a page, perhaps not at once.
     *
     * @param research whether the list of research is read; then the query must have no types
     */
    CompletionStage<TaskPage> page(boolean research, TaskQuery query);
}
