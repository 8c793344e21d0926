package io.github.camellinkup.client;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupFailedFetchException;
import io.github.camellinkup.client.exception.LinkupTasksQueueLimitExceededException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Decides which failed calls are tried again, how often and when. A call that creates tasks is tried again only if it is
 * certain that Linkup did not act on it.
 *
 * @param max how often a call is tried again at most
 * @param maxDelay the longest wait before it
 */
record Retries(int max, Duration maxDelay) {

    private static final long FIRST_DELAY_MILLIS = 500;
    private static final long MAX_JITTER_MILLIS = 250;

    /**
     * The delay before the next try, in milliseconds: doubled with each failure and with jitter, or what Linkup asks for.
     *
     * @param failures how many tries have failed, at least 1
     * @return -1 if the call is not tried again
     */
    long delayMillis(ApiOperation operation, LinkupException failure, int failures) {
        if (failures > max || !isRetried(operation, failure)) {
            return -1;
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        Duration asked = failure.getRetryAfter().orElse(null);
        if (asked == null) {
            long delay = Math.min(FIRST_DELAY_MILLIS << Math.min(failures - 1, 20), maxDelay.toMillis());
            return random.nextLong(delay / 2, delay + 1);
        }
        return asked.compareTo(maxDelay) > 0 ? -1 : asked.toMillis() + random.nextLong(1, MAX_JITTER_MILLIS);
    }

    private static boolean isRetried(ApiOperation operation, LinkupException failure) {
        return failure.isRetryable()
                && (failure.isCertainlyNotProcessed() || !operation.createsTasks())
                // The queue empties in minutes and a site recovers in hours: the caller can wait better.
                && !(failure instanceof LinkupTasksQueueLimitExceededException)
                && !(failure instanceof LinkupFailedFetchException);
    }
}
