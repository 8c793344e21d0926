package io.github.camellinkup.engine.exception;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A request was not sent, because it would have passed the option {@code spendLimit}. Trying again helps tomorrow:
 * {@link #getRetryAfter()} says how long the day in UTC lasts.
 */
public class LinkupSpendLimitException extends LinkupException {

    private final BigDecimal spent;
    private final BigDecimal asked;
    private final BigDecimal limit;

    /**
     * @param spent what was sent today, at list price in US$
     * @param asked what the request costs
     * @param limit the option {@code spendLimit}
     * @param untilTomorrow how long until the day in UTC ends
     */
    public LinkupSpendLimitException(BigDecimal spent, BigDecimal asked, BigDecimal limit, Duration untilTomorrow) {
        super(
                message(spent, asked, limit),
                new ErrorAnswer(0, Optional.empty(), List.of(), Optional.of(untilTomorrow)),
                true,
                true,
                null);
        this.spent = spent;
        this.asked = asked;
        this.limit = limit;
    }

    private static String message(BigDecimal spent, BigDecimal asked, BigDecimal limit) {
        String request = "A request of US$ " + asked.toPlainString() + " was not sent: ";
        String most = "the spendLimit of US$ " + limit.toPlainString();
        return asked.compareTo(limit) > 0
                ? request + "it costs more than " + most + " allows in a whole day. Set spendLimit higher"
                : request + "US$ " + spent.toPlainString() + " of " + most
                        + " are spent today. Send it after 00:00 UTC, or set spendLimit higher";
    }

    /** What was sent today, at list price in US$. */
    public BigDecimal getSpent() {
        return spent;
    }

    /** What the request costs, at list price in US$. */
    public BigDecimal getAsked() {
        return asked;
    }

    /** The most that may be sent in a day, at list price in US$. */
    public BigDecimal getLimit() {
        return limit;
    }
}
