package io.github.camellinkup.engine.results;

import io.github.camellinkup.client.model.TaskStatus;
import java.util.Set;

/**
 * Which results a receiver wants.
 *
 * @param types the task types wanted, in the API's spelling; empty means all
 * @param statuses the final statuses wanted
 * @param maxRedeliveries how often a result whose exchange has failed is delivered again at the most; negative means
 *     without end
 */
public record SelectionOptions(Set<String> types, Set<TaskStatus> statuses, int maxRedeliveries) {

    public SelectionOptions {
        types = Set.copyOf(types);
        statuses = Set.copyOf(statuses);
    }

    /** Whether a result whose exchanges have failed this often is given up. */
    boolean isTooMany(int failures) {
        return maxRedeliveries >= 0 && failures > maxRedeliveries;
    }
}
