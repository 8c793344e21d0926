package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.engine.EngineTimer;
import io.github.camellinkup.engine.repository.TaskRepository;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The entries that this node answers for, and until when. Renews their leases as long as there are any. Thread-safe; the
 * repository is called on the workers.
 */
final class Leases {

    /** How long a node answers for its entries without a sign of life. Then any other node may take them. */
    static final Duration LENGTH = Duration.ofSeconds(60);

    /** How often leases are renewed: two renewals may fail, or the clocks of nodes differ by half a minute. */
    static final Duration RENEWAL = Duration.ofSeconds(20);

    /** How far the clocks of nodes may differ: another node may see a lease run out so much earlier. */
    static final Duration CLOCKS = Duration.ofSeconds(30);

    /** The lease of an entry that may not be in the repository yet. */
    static final Instant NONE = Instant.EPOCH;

    private final TaskRepository repository;
    private final String node;
    private final Clock clock;
    private final EngineTimer timer;

    /** Until when the repository has them leased for certain. */
    private final Map<String, Instant> held = new ConcurrentHashMap<>();

    private final AtomicBoolean renewing = new AtomicBoolean();
    private volatile boolean closed;

    Leases(TaskRepository repository, String node, Clock clock, EngineTimer timer) {
        this.repository = repository;
        this.node = node;
        this.clock = clock;
        this.timer = timer;
    }

    String node() {
        return node;
    }

    /** The present time, as fine as databases and the API keep it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Until when a lease that begins now runs. */
    Instant fromNow() {
        return now().plus(LENGTH);
    }

    /**
     * From now on this node answers for the entry.
     *
     * @param leasedUntil the lease that the repository has
     */
    void keep(String entryId, Instant leasedUntil) {
        held.put(entryId, leasedUntil);
        startRenewing();
    }

    /** This node does not answer for the entry any more. */
    void forget(String entryId) {
        held.remove(entryId);
    }

    boolean isKept(String entryId) {
        return held.containsKey(entryId);
    }

    /**
     * Whether no other node can have taken the entry by now. If this node was suspended for longer than its lease, one may
     * have. Does not ask the repository.
     */
    boolean isLeased(String entryId) {
        return isRunning(held.getOrDefault(entryId, NONE));
    }

    /** Whether a lease has not run out, by the clock of any node. */
    boolean isRunning(Instant leasedUntil) {
        return now().isBefore(leasedUntil.minus(CLOCKS));
    }

    private void startRenewing() {
        if (!closed && !held.isEmpty() && renewing.compareAndSet(false, true)) {
            try {
                timer.schedule(() -> timer.workers().execute(this::renew), RENEWAL);
            } catch (RejectedExecutionException e) {
                renewing.set(false);
            }
        }
    }

    private void renew() {
        try {
            if (!closed && !held.isEmpty()) {
                renewHeld();
            }
        } catch (RuntimeException e) {
            // The next renewal comes before the lease has run out.
        } finally {
            renewing.set(false);
            startRenewing();
        }
    }

    private void renewHeld() {
        Map<String, Instant> before = Map.copyOf(held);
        Instant until = fromNow();
        repository.renew(node, until);
        // An entry whose lease had run out was perhaps not renewed, because another node has taken it meanwhile.
        before.forEach((id, leasedUntil) -> {
            if (isRunning(leasedUntil)) {
                held.replace(id, leasedUntil, until);
            }
        });
    }

    /** Ends the renewals. */
    void close() {
        closed = true;
    }
}
