package io.github.camellinkup.engine.results;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What all engines with one repository share in this JVM: which tasks have an exchange in flight, and who subscribes.
 * Thread-safe.
 */
public final class RepositoryUsers {

    private final Set<String> inProgress = ConcurrentHashMap.newKeySet();
    private final List<ResultSubscription> subscriptions = new CopyOnWriteArrayList<>();

    /** The ids of the tasks whose exchanges are in flight. */
    Set<String> inProgress() {
        return inProgress;
    }

    void add(ResultSubscription subscription) {
        subscriptions.add(subscription);
    }

    void remove(ResultSubscription subscription) {
        subscriptions.remove(subscription);
    }

    /** A task is recorded, or not awaited any more, so that consumers want it from now on. */
    void wanted(String taskId, Instant createdAt) {
        subscriptions.forEach(subscription -> subscription.wanted(taskId, createdAt));
    }
}
