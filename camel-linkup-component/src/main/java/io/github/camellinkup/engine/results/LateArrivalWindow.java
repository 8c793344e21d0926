package io.github.camellinkup.engine.results;

import io.github.camellinkup.engine.GrowingWait;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * How far behind the watermark a list is read again, because a task can be listed later than others that finished after
 * it. It is as wide as the latest task of the last two minutes was late. Now and then a scan goes farther, to find the first
 * late task. Not thread-safe.
 */
final class LateArrivalWindow {

    /** A task is listed no later than this after it has finished. */
    private static final Duration LATEST = Duration.ofSeconds(10);

    /** How long a task that was late keeps the window open. */
    private static final long REMEMBERED = Duration.ofMinutes(2).toNanos();

    /** How far one scan looks back when the first late task was found, if first pages do not reach back that far. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(3);

    /** A first page that reaches back so far shows most late tasks before it is read again. */
    private static final Duration LONG_PAGE = Duration.ofMillis(2_500);

    /** While reads bring nothing, scans look for late tasks: first after this, then less often and deeper each time. */
    private static final Duration FIRST_IDLE_WAIT = Duration.ofSeconds(2);

    /** So often a scan goes down to the oldest outstanding task. */
    private static final long BETWEEN_DEEP_SCANS = Duration.ofMinutes(5).toNanos();

    private final LongSupplier nanoTime;
    private Duration lateness = Duration.ZERO;
    private Duration firstPage = Duration.ZERO;

    /** The next scan looks back at least this far. */
    private Duration nextDepth = Duration.ZERO;

    private Duration idleWait = FIRST_IDLE_WAIT;
    private Duration idleDepth = LATEST;
    private long lastIdleScan;
    private long lastLate;
    private final GrowingWait wait = new GrowingWait(Duration.ofSeconds(20), Duration.ofMinutes(10));
    private long lastCheck;
    private boolean isDeep;
    private long betweenDeepScans = BETWEEN_DEEP_SCANS;
    private boolean hasScannedDeep;
    private long lastDeepScan;

    /** Whether the watermark has moved: what finished before the first scan began was read, and was not late. */
    private boolean hasMoved;

    private Instant watermarkAtLastCheck;

    /** @param nanoTime a clock that only goes forward, in nanoseconds */
    LateArrivalWindow(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastCheck = nanoTime.getAsLong();
    }

    /** A result was found that had finished before the watermark. */
    void foundLate(Instant finishedAt, Instant watermark) {
        Duration late = Duration.between(finishedAt, watermark);
        if (late.compareTo(LATEST) <= 0) {
            lastLate = nanoTime.getAsLong();
            if (lateness.isZero() && firstPage.compareTo(LONG_PAGE) < 0) {
                // Others that were later may have been passed before there was a window.
                nextDepth = FIRST_LOOK;
            }
            lateness = longer(late, lateness);
        }
    }

    /** A result was found that scans had passed. From time to time a scan goes down to it, to find others like it. */
    boolean isDeepScanDue() {
        long now = nanoTime.getAsLong();
        boolean isDue = !hasScannedDeep || now - lastDeepScan >= BETWEEN_DEEP_SCANS;
        if (isDue) {
            hasScannedDeep = true;
            lastDeepScan = now;
        }
        return isDue;
    }

    /** The first page of a scan reaches back so far. */
    void firstPageRead(Duration length) {
        firstPage = length;
    }

    /** A scan has ended. The longer a deep one takes, the rarer they are: other results wait for it. */
    void scanEnded() {
        if (isDeep) {
            long now = nanoTime.getAsLong();
            betweenDeepScans = Math.max(BETWEEN_DEEP_SCANS, 10 * (now - lastCheck));
            lastCheck = now;
            isDeep = false;
        }
    }

    /** Something new was offered. */
    void movedOn() {
        hasMoved = true;
        wait.reset();
        idleWait = FIRST_IDLE_WAIT;
        idleDepth = LATEST;
    }

    /**
     * Where a scan that begins now may end, if all tasks are wanted. Each stretch of time is read once more when no task can
     * be late for it any more. The scans become rarer while nothing new comes.
     */
    Instant endOfNextScan(Instant watermark, Instant scannedFrom) {
        if (watermarkAtLastCheck == null && hasMoved) {
            watermarkAtLastCheck = watermark;
        }
        if (watermark == null || nanoTime.getAsLong() - lastCheck < wait.get().toNanos()) {
            return behind(watermark, scannedFrom);
        }
        lastCheck = nanoTime.getAsLong();
        wait.next();
        if (watermarkAtLastCheck == null) {
            return watermark.minus(LATEST);
        }
        Instant from = watermarkAtLastCheck.isBefore(watermark) ? watermarkAtLastCheck : watermark;
        watermarkAtLastCheck = watermark;
        return from.minus(LATEST);
    }

    /**
     * Where a scan that begins now may end, if the wanted tasks are known.
     *
     * @param oldest when the oldest of them was created
     * @param isFruitless whether the last reads have brought nothing
     */
    Instant endOfNextScan(Instant watermark, Instant scannedFrom, Instant oldest, boolean isFruitless) {
        long now = nanoTime.getAsLong();
        if (watermark == null || !oldest.isBefore(watermark)) {
            return behind(watermark, scannedFrom);
        }
        if (now - lastCheck >= betweenDeepScans) {
            lastCheck = now;
            isDeep = true;
            return oldest;
        }
        if (isFruitless && now - lastIdleScan >= idleWait.toNanos()) {
            lastIdleScan = now;
            idleWait = idleWait.multipliedBy(2);
            Instant deeper = watermark.minus(idleDepth);
            idleDepth = idleDepth.multipliedBy(4);
            return deeper.isBefore(oldest) ? oldest : deeper;
        }
        return behind(watermark, scannedFrom);
    }

    private Instant behind(Instant watermark, Instant scannedFrom) {
        if (!lateness.isZero() && nanoTime.getAsLong() - lastLate > REMEMBERED) {
            lateness = Duration.ZERO;
        }
        if (watermark == null || lateness.isZero()) {
            return watermark;
        }
        Duration back = longer(nextDepth, lateness);
        nextDepth = Duration.ZERO;
        return scannedFrom.minus(back);
    }

    /** Whether a scan ends there because of tasks that were late lately. */
    boolean isOpenTo(Instant end, Instant scannedFrom) {
        return !lateness.isZero() && end.equals(scannedFrom.minus(lateness));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
