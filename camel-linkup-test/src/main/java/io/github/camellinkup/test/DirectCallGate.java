package io.github.camellinkup.test;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Lets so many searches and fetches through in any second, for each key by itself. A refused one costs no later one. */
final class DirectCallGate {

    private static final long PERIOD_MILLIS = 1_000;

    private final int limit;
    private final Map<String, Deque<Long>> admitted = new ConcurrentHashMap<>();
    private final LongAdder refused = new LongAdder();

    /** @param limit the calls of a second; 0 for any number */
    DirectCallGate(int limit) {
        this.limit = limit;
    }

    void pass(String key, long now) {
        if (limit == 0) {
            return;
        }
        Deque<Long> times = admitted.computeIfAbsent(key, any -> new ArrayDeque<>());
        synchronized (times) {
            while (!times.isEmpty() && now - times.peekFirst() >= PERIOD_MILLIS) {
                times.removeFirst();
            }
            if (times.size() < limit) {
                times.addLast(now);
                return;
            }
        }
        refused.increment();
        throw new ApiError(429, "TOO_MANY_REQUESTS", limit + " searches and fetches may come in a second");
    }

    long refused() {
        return refused.sum();
    }

    void reset() {
        admitted.clear();
        refused.reset();
    }
}
