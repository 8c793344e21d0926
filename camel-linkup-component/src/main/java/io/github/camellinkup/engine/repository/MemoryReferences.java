package io.github.camellinkup.engine.repository;

import io.github.camellinkup.engine.repository.SentReference.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The references in memory that are idempotency keys. Not thread-safe. */
final class MemoryReferences {

    /** @param forgetAt null as long as the request is in flight or its task is pending */
    private record Claim(Duration period, SentReference sent, Instant forgetAt) {

        boolean isUnderWay() {
            return sent.state() == State.UNDER_WAY;
        }

        boolean isForgotten(Instant now) {
            return forgetAt != null && !forgetAt.isAfter(now);
        }
    }

    private final Map<ReferenceKey, Claim> claims = new HashMap<>();

    /** @throws ReferenceInUseException if a key is claimed or stands twice in the entry; then nothing is claimed */
    void claim(OutboxEntry entry, Instant now) {
        Map<ReferenceKey, Claim> added = new HashMap<>();
        for (TaskRequest request : entry.requests()) {
            ReferenceKey key = ReferenceKey.of(request);
            Claim present = claims.get(key);
            if (present != null && !present.isForgotten(now) || added.containsKey(key)) {
                throw new ReferenceInUseException(key);
            }
            if (key != null) {
                SentReference underWay = new SentReference(State.UNDER_WAY, null, null);
                added.put(key, new Claim(request.idempotencyPeriod(), underWay, null));
            }
        }
        claims.putAll(added);
    }

    /**
     * Tasks were created, or take the place of failed ones.
     *
     * @param ended requests that are not in flight any more. Those without a task are uncertain from now on
     */
    void created(Set<ReferenceKey> ended, Collection<PendingTask> tasks, Instant now) {
        for (PendingTask task : tasks) {
            ReferenceKey key = key(task);
            Claim claim = claims.get(key);
            if (claim != null && (claim.isUnderWay() && ended.contains(key) || isReplaced(claim, task))) {
                SentReference created = new SentReference(State.CREATED, task.id(), task.createdAt());
                claims.put(key, new Claim(claim.period(), created, null));
            }
        }
        for (ReferenceKey key : ended) {
            Claim claim = claims.get(key);
            if (claim != null && claim.isUnderWay()) {
                SentReference uncertain = new SentReference(State.UNCERTAIN, null, null);
                claims.put(key, new Claim(claim.period(), uncertain, now.plus(claim.period())));
            }
        }
    }

    private static boolean isReplaced(Claim claim, PendingTask task) {
        return claim.forgetAt() == null
                && task.resubmission() != null
                && task.resubmission().failedTaskId().equals(claim.sent().taskId());
    }

    /** The requests were certainly not created: their references are free again. */
    void discard(Set<ReferenceKey> keys) {
        keys.forEach(key -> claims.computeIfPresent(key, (same, claim) -> claim.isUnderWay() ? null : claim));
    }

    /** The result of a task has reached its end. */
    void taken(PendingTask task, Instant now) {
        ReferenceKey key = key(task);
        Claim claim = claims.get(key);
        if (claim != null && task.id().equals(claim.sent().taskId())) {
            claims.put(key, new Claim(claim.period(), claim.sent(), now.plus(claim.period())));
        }
    }

    Map<ReferenceKey, SentReference> find(Collection<ReferenceKey> keys, Instant now) {
        Map<ReferenceKey, SentReference> found = new HashMap<>();
        for (ReferenceKey key : keys) {
            Claim claim = claims.get(key);
            if (claim != null && !claim.isForgotten(now)) {
                found.put(key, claim.sent());
            }
        }
        return found;
    }

    void forget(Instant now) {
        claims.values().removeIf(claim -> claim.isForgotten(now));
    }

    /** The idempotency keys of requests. */
    static Set<ReferenceKey> keys(Collection<TaskRequest> requests) {
        Set<ReferenceKey> keys = new HashSet<>();
        requests.forEach(request -> keys.add(ReferenceKey.of(request)));
        keys.remove(null);
        return keys;
    }

    private static ReferenceKey key(PendingTask task) {
        return task.reference() == null ? null : new ReferenceKey(task.type(), task.reference());
    }
}
