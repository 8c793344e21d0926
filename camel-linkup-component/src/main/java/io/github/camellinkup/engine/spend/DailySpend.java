package io.github.camellinkup.engine.spend;

import io.github.camellinkup.client.Account;
import io.github.camellinkup.engine.exception.LinkupSpendLimitException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was sent for one account in this JVM since the beginning of the day in UTC, at list price, in US$. Starts at zero
 * with the JVM.
 *
 * <p>It remembers which tasks it has counted today, because a task that fails is given back. A task takes some 130 bytes,
 * so 100,000 of them 13 MB. Of more than {@value #MAX_TASKS} the oldest are forgotten: they stay counted if they fail.
 *
 * <p>Thread-safe: amounts and days are read and changed under one lock.
 */
public final class DailySpend {

    static final int MAX_TASKS = 200_000;

    private static final Map<Account, DailySpend> SHARED = new ConcurrentHashMap<>();

    private final Clock clock;
    private final Map<String, Receipt> tasks = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Receipt> eldest) {
            return size() > MAX_TASKS;
        }
    };
    private LocalDate day;
    private BigDecimal spent = BigDecimal.ZERO;

    /** @param clock the present time */
    public DailySpend(Clock clock) {
        this.clock = clock;
        this.day = dayOf(clock.instant());
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
        // A clock that steps back over midnight does not begin a day.
        if (now.isAfter(day)) {
            day = now;
            spent = BigDecimal.ZERO;
            tasks.clear();
        }
        return spent;
    }

    /**
     * Counts what the limit has room for.
     *
     * @param prices of requests, in the order in which they are to be sent
     * @param limit for a day, or null for none
     */
    synchronized Counted count(List<BigDecimal> prices, BigDecimal limit) {
        today();
        List<Receipt> receipts = new ArrayList<>(prices.size());
        for (BigDecimal price : prices) {
            BigDecimal next = spent.add(price);
            if (limit != null && next.compareTo(limit) > 0) {
                return new Counted(receipts, new LinkupSpendLimitException(spent, price, limit, untilTomorrow()));
            }
            spent = next;
            receipts.add(new Receipt(day, price));
        }
        return new Counted(receipts, null);
    }

    /** Counts all or nothing. */
    synchronized Counted countAll(List<BigDecimal> prices, BigDecimal limit) {
        BigDecimal sum = prices.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        Counted counted = count(List.of(sum), limit);
        return counted.refusal() != null
                ? counted
                : new Counted(
                        prices.stream().map(price -> new Receipt(day, price)).toList(), null);
    }

    /** Takes off a request that costs nothing after all. What counts on an earlier day is over. */
    synchronized void giveBack(Receipt receipt) {
        today();
        if (receipt.day().equals(day)) {
            spent = spent.subtract(receipt.price());
        }
    }

    /** A counted request has become a task. */
    synchronized void created(String taskId, Receipt receipt) {
        today();
        if (receipt.day().equals(day)) {
            tasks.put(taskId, receipt);
        }
    }

    /** Takes off a task that has failed, once, if it was counted here today. */
    synchronized void failed(String taskId) {
        Receipt receipt = tasks.remove(taskId);
        if (receipt != null) {
            giveBack(receipt);
        }
    }

    private Duration untilTomorrow() {
        return Duration.between(
                clock.instant(), day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
