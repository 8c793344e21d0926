package io.github.camellinkup.engine.outbox;

import java.time.Duration;
import java.util.Objects;

/**
 * How it is found out what became of a create call whose answer never came.
 *
 * @param delay how long a call that was cut can still create tasks: that tasks were not created counts only when the
 *     list of tasks was read this long after the call had ended
 * @param timeout how long to try at the most, from the end of the call on
 */
public record ReconciliationOptions(Duration delay, Duration timeout) {

    /** Ten seconds, and ten minutes. */
    public static final ReconciliationOptions DEFAULT =
            new ReconciliationOptions(Duration.ofSeconds(10), Duration.ofMinutes(10));

    public ReconciliationOptions {
        Objects.requireNonNull(delay, "delay");
        Objects.requireNonNull(timeout, "timeout");
    }

    /** The longer one of each, for what has been sent under either. */
    ReconciliationOptions longest(ReconciliationOptions other) {
        return new ReconciliationOptions(
                delay.compareTo(other.delay) > 0 ? delay : other.delay,
                timeout.compareTo(other.timeout) > 0 ? timeout : other.timeout);
    }
}
