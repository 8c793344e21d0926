package io.github.camellinkup.client;

import java.time.Duration;
import java.util.Objects;

/**
 * The limits of one read of a list, if they are lower than {@code maxResponseSize} and {@code requestTimeout}.
 *
 * @param maxBytes the largest answer accepted, in bytes
 * @param timeout the time limit of one try, from being sent to the end of its answer
 */
public record ReadLimits(long maxBytes, Duration timeout) {

    /** @throws IllegalArgumentException if a limit cannot be used; the message names it */
    public ReadLimits {
        Objects.requireNonNull(timeout, "timeout");
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be at least 1, but it is " + maxBytes);
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout must be longer than zero, but it is " + timeout);
        }
    }
}
