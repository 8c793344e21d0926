package io.github.camellinkup.engine.submit;

import io.github.camellinkup.engine.outbox.ReconciliationOptions;
import java.time.Duration;

/**
 * How tasks are sent.
 *
 * @param batchSize the most tasks in one call, 1 to 100
 * @param maxConcurrentBatches the most calls in flight at a time, at least 1
 * @param batchLinger how long a single task waits for others to travel with
 * @param queueFullTimeout how long to wait for room at the most when the organisation's queue is full; zero fails at
 *     once
 * @param reconciliation how it is found out what became of a call whose answer never came
 */
public record SendingOptions(
        int batchSize,
        int maxConcurrentBatches,
        Duration batchLinger,
        Duration queueFullTimeout,
        ReconciliationOptions reconciliation) {

    /** Sends with the default way to find out what became of a call. */
    public SendingOptions(int batchSize, int maxConcurrentBatches, Duration batchLinger, Duration queueFullTimeout) {
        this(batchSize, maxConcurrentBatches, batchLinger, queueFullTimeout, ReconciliationOptions.DEFAULT);
    }
}
