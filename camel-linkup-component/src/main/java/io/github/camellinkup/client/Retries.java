package io.github.camellinkup.client;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupFailedFetchException;
import io.github.camellinkup.client.exception.LinkupTasksQueueLimitExceededException;
import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Decides which failed calls are tried again, how often and when. A call that creates tasks is tried again only if it is
 * certain that Linkup did not act on it.
 */
final class Retries {

    private static final long FIRST_DELAY_MILLIS = 500;
    private static final long MAX_JITTER_MILLIS = 250;

    /** The delay that stops the retries. */
    private static final long STOP = -1;

    private final long maxDelayMillis;
    private final Retry reads;
    private final Retry creates;

    Retries(int maxRetries, Duration maxDelay) {
        maxDelayMillis = Math.max(1, maxDelay.toMillis());
        reads = retry("linkup-read", maxRetries, false);
        creates = retry("linkup-create", maxRetries, true);
    }

    private Retry retry(String name, int maxRetries, boolean onlyIfCertain) {
        return Retry.of(
                name,
                RetryConfig.custom()
                        .maxAttempts(maxRetries + 1)
                        .retryOnException(failure -> isRetried(failure, onlyIfCertain))
                        .intervalBiFunction(this::delayMillis)
                        .build());
    }

    /** Counts the tries of one call. */
    Retry.AsyncContext<Object> start(ApiOperation operation) {
        return operation.createsTasks() ? creates.asyncContext() : reads.asyncContext();
    }

    private static boolean isRetried(Throwable failure, boolean onlyIfCertain) {
        return failure instanceof LinkupException linkup
                && linkup.isRetryable()
                && (linkup.isCertainlyNotProcessed() || !onlyIfCertain)
                // The queue empties in minutes and a site recovers in hours: the caller can wait better.
                && !(linkup instanceof LinkupTasksQueueLimitExceededException)
                && !(linkup instanceof LinkupFailedFetchException);
    }

    private long delayMillis(int tries, Either<Throwable, Object> outcome) {
        Duration asked = outcome.getLeft() instanceof LinkupException failure
                ? failure.getRetryAfter().orElse(null)
                : null;
        if (asked == null) {
            long doubled = FIRST_DELAY_MILLIS << Math.min(tries - 1, 20);
            long delay = Math.min(doubled, maxDelayMillis);
            return Math.max(1, ThreadLocalRandom.current().nextLong(delay / 2, delay + 1));
        }
        if (asked.compareTo(Duration.ofMillis(maxDelayMillis)) > 0) {
            return STOP;
        }
        return asked.toMillis() + ThreadLocalRandom.current().nextLong(1, MAX_JITTER_MILLIS);
    }
}
