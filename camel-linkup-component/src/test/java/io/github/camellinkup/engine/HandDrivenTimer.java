package io.github.camellinkup.engine;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A timer whose time a test moves: what is scheduled runs, in order, when the time is there, on the thread of the test.
 * Any thread may schedule and cancel.
 */
public final class HandDrivenTimer extends ScheduledThreadPoolExecutor {

    private final PriorityQueue<Entry> entries = new PriorityQueue<>(
            Comparator.<Entry>comparingLong(entry -> entry.due).thenComparingLong(entry -> entry.number));
    private long now;
    private long number;

    public HandDrivenTimer() {
        super(0);
    }

    private final class Entry extends CompletableFuture<Void> implements ScheduledFuture<Void> {

        private final long due;
        private final long number;
        private final Runnable work;

        private Entry(long due, long number, Runnable work) {
            this.due = due;
            this.number = number;
            this.work = work;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            synchronized (entries) {
                entries.remove(this);
            }
            return super.cancel(mayInterruptIfRunning);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    public long nanoTime() {
        synchronized (entries) {
            return now;
        }
    }

    public int waiting() {
        synchronized (entries) {
            return entries.size();
        }
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        synchronized (entries) {
            Entry entry = new Entry(now + unit.toNanos(delay), number++, work);
            entries.add(entry);
            return entry;
        }
    }

    /** Runs once. What only keeps a real timer awake needs no more. */
    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable work, long delay, long period, TimeUnit unit) {
        return schedule(work, delay, unit);
    }

    public void advance(Duration time) {
        long end = nanoTime() + time.toNanos();
        for (Entry next = nextUntil(end); next != null; next = nextUntil(end)) {
            next.work.run();
        }
    }

    /** Moves the time to the next that is due, or to the end if there is none. */
    private Entry nextUntil(long end) {
        synchronized (entries) {
            Entry next = entries.peek();
            if (next == null || next.due > end) {
                now = end;
                return null;
            }
            now = Math.max(now, next.due);
            return entries.remove();
        }
    }
}
