package io.github.camellinkup.engine.receiving;

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
    }

    /** Lists what is outstanding too; says whether that makes the list another one. */
    boolean outstanding(Demand demand) {
        if (demand.isUnknown()
                || !wanted.isEmpty()
                || listed.containsAll(demand.countByType().keySet())) {
            return false;
        }
        Set<String> more = new HashSet<>(listed);
        more.addAll(demand.countByType().keySet());
        listed = more;
        return true;
    }
}
