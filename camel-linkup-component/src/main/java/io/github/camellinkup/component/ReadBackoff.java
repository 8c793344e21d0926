package io.github.camellinkup.component;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupTooManyRequestsException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delays the polls of a consumer while Linkup refuses its reads. If Linkup refuses the key or the address, the delays grow
 * to minutes and one warning is logged. If there are too many reads, the delay is the one that Linkup asks for. Thread-safe.
 */
final class ReadBackoff {

    private static final Logger LOG = LoggerFactory.getLogger(LinkupConsumer.class);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration MAX_WAIT = Duration.ofMinutes(5);
    private static final Duration MAX_PAUSE = Duration.ofDays(1);

    private final String endpoint;
    private final LongSupplier nanoTime;
    private boolean refused;
    private Duration wait = FIRST_WAIT;
    private long notBefore;

    /**
     * @param endpoint the consumer, for messages
     * @param nanoTime a monotonic clock, in nanoseconds
     */
    ReadBackoff(String endpoint, LongSupplier nanoTime) {
        this.endpoint = endpoint;
        this.nanoTime = nanoTime;
        this.notBefore = nanoTime.getAsLong();
    }

    /** Whether Linkup refuses every read until an operator changes the key, its rights or the allowed addresses. */
    private static boolean isRefusal(Throwable failure) {
        return failure instanceof LinkupException refusal
                && (refusal.getStatusCode() == 401 || refusal.getStatusCode() == 403);
    }

    /** Whether the next read is delayed. */
    synchronized boolean isWaiting() {
        return nanoTime.getAsLong() - notBefore < 0;
    }

    /** @param atLeast the minimum delay until the next poll can read */
    synchronized void failed(Throwable failure, Duration atLeast) {
        if (failure instanceof LinkupTooManyRequestsException tooMany) {
            tooMany.getRetryAfter().ifPresent(asked -> delay(min(asked, MAX_PAUSE)));
        }
        if (!isRefusal(failure)) {
            return;
        }
        if (!refused) {
            wait = FIRST_WAIT;
            LOG.warn(
                    "Linkup refuses the reads of {}: {}. They are retried with growing delays of up to {} minutes."
                            + " The failed retries are not logged",
                    endpoint,
                    failure.getMessage(),
                    MAX_WAIT.toMinutes());
        }
        refused = true;
        delay(wait.compareTo(atLeast) < 0 ? atLeast : wait);
        wait = min(wait.multipliedBy(2), MAX_WAIT);
    }

    private void delay(Duration time) {
        notBefore = nanoTime.getAsLong() + time.toNanos();
    }

    private static Duration min(Duration some, Duration other) {
        return some.compareTo(other) < 0 ? some : other;
    }

    synchronized void succeeded() {
        if (refused) {
            refused = false;
            LOG.info("Linkup accepts the reads of {} again", endpoint);
        }
    }

    /** An exception handler without refused reads, which this class logs. */
    static ExceptionHandler withoutRefusals(ExceptionHandler handler) {
        return new ExceptionHandler() {
            @Override
            public void handleException(Throwable failure) {
                handleException(null, null, failure);
            }

            @Override
            public void handleException(String message, Throwable failure) {
                handleException(message, null, failure);
            }

            @Override
            public void handleException(String message, Exchange exchange, Throwable failure) {
                // A refusal on an exchange comes from its route, which may call Linkup too.
                if (exchange != null || !isRefusal(failure)) {
                    handler.handleException(message, exchange, failure);
                }
            }
        };
    }
}
