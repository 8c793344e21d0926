package io.github.camellinkup.engine.results;

import io.github.camellinkup.client.model.ApiValue;
import io.github.camellinkup.client.model.TaskType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The types that a reader's list is limited to: those that any subscriber wants, so that tasks of other types cost
 * nothing. A type stays listed until its subscriber wants nothing any more: leaving it out would move the list under a
 * scan. Thread-safe.
 */
final class ListedTypes {

    private final boolean filters;
    private final Map<PageSubscriber, Set<String>> wanted = new HashMap<>();

    /** @param filters whether the list can be limited at all */
    ListedTypes(boolean filters) {
        this.filters = filters;
    }

    synchronized void list(PageSubscriber subscriber) {
        wanted.put(subscriber, subscriber.listedTypes());
    }

    synchronized void remove(PageSubscriber subscriber) {
        wanted.remove(subscriber);
    }

    /**
     * The types to list; empty means all. Linkup refuses a list that is limited to a type that it does not know, so all
     * are listed where one is not known.
     */
    synchronized Set<String> get() {
        Set<String> all = new HashSet<>();
        for (Set<String> types : wanted.values()) {
            boolean isAny = types.isEmpty()
                    || types.stream().anyMatch(type -> ApiValue.find(TaskType.class, type)
                            .isEmpty());
            if (isAny || !filters) {
                return Set.of();
            }
            all.addAll(types);
        }
        return Set.copyOf(all);
    }
}
