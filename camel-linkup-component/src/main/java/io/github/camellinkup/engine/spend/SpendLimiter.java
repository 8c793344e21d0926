package io.github.camellinkup.engine.spend;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.exception.LinkupSpendLimitException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Counts what requests cost at list price, before they are sent, and refuses those that would pass a limit for the day.
 * What was certainly not billed is taken off again. Thread-safe.
 */
public final class SpendLimiter {

    private final DailySpend spend;
    private final PriceList prices;
    private final BigDecimal limit;
    private final Consumer<LinkupSpendLimitException> reached;

    /**
     * @param spend counts for all limiters of the account
     * @param limit the most to spend in a day, in US$; null for no limit
     * @param reached is told why a request was not sent
     */
    public SpendLimiter(
            DailySpend spend, PriceList prices, BigDecimal limit, Consumer<LinkupSpendLimitException> reached) {
        this.spend = spend;
        this.prices = prices;
        this.limit = limit;
        this.reached = reached;
    }

    /** Counts without a limit, at the prices in this jar. */
    public static SpendLimiter unlimited(DailySpend spend) {
        return new SpendLimiter(spend, PriceList.ofLinkup(), null, failure -> {});
    }

    public PriceList prices() {
        return prices;
    }

    /** What was sent today for the account, in US$. */
    public BigDecimal spentToday() {
        return spend.today();
    }

    /** The most to spend in a day, in US$, or null. */
    public BigDecimal limit() {
        return limit;
    }

    /**
     * Makes a call whose result is in its answer. An error that Linkup answers with is not billed; a call without an
     * answer may be.
     */
    public <A> CompletionStage<A> call(LinkupRequest request, Supplier<CompletionStage<A>> call) {
        BigDecimal price = prices.priceOf(request);
        if (spend.spend(List.of(price), limit) == 0) {
            return CompletableFuture.failedFuture(exceeded(price));
        }
        Instant spentAt = spend.now();
        CompletionStage<A> answer;
        try {
            answer = call.get();
        } catch (RuntimeException | Error e) {
            spend.giveBack(price, spentAt);
            throw e;
        }
        return answer.whenComplete((success, failure) -> {
            if (failure != null && isCertainlyFree(Failures.cause(failure))) {
                spend.giveBack(price, spentAt);
            }
        });
    }

    private static boolean isCertainlyFree(Throwable failure) {
        return failure instanceof LinkupException known
                && !known.isPaid()
                && (known.isCertainlyNotProcessed() || known.getStatusCode() >= 400);
    }

    /** Counts requests that are about to be sent, in their order, as far as the limit allows. Returns of how many. */
    public int spend(List<? extends LinkupRequest> requests) {
        return spend.spend(requests.stream().map(prices::priceOf).toList(), limit);
    }

    /** Counts requests that were sent whatever the limit is. */
    public void count(List<? extends LinkupRequest> requests) {
        spend.spend(requests.stream().map(prices::priceOf).toList(), null);
    }

    /** Takes off a request that was certainly not created. */
    public void notCreated(LinkupRequest request, Instant spentAt) {
        spend.giveBack(prices.priceOf(request), spentAt);
    }

    /** Takes off a task that has failed, once. */
    public void failed(Task task) {
        prices.priceOfInput(task).ifPresent(price -> spend.failed(task.id(), task.createdAt(), price));
    }

    /** The time for {@link #notCreated}. */
    public Instant now() {
        return spend.now();
    }

    /** Why a request of this price was not sent. */
    public LinkupSpendLimitException exceeded(LinkupRequest request) {
        return exceeded(prices.priceOf(request));
    }

    private LinkupSpendLimitException exceeded(BigDecimal price) {
        LinkupSpendLimitException failure =
                new LinkupSpendLimitException(spend.today(), price, limit, spend.untilTomorrow());
        reached.accept(failure);
        return failure;
    }
}
