package io.github.camellinkup.engine.receiving;

import io.github.camellinkup.client.model.ApiValue;
import io.github.camellinkup.client.model.TaskType;
import java.util.HashSet;
import java.util.Set;

/**
 * The types that lists are limited to: those that are outstanding, so that others' tasks of other types cost nothing. A
 * type that was outstanding stays listed until nothing is: leaving it out would move the list under a walk. Not
 * thread-safe.
 */
final class ListedTypes {

    private final Set<String> wanted;
    private Set<String> listed;

    /** Whether all types are listed because of an outstanding one that was recorded wrongly. */
    private boolean isAll;

    /** @param wanted the types wanted; empty means all */
    ListedTypes(Set<String> wanted) {
        this.wanted = wanted;
        this.listed = wanted;
    }

    /** The types to list; empty means all. */
    Set<String> get() {
        return listed;
    }

    void nothingOutstanding() {
        listed = wanted;
        isAll = false;
    }

    /** Lists what is outstanding too; says whether that makes the list another one. */
    boolean outstanding(Demand demand) {
        Set<String> outstanding = demand.countByType().keySet();
        if (demand.isUnknown() || !wanted.isEmpty() || isAll || listed.containsAll(outstanding)) {
            return false;
        }
        Set<String> more = new HashSet<>(listed);
        more.addAll(outstanding);
        // Linkup refuses a list that is limited to a type that it does not know.
        isAll = outstanding.stream()
                .anyMatch(type -> ApiValue.find(TaskType.class, type).isEmpty());
        listed = isAll ? Set.of() : more;
        return true;
    }
}
