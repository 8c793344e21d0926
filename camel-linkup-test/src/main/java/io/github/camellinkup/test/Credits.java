package io.github.camellinkup.test;

import java.math.BigDecimal;
import java.util.Map;

/** The organisation's credits. Thread-safe. */
final class Credits {

    private final BigDecimal initial;
    private final Map<String, BigDecimal> prices;
    private BigDecimal balance;

    Credits(BigDecimal balance, Map<String, BigDecimal> prices) {
        this.initial = balance;
        this.balance = balance;
        this.prices = Map.copyOf(prices);
    }

    synchronized BigDecimal balance() {
        return balance;
    }

    synchronized void set(BigDecimal amount) {
        balance = amount;
    }

    void reset() {
        set(initial);
    }

    BigDecimal price(String type) {
        return prices.getOrDefault(type, BigDecimal.ZERO);
    }

    /** Takes the amount, or refuses and takes nothing. */
    synchronized void charge(BigDecimal amount) {
        if (amount.compareTo(balance) > 0) {
            throw new ApiError(429, "INSUFFICIENT_FUNDS_CREDITS", "There are not enough credits left for this call");
        }
        balance = balance.subtract(amount);
    }
}
