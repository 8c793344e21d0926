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
        private final String entryId;
        private String taskId;
        private Instant createdAt;
        private Instant forgetAt;

        private Claim(ReferenceKey key, Duration period, String entryId) {
            this.key = key;
            this.period = period;
            this.entryId = entryId;
        }
    }

    private final Map<ReferenceKey, Claim> claims = new HashMap<>();
    private final Map<String, List<Claim>> byEntry = new HashMap<>();
    private final Map<String, Claim> byTask = new HashMap<>();
    private final PriorityQueue<Claim> over =
            new PriorityQueue<>((one, other) -> one.forgetAt.compareTo(other.forgetAt));

    /** @throws ReferenceInUseException if one of the keys is claimed or stands twice; then none is claimed anew */
    void claim(OutboxEntry entry, Instant now) {
        forget(now);
        Map<ReferenceKey, Claim> added = new LinkedHashMap<>();
        for (TaskRequest request : entry.requests()) {
            ReferenceKey key = ReferenceKey.of(request);
            if (key != null) {
                Claim claim = new Claim(key, request.idempotencyPeriod(), entry.id());
                if (claims.containsKey(key) || added.put(key, claim) != null) {
                    throw new ReferenceInUseException(key);
                }
            }
        }
        claims.putAll(added);
        if (!added.isEmpty()) {
            byEntry.put(entry.id(), new ArrayList<>(added.values()));
        }
    }

    /** Tasks of an entry were created. */
    void created(String entryId, Collection<PendingTask> tasks) {
        if (byEntry.containsKey(entryId)) {
            tasks.forEach(task -> created(entryId, task));
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

    private void created(String entryId, PendingTask task) {
        Claim claim = task.reference() == null ? null : claims.get(new ReferenceKey(task.type(), task.reference()));
        if (claim != null && claim.taskId == null && claim.entryId.equals(entryId)) {
            setTask(claim, task);
            byEntry.computeIfPresent(entryId, (id, open) -> {
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

    /** What an entry has claimed and not created is free again. */
    void discard(String entryId) {
        List<Claim> open = byEntry.remove(entryId);
        if (open != null) {
            open.forEach(claim -> claims.remove(claim.key));
        }
    }

    /** The outcome of an entry is unknown: its claims without a task are uncertain. */
    void giveUp(String entryId, Instant now) {
        List<Claim> open = byEntry.remove(entryId);
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
