package io.github.camellinkup.engine;

import java.time.Duration;

/** A wait that doubles each time, up to a longest one. Not thread-safe. */
public final class GrowingWait {

    private final Duration first;
    private final Duration longest;
    private Duration wait;

    public GrowingWait(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
        this.wait = first;
    }

    /** The present wait. */
    public Duration get() {
        return wait;
    }

    /** The present wait; the next one is twice as long. */
    public Duration next() {
        Duration present = wait;
        Duration doubled = wait.multipliedBy(2);
        wait = doubled.compareTo(longest) < 0 ? doubled : longest;
        return present;
    }

    /** The next wait is the first one again. */
    public void reset() {
        wait = first;
    }
}
