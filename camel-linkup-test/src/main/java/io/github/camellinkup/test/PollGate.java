package io.github.camellinkup.test;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Lets one read of tasks through in each interval, for each key by itself. A refused read costs no later one. */
final class PollGate {

    private final long intervalMillis;
    private final Map<String, Long> lastAdmitted = new ConcurrentHashMap<>();
    private final LongAdder refused = new LongAdder();

    PollGate(long intervalMillis) {
        this.intervalMillis = intervalMillis;
    }

    void pass(String key, long now) {
        if (intervalMillis == 0) {
            return;
        }
        boolean[] admitted = {false};
        lastAdmitted.compute(key, (same, last) -> {
            admitted[0] = last == null || now - last >= intervalMillis;
            return admitted[0] ? Long.valueOf(now) : last;
        });
        if (!admitted[0]) {
            refused.increment();
            throw new ApiError(429, "TOO_MANY_REQUESTS", "Tasks may be read once a second");
        }
    }

    long refused() {
        return refused.sum();
    }

    void reset() {
        lastAdmitted.clear();
        refused.reset();
    }
}
