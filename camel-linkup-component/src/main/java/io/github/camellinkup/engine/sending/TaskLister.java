package io.github.camellinkup.engine.sending;

import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import java.util.concurrent.CompletionStage;

/** Reads one page of a list of tasks: of all tasks, or of research. */
@FunctionalInterface
public interface TaskLister {

    CompletionStage<TaskPage> list(TaskQuery query);
}
