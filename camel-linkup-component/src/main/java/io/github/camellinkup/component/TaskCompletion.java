package io.github.camellinkup.component;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.receiving.TaskSelection;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Synchronization;

/**
 * Takes note of how the exchange of a finished task ended. It knows the task from when the exchange was made, not from
 * a header, which the route may have changed.
 */
final class TaskCompletion implements Synchronization {

    private final TaskSelection selection;
    private final Set<String> inProgress;
    private final Task task;

    TaskCompletion(TaskSelection selection, Set<String> inProgress, Task task) {
        this.selection = selection;
        this.inProgress = inProgress;
        this.task = task;
    }

    @Override
    public void onComplete(Exchange exchange) {
        try {
            selection.taken(task);
        } catch (RuntimeException e) {
            // The repository could not take note: the task must come again, even if that is once too often.
            selection.failed(task);
            throw e;
        } finally {
            inProgress.remove(task.id());
        }
    }

    @Override
    public void onFailure(Exchange exchange) {
        try {
            selection.failed(task);
        } finally {
            inProgress.remove(task.id());
        }
    }
}
