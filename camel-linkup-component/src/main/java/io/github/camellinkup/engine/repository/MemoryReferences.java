package io.github.camellinkup.engine.repository;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** The references in memory that are idempotency keys. Used by one thread at a time. */
final class MemoryReferences {

    private static final class Claim {
        private final ReferenceKey key;
        private final Duration period;
        private final String intentId;
        private String taskId;
        private Instant createdAt;
        private Instant forgetAt;

        private Claim(ReferenceKey key, Duration period, String intentId) {
            this.key = key;
            this.period = period;
            this.intentId = intentId;
        }
    }

    private final Map<ReferenceKey, Claim> claims = new HashMap<>();
    private final Map<String, List<Claim>> byIntent = new HashMap<>();
    private final Map<String, Claim> byTask = new HashMap<>();
    private final PriorityQueue<Claim> over =
            new PriorityQueue<>((one, other) -> one.forgetAt.compareTo(other.forgetAt));

    /** @throws ReferenceInUseException if one of the keys is claimed or stands twice; then none is claimed anew */
    void claim(Intent intent, Instant now) {
        forget(now);
        Map<ReferenceKey, Claim> added = new LinkedHashMap<>();
        for (TaskRequest request : intent.requests()) {
            ReferenceKey key = ReferenceKey.of(request);
            if (key != null) {
                Claim claim = new Claim(key, request.idempotencyPeriod(), intent.id());
                if (claims.containsKey(key) || added.put(key, claim) != null) {
                    throw new ReferenceInUseException(key);
                }
            }
        }
        claims.putAll(added);
        if (!added.isEmpty()) {
            byIntent.put(intent.id(), new ArrayList<>(added.values()));
        }
    }

    /** Tasks of an intent were created. */
    void created(String intentId, Collection<PendingTask> tasks) {
        if (byIntent.containsKey(intentId)) {
            tasks.forEach(task -> created(intentId, task));
        }
        for (PendingTask task : tasks) {
            Claim replaced = task.resubmission() == null
                    ? null
                    : byTask.remove(task.resubmission().failedTaskId());
            if (replaced != null) {
                setTask(replaced, task);
            }
        }
    }

    private void created(String intentId, PendingTask task) {
        Claim claim = task.reference() == null ? null : claims.get(new ReferenceKey(task.type(), task.reference()));
        if (claim != null && claim.taskId == null && claim.intentId.equals(intentId)) {
            setTask(claim, task);
            byIntent.computeIfPresent(intentId, (id, open) -> {
                open.remove(claim);
                return open.isEmpty() ? null : open;
            });
        }
    }

    private void setTask(Claim claim, PendingTask task) {
        claim.taskId = task.id();
        claim.createdAt = task.createdAt();
        byTask.put(task.id(), claim);
    }

    /** What an intent has claimed and not created is free again. */
    void discard(String intentId) {
        List<Claim> open = byIntent.remove(intentId);
        if (open != null) {
            open.forEach(claim -> claims.remove(claim.key));
        }
    }

    /** The outcome of an intent is unknown: its claims without a task are uncertain. */
    void giveUp(String intentId, Instant now) {
        List<Claim> open = byIntent.remove(intentId);
        if (open != null) {
            open.forEach(claim -> end(claim, now));
        }
    }

    /** The result of a task has reached its end. */
    void taken(String taskId, Instant now) {
        Claim claim = byTask.remove(taskId);
        if (claim != null) {
            end(claim, now);
        }
    }

    private void end(Claim claim, Instant now) {
        claim.forgetAt = now.plus(claim.period);
        over.add(claim);
    }

    Map<ReferenceKey, SentReference> find(Collection<ReferenceKey> keys, Instant now) {
        forget(now);
        Map<ReferenceKey, SentReference> found = new HashMap<>();
        for (ReferenceKey key : keys) {
            Claim claim = claims.get(key);
            if (claim != null) {
                found.put(key, new SentReference(state(claim), claim.taskId, claim.createdAt));
            }
        }
        return found;
    }

    private static SentReference.State state(Claim claim) {
        if (claim.taskId != null) {
            return SentReference.State.CREATED;
        }
        return claim.forgetAt == null ? SentReference.State.UNDER_WAY : SentReference.State.UNCERTAIN;
    }

    private void forget(Instant now) {
        while (!over.isEmpty() && !over.peek().forgetAt.isAfter(now)) {
            claims.remove(over.remove().key);
        }
    }
}
