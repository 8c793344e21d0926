package io.github.camellinkup.engine;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer whose time a test moves: what is scheduled runs, in order, when the time is there. One thread only. */
public final class HandDrivenTimer extends ScheduledThreadPoolExecutor {

    private record Entry(long due, long number, Runnable work) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparingLong(Entry::due).thenComparingLong(Entry::number));
    private long now;
    private long number;

    public HandDrivenTimer() {
        super(0);
    }

    public long nanoTime() {
        return now;
    }

    public int waiting() {
        return entries.size();
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        entries.add(new Entry(now + unit.toNanos(delay), number++, work));
        return null;
    }

    public void advance(Duration time) {
        long end = now + time.toNanos();
        while (!entries.isEmpty() && entries.peek().due() <= end) {
            Entry next = entries.remove();
            now = next.due();
            next.work().run();
        }
        now = end;
    }
}
