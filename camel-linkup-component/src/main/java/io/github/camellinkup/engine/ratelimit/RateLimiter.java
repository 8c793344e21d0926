package io.github.camellinkup.engine.ratelimit;

import io.github.camellinkup.client.CallLimiter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Lets at most a number of calls out in any period, in the order in which they came. It computes how long the next call
 * has to wait; the caller waits. {@link Backoff} computes what a refusal changes. Thread-safe.
 */
public final class RateLimiter {

    /** A random part of the period is added. In these gaps another JVM with the key finds its place. */
    private static final double JITTER = 0.06;

    private static final int TOO_MANY_REQUESTS = 429;

    private final LongSupplier nanoTime;
    private final long start;
    private final long period;
    private final long travel;
    private final DoubleSupplier random;
    private final Map<Runnable, Integer> limits = new IdentityHashMap<>();
    private final Deque<Permit> refused = new ArrayDeque<>();
    private final Deque<Permit> waiting = new ArrayDeque<>();
    private final List<Permit> counted = new ArrayList<>();
    private final Backoff backoff;

    /**
     * @param nanoTime a clock that only goes forward, in nanoseconds
     * @param period in which calls are counted
     * @param travel how long a call is on its way at the most. An answer shows that it took less
     * @param random numbers from 0 to 1
     */
    public RateLimiter(LongSupplier nanoTime, Duration period, Duration travel, DoubleSupplier random) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.period = period.toNanos();
        this.travel = travel.toNanos();
        this.random = random;
        this.backoff = new Backoff(this.period, random);
    }

    /** One call: it waits in the queue, goes out, and counts until a period after its arrival at Linkup. */
    final class Permit extends CompletableFuture<CallLimiter.Pass> implements CallLimiter.Pass {

        private final Runnable owner;
        private final Duration longestPause;
        private long sentAt;
        private long arrivedBy;
        private double jitter;
        private boolean turnedAway;

        private Permit(Runnable owner, Duration longestPause) {
            this.owner = owner;
            this.longestPause = longestPause;
        }

        void grant() {
            complete(this);
        }

        private void sent(long now) {
            sentAt = now;
            arrivedBy = now + travel;
            jitter = 1 + JITTER * random.getAsDouble();
        }

        private long countsUntil() {
            return arrivedBy + (turnedAway ? period : (long) (period * jitter * backoff.slowdown()));
        }

        /** Making a connection may have taken long. The call counts from now on. */
        @Override
        public void left() {
            synchronized (RateLimiter.this) {
                sent(now());
                if (!counted.contains(this)) {
                    counted.add(this);
                }
            }
        }

        @Override
        public void answered(int status) {
            synchronized (RateLimiter.this) {
                arrivedBy = Math.min(arrivedBy, now());
                if (status != TOO_MANY_REQUESTS) {
                    backoff.answered();
                }
            }
            owner.run();
        }

        @Override
        public boolean refused(Duration retryAfter) {
            List<Permit> impatient = List.of();
            synchronized (RateLimiter.this) {
                // It counts no longer than it must: the sooner another try, the sooner a gap beside another JVM is
                // found.
                turnedAway = true;
                backoff.refused(now(), sentAt, limit(), retryAfter);
                if (retryAfter != null) {
                    impatient = remove(permit -> retryAfter.compareTo(permit.longestPause) > 0);
                }
            }
            impatient.forEach(permit -> permit.completeExceptionally(Backoff.tooLong(retryAfter, permit.longestPause)));
            owner.run();
            return true;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            if (!super.cancel(mayInterruptIfRunning)) {
                return false;
            }
            synchronized (RateLimiter.this) {
                remove(permit -> permit == this);
            }
            return true;
        }
    }

    /**
     * Puts a call into the queue. Ask {@link #release} next.
     *
     * @param owner runs when waits may have changed
     * @param limit how many calls in a period the owner allows. The lowest value of all owners holds
     * @param longestPause if Linkup asks for a longer one, the call fails
     * @param again whether the call was refused, and goes ahead of those that were not
     */
    Permit queue(Runnable owner, int limit, Duration longestPause, boolean again) {
        Permit permit = new Permit(owner, longestPause);
        Duration asked;
        synchronized (this) {
            limits.put(owner, limit);
            asked = backoff.asked(now());
            if (asked.compareTo(longestPause) <= 0) {
                (again ? refused : waiting).add(permit);
                return permit;
            }
        }
        permit.completeExceptionally(Backoff.tooLong(asked, longestPause));
        return permit;
    }

    /** Takes from the queue what may go now, in order. */
    synchronized List<Permit> release() {
        long now = now();
        List<Permit> granted = new ArrayList<>();
        while (isAnyQueued() && nextTurn(now) <= now) {
            Permit next = refused.isEmpty() ? waiting.remove() : refused.remove();
            next.sent(now);
            counted.add(next);
            granted.add(next);
        }
        return granted;
    }

    /** How many calls wait for their turn. */
    public synchronized int waiting() {
        return refused.size() + waiting.size();
    }

    /** How long until the next call may go; null if none waits. */
    synchronized Duration delay() {
        long now = now();
        return isAnyQueued() ? Duration.ofNanos(Math.max(0, nextTurn(now) - now)) : null;
    }

    private boolean isAnyQueued() {
        return !refused.isEmpty() || !waiting.isEmpty();
    }

    private long nextTurn(long now) {
        counted.removeIf(permit -> permit.countsUntil() <= now);
        int tooMany = counted.size() - limit();
        if (tooMany < 0) {
            return backoff.pausedUntil();
        }
        long[] ends = counted.stream().mapToLong(Permit::countsUntil).sorted().toArray();
        return Math.max(ends[tooMany], backoff.pausedUntil());
    }

    /** Forgets an owner. Its calls in the queue fail. */
    void leave(Runnable owner, RuntimeException reason) {
        List<Permit> left;
        synchronized (this) {
            limits.remove(owner);
            left = remove(permit -> permit.owner == owner);
        }
        left.forEach(permit -> permit.completeExceptionally(reason));
    }

    private List<Permit> remove(Predicate<Permit> which) {
        List<Permit> removed = new ArrayList<>();
        for (Deque<Permit> queue : List.of(refused, waiting)) {
            queue.removeIf(permit -> which.test(permit) && removed.add(permit));
        }
        return removed;
    }

    private int limit() {
        return limits.values().stream().mapToInt(Integer::intValue).min().orElse(1);
    }

    private long now() {
        return nanoTime.getAsLong() - start;
    }
}
