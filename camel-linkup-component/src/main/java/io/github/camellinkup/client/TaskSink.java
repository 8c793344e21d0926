package io.github.camellinkup.client;

import io.github.camellinkup.client.model.Task;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Takes the tasks of a page while the page is still being read. */
@FunctionalInterface
public interface TaskSink {

    /**
     * Takes the next tasks of the page. Called on a thread of the HTTP client, or on the one that completed the stage
     * before: hand over before doing work. Never called again before that stage has completed, and not after the call has
     * come to its end; a call of this method that is under way then may still return.
     *
     * @param tasks as many tasks as have arrived: at least one, at most 100, and more than one only up to 4 megabytes. In
     *     the order of the page, each with an id and with bytes of its own
     * @return completes when there is room for more. Until then no more of the page is read than fits into the buffers
     *     of the connection and a megabyte beyond, and the call's time does not run. If it fails, the call fails with its
     *     failure
     */
    CompletionStage<Void> take(List<Task> tasks);
}
