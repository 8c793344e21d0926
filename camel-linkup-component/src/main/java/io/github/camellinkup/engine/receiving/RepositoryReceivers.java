package io.github.camellinkup.engine.receiving;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What all have in common who receive the results of one repository in this JVM, whatever the settings of their clients:
 * which tasks have an exchange under way, and who reads. Thread-safe.
 */
public final class RepositoryReceivers {

    private final Set<String> inProgress = ConcurrentHashMap.newKeySet();
    private final List<ResultReceiver> receivers = new CopyOnWriteArrayList<>();

    /** The ids of the tasks whose exchanges are under way. */
    Set<String> inProgress() {
        return inProgress;
    }

    void add(ResultReceiver receiver) {
        receivers.add(receiver);
    }

    void remove(ResultReceiver receiver) {
        receivers.remove(receiver);
    }

    /** Tasks have become known late: all look again for what finished since this time, by Linkup's clock. */
    void lookBack(Instant createdAt) {
        receivers.forEach(receiver -> receiver.lookBack(createdAt));
    }
}
