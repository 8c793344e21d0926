package io.github.camellinkup.client;

import io.github.camellinkup.client.model.Task;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Takes the tasks of a page while the page is still being read. */
@FunctionalInterface
public interface TaskSink {

    /**
     * Takes the next tasks of the page. Called on a thread of the HTTP client: hand over before doing work.
     *
     * @param tasks at least one task, in the order of the page, each with an id
     * @return completes when there is room for more. Until then no more of the page is read than fits into the buffers
     *     of the connection, and the call's time does not run. If it fails, the call fails with its failure
     */
    CompletionStage<Void> take(List<Task> tasks);
}
