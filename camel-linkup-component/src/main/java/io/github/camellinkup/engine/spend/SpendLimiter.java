package io.github.camellinkup.engine.spend;

import io.github.camellinkup.client.RetryGuard;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.exception.LinkupSpendLimitException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts requests of an account at list price before they are sent, and refuses those that would pass the limit of the day.
 * What was certainly not billed is taken off again. What may have been billed stays. Thread-safe.
 *
 * <p>This is how the money of a search or a fetch is counted: {@link #call} counts the first try. Before each further try
 * {@link Tries#mayTryAgain} counts again if the one before may be billed. When the call has ended without an answer, the
 * last try is taken off if it is certainly free.
 *
 * <p>The money of tasks: {@link #count} counts the requests of a call, and gives a receipt for each. {@link #giveBack} takes
 * off those that were certainly not created. {@link #created} notes the tasks of the others, so that {@link #failed} takes
 * off what has failed.
 */
public final class SpendLimiter {

    private static final Logger LOG = LoggerFactory.getLogger(SpendLimiter.class);

    /** The number of kinds without a price that the log tells of. */
    private static final int MAX_LOGGED_KINDS = 20;

    private final DailySpend spend;
    private final PriceList prices;
    private final Consumer<LinkupSpendLimitException> reached;
    private final Set<String> loggedKinds = ConcurrentHashMap.newKeySet();
    private BigDecimal limit;

    /**
     * @param spend counts for all limiters of the account
     * @param reached is told why a request was not sent
     */
    public SpendLimiter(DailySpend spend, PriceList prices, Consumer<LinkupSpendLimitException> reached) {
        this.spend = spend;
        this.prices = prices;
        this.reached = reached;
    }

    /** Counts without a limit, at the prices in this jar. */
    public static SpendLimiter unlimited(DailySpend spend) {
        return new SpendLimiter(spend, PriceList.ofLinkup(), failure -> {});
    }

    /**
     * Sets the most to spend in a day. Of several limits the lowest holds, for all that is sent here.
     *
     * @param amount in US$, or null for no limit
     */
    public synchronized void limitTo(BigDecimal amount) {
        if (amount != null) {
            limit = limit == null ? amount : limit.min(amount);
        }
    }

    /** The most to spend in a day, in US$, or null. */
    public synchronized BigDecimal limit() {
        return limit;
    }

    public PriceList prices() {
        return prices;
    }

    /** What was sent today for the account, in US$. */
    public BigDecimal spentToday() {
        return spend.today();
    }

    /**
     * Makes a call whose result is in its answer.
     *
     * @param call makes it, and asks the guard before it tries again
     */
    public <A> CompletionStage<A> call(LinkupRequest request, Function<RetryGuard, CompletionStage<A>> call) {
        Counted counted = count(List.of(request));
        if (counted.refusal() != null) {
            return CompletableFuture.failedFuture(counted.refusal());
        }
        Tries tries = new Tries(request, counted.receipts().get(0));
        CompletionStage<A> answer;
        try {
            answer = call.apply(tries);
        } catch (RuntimeException | Error e) {
            spend.giveBack(tries.receipt);
            throw e;
        }
        return answer.whenComplete((success, failure) -> tries.ended(failure));
    }

    /** The tries of one call, one after the other. */
    private final class Tries implements RetryGuard {

        private final LinkupRequest request;

        /** Of the present try; null if it is not counted. */
        private volatile Receipt receipt;

        private Tries(LinkupRequest request, Receipt receipt) {
            this.request = request;
            this.receipt = receipt;
        }

        @Override
        public boolean mayTryAgain(LinkupException failure) {
            if (isCertainlyFree(failure)) {
                return true;
            }
            Counted counted = count(List.of(request));
            if (counted.refusal() != null) {
                // The call ends with its own failure, which stays counted.
                failure.addSuppressed(counted.refusal());
                receipt = null;
                return false;
            }
            receipt = counted.receipts().get(0);
            return true;
        }

        private void ended(Throwable failure) {
            if (failure != null && receipt != null && isCertainlyFree(Failures.cause(failure))) {
                spend.giveBack(receipt);
            }
        }
    }

    /** Linkup, or a gateway before it, may have finished the work after a 408, a 409 or a 5xx. */
    private static boolean isCertainlyFree(Throwable cause) {
        if (!(cause instanceof LinkupException failure) || failure.isPaid()) {
            return false;
        }
        int status = failure.getStatusCode();
        return failure.isCertainlyNotProcessed() || status >= 400 && status < 500 && status != 408 && status != 409;
    }

    /** Counts requests that are about to be sent, in their order, as far as the limit has room. */
    public Counted count(List<? extends LinkupRequest> requests) {
        return told(spend.count(prices(requests), limit()));
    }

    /** Counts requests that are about to be sent together, all or none. */
    public Counted countAll(List<? extends LinkupRequest> requests) {
        return told(spend.countAll(prices(requests), limit()));
    }

    private Counted told(Counted counted) {
        if (counted.refusal() != null) {
            reached.accept(counted.refusal());
        }
        return counted;
    }

    private List<BigDecimal> prices(List<? extends LinkupRequest> requests) {
        return requests.stream().map(this::price).toList();
    }

    private BigDecimal price(LinkupRequest request) {
        BigDecimal price = prices.priceOf(request);
        String kind = prices.kindOf(request);
        if (!prices.names(kind) && loggedKinds.size() < MAX_LOGGED_KINDS && loggedKinds.add(kind)) {
            LOG.warn(
                    "The price list of {} has no price for {}: each counts as US$ {}, like the dearest of its operation."
                            + " Set the option priceList of the component to a list that names it",
                    prices.date(),
                    kind,
                    price.toPlainString());
        }
        return price;
    }

    /** Takes off a request that was certainly not created. */
    public void giveBack(Receipt receipt) {
        spend.giveBack(receipt);
    }

    /**
     * A request has become a task.
     *
     * @param receipt of the request; null if it was not counted here
     */
    public void created(Task task, Receipt receipt) {
        if (receipt != null) {
            spend.created(task.id(), receipt);
        }
    }

    /** A task has come to its end. If it has failed it is taken off, once, if it was counted here today. */
    public void finished(Task task) {
        if (PriceList.isFree(task)) {
            spend.failed(task.id());
        }
    }
}
