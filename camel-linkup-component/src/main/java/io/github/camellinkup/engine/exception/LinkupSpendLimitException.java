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
                "Nothing was sent: it costs US$ " + asked.toPlainString()
                        + " at list price, and of the spendLimit of US$ "
                        + limit.toPlainString() + " a day US$ " + spent.toPlainString()
                        + " are spent. The day ends at 00:00 UTC",
                new ErrorAnswer(0, Optional.empty(), List.of(), Optional.of(untilTomorrow)),
                true,
                true,
                null);
        this.spent = spent;
        this.asked = asked;
        this.limit = limit;
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
