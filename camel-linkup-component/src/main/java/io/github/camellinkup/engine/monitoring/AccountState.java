package io.github.camellinkup.engine.monitoring;

import io.github.camellinkup.client.Account;
import io.github.camellinkup.client.ApiOperation;
import io.github.camellinkup.client.CallListener;
import io.github.camellinkup.client.exception.LinkupAuthenticationException;
import io.github.camellinkup.client.exception.LinkupBudgetLimitExceededException;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupInsufficientCreditException;
import io.github.camellinkup.client.exception.LinkupIpNotWhitelistedException;
import io.github.camellinkup.client.exception.LinkupPaymentRequiredException;
import io.github.camellinkup.client.exception.LinkupResponseTooLargeException;
import io.github.camellinkup.client.exception.LinkupTasksQueueLimitExceededException;
import io.github.camellinkup.client.exception.LinkupTooManyRequestsException;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.monitoring.AccountProblem.Kind;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What the calls of an account tell of it: what holds them up, and the last errors. A problem is over when a call succeeds
 * that it would have stopped, or after a while in which nothing was heard of it: then the next call will show. Thread-safe.
 */
public final class AccountState implements CallListener {

    private static final int LAST_ERRORS = 10;

    private static final int FORBIDDEN = 403;

    private static final Duration SILENCE = Duration.ofMinutes(1);

    /** A refused key is a problem until Linkup takes it. The others may be over without a call that shows it. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(5);

    /** A shorter wait is the ordinary pace of a busy account. */
    private static final Duration LONG_WAIT = Duration.ofSeconds(10);

    private static final Set<Kind> OF_PAID_CALLS = EnumSet.of(Kind.CREDITS_SPENT, Kind.BUDGET_REACHED);

    /** As long as a call waits for room at the most, unless an option says otherwise. */
    private static final Duration LONGEST_WAIT_FOR_ROOM = Duration.ofHours(1);

    /**
     * A call that has failed.
     *
     * @param time when
     * @param message the message of the exception
     */
    public record CallError(Instant time, ApiOperation operation, String message) {}

    /** @param until when it is over, if nothing is heard of it again; null if never */
    private record Met(AccountProblem problem, Instant until) {}

    private final Account account;
    private final Clock clock;
    private final Consumer<AccountProblem> listener;
    private final Map<Kind, Met> problems = new EnumMap<>(Kind.class);
    private final Deque<CallError> errors = new ArrayDeque<>();
    private Instant lastAnswer;
    private Instant lastAsked;
    private boolean isAsking;
    private ApiOperation askedToWait;
    private BigDecimal credits;

    /** @param listener is told of each problem when it begins; returns at once and throws nothing */
    public AccountState(Account account, Clock clock, Consumer<AccountProblem> listener) {
        this.account = account;
        this.clock = clock;
        this.listener = listener;
    }

    /** Whose calls these are. */
    public Account account() {
        return account;
    }

    @Override
    public void tried(ApiOperation operation, LinkupException failure) {
        if (failure == null) {
            succeeded(operation);
        } else {
            failed(operation, failure);
        }
    }

    private synchronized void succeeded(ApiOperation operation) {
        lastAnswer = clock.instant();
        problems.remove(Kind.UNREACHABLE);
        if (problems.isEmpty()) {
            return;
        }
        problems.remove(Kind.KEY_REFUSED);
        if (isSameLimit(operation, askedToWait)) {
            problems.remove(Kind.RETRY_AFTER);
        }
        if (operation.isDirect() || operation.createsTasks()) {
            problems.keySet().removeAll(OF_PAID_CALLS);
        }
        if (operation.createsTasks()) {
            problems.remove(Kind.QUEUE_FULL);
        }
    }

    private void failed(ApiOperation operation, LinkupException failure) {
        synchronized (this) {
            Instant now = clock.instant();
            if (failure.getStatusCode() > 0) {
                lastAnswer = now;
                problems.remove(Kind.UNREACHABLE);
            }
            if (errors.size() == LAST_ERRORS) {
                errors.remove();
            }
            errors.add(new CallError(now, operation, failure.getMessage()));
        }
        if (operation == ApiOperation.GET_CREDIT_BALANCE && isForbidden(failure)) {
            // Linkup knows the key, which only may not read the credits.
            solved(Kind.KEY_REFUSED);
        } else if (isKeyRefused(failure)) {
            met(Kind.KEY_REFUSED, failure.getMessage(), null);
        } else if (failure instanceof LinkupInsufficientCreditException) {
            met(Kind.CREDITS_SPENT, failure.getMessage(), FORGOTTEN_AFTER);
        } else if (failure instanceof LinkupBudgetLimitExceededException) {
            met(Kind.BUDGET_REACHED, failure.getMessage(), FORGOTTEN_AFTER);
        } else if (failure instanceof LinkupTasksQueueLimitExceededException) {
            met(Kind.QUEUE_FULL, failure.getMessage(), LONGEST_WAIT_FOR_ROOM);
        } else if (failure.getStatusCode() == 0 && !(failure instanceof LinkupResponseTooLargeException)) {
            met(Kind.UNREACHABLE, failure.getMessage(), FORGOTTEN_AFTER);
        } else {
            askedToWait(operation, failure);
        }
    }

    /** The limiter, which lives longer than this, refuses a call without a try as long as Linkup asked to wait. */
    @Override
    public void ended(ApiOperation operation, Duration duration, Throwable failure) {
        if (Failures.cause(failure) instanceof LinkupTooManyRequestsException refused) {
            askedToWait(operation, refused);
        }
    }

    private void askedToWait(ApiOperation operation, LinkupException failure) {
        Duration wait = failure.getRetryAfter().orElse(Duration.ZERO);
        if (wait.compareTo(LONG_WAIT) >= 0) {
            synchronized (this) {
                askedToWait = operation;
            }
            met(Kind.RETRY_AFTER, failure.getMessage(), wait);
        }
    }

    /** Linkup limits searches and fetches, reads of tasks, and the creation of tasks each by itself. */
    private static boolean isSameLimit(ApiOperation one, ApiOperation other) {
        return other == null
                || one.isDirect() == other.isDirect()
                        && one.readsTasks() == other.readsTasks()
                        && one.createsTasks() == other.createsTasks();
    }

    private boolean isKeyRefused(LinkupException failure) {
        return failure instanceof LinkupAuthenticationException && !isForbidden(failure)
                || failure instanceof LinkupIpNotWhitelistedException
                // Linkup asks for a payment where no key arrives.
                || failure instanceof LinkupPaymentRequiredException && account.hasKey();
    }

    /** The key may not do this, and can be good for other calls. */
    private static boolean isForbidden(LinkupException failure) {
        return failure.getStatusCode() == FORBIDDEN && !(failure instanceof LinkupIpNotWhitelistedException);
    }

    /** A call was not sent, because it would have passed the limit for the day. */
    public void spendLimitReached(LinkupException failure) {
        met(
                Kind.SPEND_LIMIT_REACHED,
                failure.getMessage(),
                failure.getRetryAfter().orElse(FORGOTTEN_AFTER));
    }

    private void met(Kind kind, String message, Duration forgottenAfter) {
        AccountProblem begun = null;
        synchronized (this) {
            Instant now = clock.instant();
            problems(now);
            Met before = problems.get(kind);
            AccountProblem problem = new AccountProblem(
                    kind, message, before == null ? now : before.problem().since());
            problems.put(kind, new Met(problem, forgottenAfter == null ? null : now.plus(forgottenAfter)));
            if (before == null) {
                begun = problem;
            }
        }
        if (begun != null && kind != Kind.UNREACHABLE) {
            listener.accept(begun);
        }
    }

    /** The credits were read. */
    public void creditsRead(BigDecimal balance) {
        synchronized (this) {
            credits = balance;
        }
        if (balance.signum() > 0) {
            solved(Kind.CREDITS_SPENT);
        } else {
            met(Kind.CREDITS_SPENT, "The organisation's credits are spent: buy more at Linkup", FORGOTTEN_AFTER);
        }
    }

    /** A page has shown that there is room in the queue. */
    public void queueHasRoom() {
        solved(Kind.QUEUE_FULL);
    }

    private synchronized void solved(Kind kind) {
        problems.remove(kind);
    }

    /**
     * Whether to ask for the credits, because nothing was heard of Linkup for a minute. Say {@link #asked} when the call has
     * ended. Without a key there are none.
     */
    public synchronized boolean beginAsking() {
        Instant now = clock.instant();
        if (isAsking || !account.hasKey() || isRecent(lastAnswer, now) || isRecent(lastAsked, now)) {
            return false;
        }
        isAsking = true;
        lastAsked = now;
        return true;
    }

    private static boolean isRecent(Instant time, Instant now) {
        return time != null && time.plus(SILENCE).isAfter(now);
    }

    /** The call for the credits has ended. */
    public synchronized void asked() {
        isAsking = false;
    }

    /** What holds up calls at present, in the order of {@link Kind}. */
    public synchronized List<AccountProblem> problems() {
        return problems(clock.instant());
    }

    private List<AccountProblem> problems(Instant now) {
        problems.values().removeIf(met -> met.until() != null && !met.until().isAfter(now));
        return problems.values().stream().map(Met::problem).toList();
    }

    /** Calls that have failed lately, tries included, the last one at the end. */
    public synchronized List<CallError> lastErrors() {
        return new ArrayList<>(errors);
    }

    /** When Linkup has last answered, whatever it was; null if it never has. */
    public synchronized Instant lastAnswer() {
        return lastAnswer;
    }

    /** The credits when they were last read; null if they never were. */
    public synchronized BigDecimal credits() {
        return credits;
    }
}
