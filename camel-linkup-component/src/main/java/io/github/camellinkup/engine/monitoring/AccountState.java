package io.github.camellinkup.engine.monitoring;

import io.github.camellinkup.client.Account;
import io.github.camellinkup.client.ApiOperation;
import io.github.camellinkup.client.CallListener;
import io.github.camellinkup.client.exception.LinkupAuthenticationException;
import io.github.camellinkup.client.exception.LinkupBudgetLimitExceededException;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupInsufficientCreditException;
import io.github.camellinkup.client.exception.LinkupIpNotWhitelistedException;
import io.github.camellinkup.client.exception.LinkupTasksQueueLimitExceededException;
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
 * that it would have stopped, or when nothing was heard of it for five minutes: then the next call will show. Thread-safe.
 */
public final class AccountState implements CallListener {

    private static final int LAST_ERRORS = 10;

    private static final int FORBIDDEN = 403;

    /** A refused key is a problem until Linkup takes it. The others may be over without a call that shows it. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(5);

    /** A shorter wait is the ordinary pace of a busy account. */
    private static final Duration LONG_WAIT = Duration.ofSeconds(10);

    private static final Set<Kind> OF_PAID_CALLS =
            EnumSet.of(Kind.CREDITS_SPENT, Kind.BUDGET_REACHED, Kind.SPEND_LIMIT_REACHED);

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
        problems.remove(Kind.RETRY_AFTER);
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
        if (isKeyRefused(operation, failure)) {
            met(Kind.KEY_REFUSED, failure.getMessage(), null);
        } else if (failure instanceof LinkupInsufficientCreditException) {
            met(Kind.CREDITS_SPENT, failure.getMessage(), FORGOTTEN_AFTER);
        } else if (failure instanceof LinkupBudgetLimitExceededException) {
            met(Kind.BUDGET_REACHED, failure.getMessage(), FORGOTTEN_AFTER);
        } else if (failure instanceof LinkupTasksQueueLimitExceededException) {
            met(Kind.QUEUE_FULL, failure.getMessage(), FORGOTTEN_AFTER);
        } else if (failure.getStatusCode() == 0) {
            met(Kind.UNREACHABLE, failure.getMessage(), FORGOTTEN_AFTER);
        } else {
            failure.getRetryAfter()
                    .filter(wait -> wait.compareTo(LONG_WAIT) >= 0)
                    .ifPresent(wait -> met(Kind.RETRY_AFTER, failure.getMessage(), wait));
        }
    }

    /** A key may be good for calls and still not be allowed to read the credits. */
    private static boolean isKeyRefused(ApiOperation operation, LinkupException failure) {
        if (operation == ApiOperation.GET_CREDIT_BALANCE && failure.getStatusCode() == FORBIDDEN) {
            return false;
        }
        return failure instanceof LinkupAuthenticationException || failure instanceof LinkupIpNotWhitelistedException;
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
        if (begun != null) {
            listener.accept(begun);
        }
    }

    /** The credits were read. */
    public synchronized void creditsRead(BigDecimal balance) {
        credits = balance;
        if (balance.signum() > 0) {
            problems.remove(Kind.CREDITS_SPENT);
        }
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
