package io.github.camellinkup.engine.receiving;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Up to which time everything that had finished was offered, by Linkup's clock: how far lists have to be read. Not
 * thread-safe but where said otherwise.
 */
final class Coverage {

    private final TaskSelection selection;
    private final Overlap overlap;
    private final AtomicReference<Instant> lookBack = new AtomicReference<>();
    private Instant covered;

    /** @param nanoTime a clock that only goes forward, in nanoseconds */
    Coverage(TaskSelection selection, LongSupplier nanoTime) {
        this.selection = selection;
        this.overlap = new Overlap(nanoTime);
        this.covered = selection.since();
    }

    /** Up to when all is covered; null if nothing is. */
    Instant time() {
        return covered;
    }

    boolean isBeyond(Instant time) {
        return covered != null && time.isBefore(covered);
    }

    /** Tasks have become known late: what finished since then is looked for again. Thread-safe. */
    void lookBack(Instant createdAt) {
        lookBack.accumulateAndGet(createdAt, (old, more) -> old == null || more.isBefore(old) ? more : old);
    }

    /** Since when was to be looked for again; null if that was not asked for since this was called last. */
    Instant askedToLookBack() {
        return lookBack.getAndSet(null);
    }

    /** All up to a time was offered. */
    void upTo(Instant time) {
        if (time != null && (covered == null || time.isAfter(covered))) {
            covered = time;
            overlap.movedOn();
        }
        if (covered != null) {
            selection.covered(covered);
        }
    }

    /** What finished after a time is to be read again; null for all. */
    void onlyUpTo(Instant time) {
        covered = time;
    }

    /** Nothing that is outstanding and was not covered has finished before; null if there is no such time. */
    Instant floor(Demand demand) {
        boolean createdLater = covered == null || demand.oldest().isAfter(covered);
        return createdLater ? demand.oldest() : covered;
    }

    /** Where a walk down from the head of the list, which begins now, may end; null for nowhere. */
    Instant endOfNextWalk(Demand demand) {
        return demand.isUnknown() ? overlap.floorOfNextWalk(covered) : floor(demand);
    }
}
