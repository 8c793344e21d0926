package io.github.camellinkup.component;

import io.github.camellinkup.client.Account;
import io.github.camellinkup.engine.HandDrivenTimer;
import io.github.camellinkup.engine.ratelimit.RateLimits;
import io.github.camellinkup.engine.spend.DailySpend;
import io.github.camellinkup.test.ManualClock;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The time of components and of their stand-in, moved by a test: clocks and timers together. Nothing is random. */
final class DrivenTime {

    private final ManualClock clock;
    private final HandDrivenTimer timer = new HandDrivenTimer();
    private final Map<URI, RateLimits> limits = new ConcurrentHashMap<>();
    private final Map<Account, DailySpend> spend = new ConcurrentHashMap<>();

    /** @param clock the stand-in's */
    DrivenTime(ManualClock clock) {
        this.clock = clock;
    }

    /** For one component; all that get it share their limits, as those of one JVM do. */
    LinkupRuntime.Time runtime() {
        return new LinkupRuntime.Time(
                clock,
                timer::nanoTime,
                account -> limits.computeIfAbsent(
                        account.baseUrl(), any -> RateLimits.of(timer::nanoTime, Duration.ofSeconds(1), () -> 0)),
                account -> spend.computeIfAbsent(account, any -> new DailySpend(clock)),
                pool -> timer);
    }

    void advance(Duration time) {
        clock.advance(time);
        timer.advance(time);
    }
}
