package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.pace.EngineTimer;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * The open entries that one engine answers for: writes them into the repository, and renews their leases as long as
 * there are any. Thread-safe. What touches the repository blocks, and is to be called on a worker.
 */
final class IntentBook {

    /** How long a node answers for its entries without a sign of life. Then any other node may settle them. */
    static final Duration LEASE = Duration.ofSeconds(60);

    /** How often leases are renewed: two renewals may fail, or the clocks of nodes differ by half a minute. */
    static final Duration RENEWAL = Duration.ofSeconds(20);

    /** How far the clocks of nodes may differ: so much earlier another node may take a lease for run out. */
    static final Duration CLOCKS = Duration.ofSeconds(30);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /** Of an entry that may not be in the repository yet. */
    private static final Instant NO_LEASE = Instant.EPOCH;

    private final TaskRepository repository;
    private final String node;
    private final Clock clock;
    private final EngineTimer timer;
    private final Executor workers;
    private final ClockDifference clocks;

    /** The open entries of this engine, with the leases that the repository has for certain. */
    private final Map<String, Instant> own = new ConcurrentHashMap<>();

    private final AtomicBoolean renewing = new AtomicBoolean();
    private volatile boolean closed;

    IntentBook(
            TaskRepository repository,
            String node,
            Clock clock,
            LongSupplier nanoTime,
            EngineTimer timer,
            Executor workers) {
        this.repository = repository;
        this.node = node;
        this.clock = clock;
        this.timer = timer;
        this.workers = workers;
        this.clocks = new ClockDifference(nanoTime);
    }

    String node() {
        return node;
    }

    /** The present time, as fine as databases and the API keep it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Takes note of tasks whose creation was just answered. */
    void created(List<Task> tasks) {
        tasks.stream()
                .map(Task::createdAt)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .ifPresent(createdAt -> clocks.learn(createdAt, now()));
    }

    /**
     * The time by Linkup's clock before which a call created nothing.
     *
     * @param openedAt when the call went out
     * @param fromHere whether it went out from here: then {@code openedAt} is by the clock of which something is known
     */
    Instant earliestCreation(Instant openedAt, boolean fromHere) {
        return fromHere ? clocks.earliestCreation(openedAt, now()) : openedAt.minus(ClockDifference.MARGIN);
    }

    /** Until when a lease that begins now runs. */
    Instant leaseFromNow() {
        return now().plus(LEASE);
    }

    /** Records what is about to be sent. If this fails, nothing may be sent. */
    OutboxEntry open(boolean research, List<TaskRequest> requests) {
        Instant now = now();
        OutboxEntry entry =
                new OutboxEntry(UUID.randomUUID().toString(), node, now, now.plus(LEASE), research, requests);
        keep(entry.id(), NO_LEASE);
        try {
            repository.open(entry);
            keep(entry.id(), entry.leasedUntil());
        } catch (RuntimeException | Error e) {
            // It may be recorded all the same, and would be sent after a restart although its sender was told no.
            store(() -> repository.discard(entry)).whenComplete((done, failure) -> forget(entry.id()));
            throw e;
        }
        return entry;
    }

    /**
     * From now on this engine answers for the entry.
     *
     * @param leasedUntil the lease that the repository has
     */
    void keep(String entryId, Instant leasedUntil) {
        own.put(entryId, leasedUntil);
        if (!closed && renewing.compareAndSet(false, true)) {
            scheduleRenewal();
        }
    }

    /** This engine does not answer for the entry any more. */
    void forget(String entryId) {
        own.remove(entryId);
    }

    boolean isKept(String entryId) {
        return own.containsKey(entryId);
    }

    /**
     * Whether no other node can have taken the entry by now. If this node was suspended for longer than its lease, one
     * may have. Does not ask the repository.
     */
    boolean isLeased(String entryId) {
        return isRunning(own.getOrDefault(entryId, NO_LEASE));
    }

    /** Why a call did not go out whose entry is not {@link #isLeased leased} any more. */
    static Throwable heldUp() {
        return new IllegalStateException("this node was held up before the call for longer than it answers for it,"
                + " and another node may have sent it");
    }

    /** Whether a lease has not run out, by the clock of any node. */
    boolean isRunning(Instant leasedUntil) {
        return now().isBefore(leasedUntil.minus(CLOCKS));
    }

    private void scheduleRenewal() {
        try {
            timer.schedule(() -> workers.execute(this::renew), RENEWAL);
        } catch (RejectedExecutionException e) {
            renewing.set(false);
        }
    }

    private void renew() {
        if (closed || own.isEmpty()) {
            renewing.set(false);
            if (!closed && !own.isEmpty() && renewing.compareAndSet(false, true)) {
                scheduleRenewal();
            }
            return;
        }
        Map<String, Instant> before = Map.copyOf(own);
        Instant until = leaseFromNow();
        try {
            repository.renew(node, until);
            renewed(before, until);
        } catch (RuntimeException e) {
            // The next renewal comes before the lease has run out.
        } finally {
            scheduleRenewal();
        }
    }

    /** A lease that has run out was perhaps not renewed, because another node has taken the entry meanwhile. */
    private void renewed(Map<String, Instant> before, Instant until) {
        before.forEach((id, leasedUntil) -> {
            if (isRunning(leasedUntil)) {
                own.replace(id, leasedUntil, until);
            }
        });
    }

    /**
     * Writes into the repository, again and again until it succeeds, as what is written must not be lost. The first try
     * is made by the calling thread.
     *
     * @return completes when it is written; fails if the engine is closed before
     */
    CompletableFuture<Void> store(Runnable write) {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        store(write, stored, Duration.ofSeconds(1));
        return stored;
    }

    private void store(Runnable write, CompletableFuture<Void> stored, Duration wait) {
        try {
            write.run();
            stored.complete(null);
        } catch (RuntimeException | Error e) {
            // An Error too, as of a driver whose classes cannot be loaded: nobody else would write it any more.
            if (closed) {
                stored.completeExceptionally(e);
                return;
            }
            Duration next = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
            try {
                timer.schedule(() -> workers.execute(() -> store(write, stored, next)), wait);
            } catch (RejectedExecutionException rejected) {
                stored.completeExceptionally(e);
            }
        }
    }

    /** Ends the renewals. What could not be written is tried once more when the timer is closed. */
    void close() {
        closed = true;
    }
}
