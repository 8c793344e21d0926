package io.github.camellinkup.client.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks the answer to a call that creates tasks. It must have one task for each request, each with its own id. Two tasks
 * with one id would be stored as one, and one result would be lost.
 */
public final class CreateAnswer {

    private CreateAnswer() {}

    /**
     * Describes why an answer is not valid.
     *
     * @param tasks the tasks of the answer, or null if there is none
     * @param sent how many requests were sent
     * @return null if it is valid
     */
    public static String problem(List<Task> tasks, int sent) {
        int returned = tasks == null ? 0 : tasks.size();
        if (returned != sent) {
            return sent + " tasks were sent, but " + returned + " were returned";
        }
        Set<String> ids = new HashSet<>();
        for (Task task : tasks) {
            if (task == null || task.id() == null || task.id().isBlank()) {
                return "a returned task has no id";
            }
            if (!ids.add(task.id())) {
                return "two of the returned tasks have the same id";
            }
        }
        return null;
    }
}
