package io.github.camellinkup.engine.repository;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The references in memory that are idempotency keys. Not thread-safe. */
final class MemoryReferences {

    /** @param forgetAt null as long as the request is under way or its task is pending */
    private record Claim(Duration period, String taskId, Instant createdAt, Instant forgetAt) {

        Claim endedAt(Instant time) {
            return new Claim(period, taskId, createdAt, time.plus(period));
        }

        boolean isForgotten(Instant now) {
            return forgetAt != null && !forgetAt.isAfter(now);
        }

        SentReference sent() {
            SentReference.State withoutTask =
                    forgetAt == null ? SentReference.State.UNDER_WAY : SentReference.State.UNCERTAIN;
            return new SentReference(taskId == null ? withoutTask : SentReference.State.CREATED, taskId, createdAt);
        }
    }

    private final Map<ReferenceKey, Claim> claims = new HashMap<>();
    private final Map<String, ReferenceKey> keyOfTask = new HashMap<>();

    /** @throws ReferenceInUseException if a key is claimed or stands twice in the entry; then nothing is claimed */
    void claim(OutboxEntry entry, Instant now) {
        Map<ReferenceKey, Claim> added = new HashMap<>();
        for (TaskRequest request : entry.requests()) {
            ReferenceKey key = ReferenceKey.of(request);
            if (key == null) {
                continue;
            }
            Claim present = claims.get(key);
            Claim claim = new Claim(request.idempotencyPeriod(), null, null, null);
            if (present != null && !present.isForgotten(now) || added.put(key, claim) != null) {
                throw new ReferenceInUseException(key);
            }
        }
        claims.putAll(added);
    }

    /**
     * Tasks were created, or take the place of failed ones.
     *
     * @param ended requests that are not under way any more. Those without a task are uncertain from now on
     */
    void created(Set<ReferenceKey> ended, Collection<PendingTask> tasks, Instant now) {
        Set<ReferenceKey> open = new HashSet<>(ended);
        open.removeIf(key -> !isOpen(claims.get(key)));
        for (PendingTask task : tasks) {
            ReferenceKey key = task.reference() == null ? null : new ReferenceKey(task.type(), task.reference());
            if (open.remove(key)) {
                setTask(key, task);
            }
            ReferenceKey replaced = task.resubmission() == null
                    ? null
                    : keyOfTask.remove(task.resubmission().failedTaskId());
            if (replaced != null) {
                setTask(replaced, task);
            }
        }
        open.forEach(key -> end(key, now));
    }

    private static boolean isOpen(Claim claim) {
        return claim != null && claim.taskId() == null;
    }

    private void setTask(ReferenceKey key, PendingTask task) {
        claims.computeIfPresent(key, (same, claim) -> new Claim(claim.period(), task.id(), task.createdAt(), null));
        keyOfTask.put(task.id(), key);
    }

    private void end(ReferenceKey key, Instant now) {
        claims.computeIfPresent(key, (same, claim) -> claim.endedAt(now));
    }

    /** The requests were certainly not created: their references are free again. */
    void discard(Set<ReferenceKey> keys) {
        keys.removeIf(key -> !isOpen(claims.get(key)));
        claims.keySet().removeAll(keys);
    }

    /** The result of a task has reached its end. */
    void taken(String taskId, Instant now) {
        ReferenceKey key = keyOfTask.remove(taskId);
        if (key != null) {
            end(key, now);
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

    static Set<ReferenceKey> keys(Collection<TaskRequest> requests) {
        return requests.stream()
                .map(ReferenceKey::of)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(HashSet::new));
    }
}
