package io.github.camellinkup.engine.spend;

import io.github.camellinkup.client.Account;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was sent for one account in this JVM since the beginning of the day in UTC, at list price, in US$. Starts at zero
 * with the JVM. Thread-safe.
 */
public final class DailySpend {

    private static final Map<Account, DailySpend> SHARED = new ConcurrentHashMap<>();

    private final Clock clock;
    private final Instant start;
    private final Set<String> failedTasks = new HashSet<>();
    private LocalDate day;
    private BigDecimal spent = BigDecimal.ZERO;

    /** @param clock the present time */
    public DailySpend(Clock clock) {
        this.clock = clock;
        this.start = clock.instant();
        this.day = dayOf(start);
    }

    /** The one of an account in this JVM. */
    public static DailySpend shared(Account account) {
        return SHARED.computeIfAbsent(account, first -> new DailySpend(Clock.systemUTC()));
    }

    private static LocalDate dayOf(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    /** What was spent today. */
    public synchronized BigDecimal today() {
        LocalDate now = dayOf(clock.instant());
        if (!now.equals(day)) {
            day = now;
            spent = BigDecimal.ZERO;
            failedTasks.clear();
        }
        return spent;
    }

    /**
     * Spends what the limit has room for.
     *
     * @param prices what requests cost, in the order in which they are to be sent
     * @param limit for a day, or null for none
     * @return of how many requests, from the first one on, the price was spent
     */
    synchronized int spend(List<BigDecimal> prices, BigDecimal limit) {
        BigDecimal sum = today();
        int count = 0;
        for (BigDecimal price : prices) {
            BigDecimal next = sum.add(price);
            if (limit != null && next.compareTo(limit) > 0) {
                break;
            }
            sum = next;
            count++;
        }
        spent = sum;
        return count;
    }

    /** Takes off what a request costs that was not carried out after all. */
    synchronized void giveBack(BigDecimal price, Instant spentAt) {
        boolean isOfToday = dayOf(spentAt).equals(dayOf(clock.instant()));
        if (isOfToday) {
            spent = today().subtract(price).max(BigDecimal.ZERO);
        }
    }

    /** Takes off, once, what a failed task would have cost, if it was sent today by this JVM. */
    synchronized void failed(String taskId, Instant createdAt, BigDecimal price) {
        today();
        boolean isCounted = createdAt != null
                && !createdAt.isBefore(start)
                && dayOf(createdAt).equals(day);
        if (isCounted && failedTasks.add(taskId)) {
            giveBack(price, createdAt);
        }
    }

    Instant now() {
        return clock.instant();
    }

    /** How long until the day ends. */
    Duration untilTomorrow() {
        Instant now = clock.instant();
        return Duration.between(
                now, dayOf(now).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
