package io.github.camellinkup.component;

import io.github.camellinkup.client.Account;
import io.github.camellinkup.engine.ratelimit.RateLimits;
import io.github.camellinkup.engine.spend.DailySpend;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** Clocks and limits of a component, with the timer of Camel. */
final class TestTime {

    private TestTime() {}

    /** Other clocks, with limits of their own. */
    static LinkupRuntime.Time of(Clock clock, LongSupplier nanoTime) {
        return of(clock, nanoTime, account -> RateLimits.of(nanoTime));
    }

    /** Other clocks and limits. */
    static LinkupRuntime.Time of(Clock clock, LongSupplier nanoTime, Function<Account, RateLimits> limits) {
        Map<Account, DailySpend> spend = new ConcurrentHashMap<>();
        return new LinkupRuntime.Time(
                clock,
                nanoTime,
                limits,
                account -> spend.computeIfAbsent(account, first -> new DailySpend(clock)),
                UnaryOperator.identity());
    }
}
