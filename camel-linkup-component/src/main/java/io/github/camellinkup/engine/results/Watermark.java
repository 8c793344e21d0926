package io.github.camellinkup.engine.results;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * The time up to which all finished tasks were offered to a subscription, by Linkup's clock. A newest-first scan of the
 * list ends there. Not thread-safe, except where a method says otherwise.
 */
final class Watermark {

    private final TaskSelection selection;
    private final LateArrivalWindow window;
    private final AtomicReference<Instant> lookBack = new AtomicReference<>();
    private Instant time;

    /** The newest time when the last scan began. Lateness is measured from it. */
    private Instant scannedFrom;

    /** @param nanoTime a clock that only goes forward, in nanoseconds */
    Watermark(TaskSelection selection, LongSupplier nanoTime) {
        this.selection = selection;
        this.window = new LateArrivalWindow(nanoTime);
        reset(selection.since());
    }

    /** Null if nothing was offered yet. */
    Instant time() {
        return time;
    }

    /** Whether a scan with this end goes behind the watermark only as far as tasks were late lately. */
    boolean isEndOfLateWindow(Instant end) {
        return time != null && end != null && window.isOpenTo(end, scannedFrom);
    }

    boolean isBeyond(Instant other) {
        return time != null && other.isBefore(time);
    }

    /** What finished since a time is read again, after the scan in progress. Thread-safe. */
    void lookBack(Instant earlier) {
        lookBack.accumulateAndGet(earlier, (old, more) -> old == null || more.isBefore(old) ? more : old);
    }

    /**
     * Goes back to the earliest time that {@link #lookBack} was called with since.
     *
     * @return whether the next scan has to begin with the newest page
     */
    boolean goBack() {
        Instant earliest = lookBack.getAndSet(null);
        if (earliest == null) {
            return false;
        }
        if (isBeyond(earliest)) {
            reset(earliest);
        }
        return true;
    }

    /** What finished after a time is to be read again; null for all. */
    void reset(Instant earlier) {
        time = earlier;
        scannedFrom = earlier;
    }

    /**
     * Everything up to a time was offered.
     *
     * @param began when the first task finished with which the scan began; later ones came while it was in progress
     */
    void advance(Instant newest, Instant began) {
        if (newest != null && (time == null || newest.isAfter(time))) {
            time = newest;
            window.movedOn();
        }
        scannedFrom = began == null ? time : began;
        window.scanEnded();
        if (time != null) {
            selection.covered(time);
        }
    }

    /** The first page of a scan reaches back so far. */
    void firstPageRead(Duration length) {
        window.firstPageRead(length);
    }

    /** A wanted result was found now, for the first time. */
    void found(Instant finishedAt) {
        if (finishedAt != null && isBeyond(finishedAt) && finishedAt.isBefore(scannedFrom)) {
            window.foundLate(finishedAt, scannedFrom);
        }
    }

    /** A wanted result was read alone. If scans have passed it, they may have passed others as well. */
    void foundAlone(Instant finishedAt) {
        if (finishedAt != null && isBeyond(finishedAt) && window.isDeepScanDue()) {
            lookBack(finishedAt);
        }
    }

    /**
     * The time at which a scan that begins now may end; null for the end of the list.
     *
     * @param isFruitless whether the last reads have brought nothing
     */
    Instant endOfNextScan(Demand demand, boolean isFruitless) {
        if (demand.isUnknown()) {
            return window.endOfNextScan(time, scannedFrom);
        }
        // Nothing that is outstanding can have finished before the first of it was created.
        Instant end = window.endOfNextScan(time, scannedFrom, demand.oldest(), isFruitless);
        return end == null || demand.oldest().isAfter(end) ? demand.oldest() : end;
    }
}
