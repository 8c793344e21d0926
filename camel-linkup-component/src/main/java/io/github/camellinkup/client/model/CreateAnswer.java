package io.github.camellinkup.client.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks the answer to a call that creates tasks: it must hold one task for each request, and each task must have a
 * different id. The repository would keep two tasks with the same id as one, and the second result would be lost.
 */
public final class CreateAnswer {

    private CreateAnswer() {}

    /**
     * Why an answer cannot be taken.
     *
     * @param tasks the tasks of the answer, or null if there is none
     * @param sent how many requests were sent
     * @return null if there is nothing wrong
     */
    public static String problem(List<Task> tasks, int sent) {
        int came = tasks == null ? 0 : tasks.size();
        if (came != sent) {
            return sent + " tasks were sent, but " + came + " came back";
        }
        Set<String> ids = new HashSet<>();
        for (Task task : tasks) {
            if (task == null || task.id() == null || task.id().isBlank()) {
                return "a task that came back has no id";
            }
            if (!ids.add(task.id())) {
                return "two of the tasks that came back have the same id";
            }
        }
        return null;
    }
}
