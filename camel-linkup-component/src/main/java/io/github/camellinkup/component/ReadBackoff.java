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
 * Keeps a consumer quiet while Linkup refuses its reads. Because of the key or the address: one message, and waits that
 * grow to minutes. Because they are too many: as long as Linkup asks to wait, since until then every poll would fail with
 * the same error. Thread-safe.
 */
final class ReadBackoff {

    private static final Logger LOG = LoggerFactory.getLogger(LinkupConsumer.class);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration MAX_WAIT = Duration.ofMinutes(5);
    private static final Duration MAX_PAUSE = Duration.ofDays(1);

    private final String endpoint;
    private final LongSupplier nanoTime;
    private boolean refused;
    private boolean paused;
    private Duration wait = FIRST_WAIT;
    private long notBefore;

    /**
     * @param endpoint which consumer it is, for messages
     * @param nanoTime a clock that only goes forward, in nanoseconds
     */
    ReadBackoff(String endpoint, LongSupplier nanoTime) {
        this.endpoint = endpoint;
        this.nanoTime = nanoTime;
    }

    /** Whether Linkup refuses every read until an operator changes the key, its rights or the allowed addresses. */
    private static boolean isRefusal(Throwable failure) {
        return failure instanceof LinkupException refusal
                && (refusal.getStatusCode() == 401 || refusal.getStatusCode() == 403);
    }

    /** The consumer starts, perhaps because an operator has changed the key. The next read does not wait. */
    synchronized void restart() {
        refused = false;
        paused = false;
    }

    /** Whether the next read has to wait. */
    synchronized boolean isWaiting() {
        return (refused || paused) && nanoTime.getAsLong() - notBefore < 0;
    }

    /**
     * A poll has failed.
     *
     * @param atLeast the least time until the next poll can read
     */
    synchronized void failed(Throwable failure, Duration atLeast) {
        if (failure instanceof LinkupTooManyRequestsException tooMany) {
            tooMany.getRetryAfter().ifPresent(this::pause);
        }
        if (!isRefusal(failure)) {
            return;
        }
        if (!refused) {
            wait = FIRST_WAIT;
            LOG.warn(
                    "Linkup refuses the reads of {}: {}. They are tried again less and less often, at least every {}"
                            + " minutes. Nothing more is logged of this until they succeed",
                    endpoint,
                    failure.getMessage(),
                    MAX_WAIT.toMinutes());
        }
        refused = true;
        notBefore = nanoTime.getAsLong() + (wait.compareTo(atLeast) < 0 ? atLeast : wait).toNanos();
        Duration longer = wait.multipliedBy(2);
        wait = longer.compareTo(MAX_WAIT) < 0 ? longer : MAX_WAIT;
    }

    private void pause(Duration asked) {
        paused = true;
        notBefore = nanoTime.getAsLong() + (asked.compareTo(MAX_PAUSE) < 0 ? asked : MAX_PAUSE).toNanos();
    }

    /** A read has succeeded. */
    synchronized void succeeded() {
        paused = false;
        if (refused) {
            refused = false;
            LOG.info("Linkup accepts the reads of {} again", endpoint);
        }
    }

    /** An exception handler that does not log refusals: what is to be said of them is said here. */
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
                // A refusal on an exchange is a matter of its route, which may call Linkup as well.
                if (exchange != null || !isRefusal(failure)) {
                    handler.handleException(message, exchange, failure);
                }
            }
        };
    }
}
