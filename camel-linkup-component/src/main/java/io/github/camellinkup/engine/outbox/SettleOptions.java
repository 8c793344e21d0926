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
public record SettleOptions(Duration delay, Duration timeout) {

    /** Ten seconds, and ten minutes. */
    public static final SettleOptions DEFAULT = new SettleOptions(Duration.ofSeconds(10), Duration.ofMinutes(10));

    public SettleOptions {
        Objects.requireNonNull(delay, "delay");
        Objects.requireNonNull(timeout, "timeout");
    }

    /** The longer one of each, for what has been sent under either. */
    SettleOptions longest(SettleOptions other) {
        return new SettleOptions(
                delay.compareTo(other.delay) > 0 ? delay : other.delay,
                timeout.compareTo(other.timeout) > 0 ? timeout : other.timeout);
    }
}
