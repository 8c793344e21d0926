package io.github.camellinkup.engine.monitoring;

import io.github.camellinkup.client.model.CreditBalance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Asks for the credits of an account of which nothing is heard. The call is free, and one is in flight at a time. Thread-safe. */
public final class SilentAccount {

    private static final Duration SILENCE = Duration.ofMinutes(1);

    private static final CompletableFuture<Void> NOTHING_TO_ASK = CompletableFuture.completedFuture(null);

    private final AccountState account;
    private final Supplier<CompletionStage<CreditBalance>> credits;
    private final Clock clock;
    private final AtomicReference<CompletableFuture<Void>> asking = new AtomicReference<>(NOTHING_TO_ASK);
    private volatile Instant lastAsked = Instant.MIN;

    /** @param credits asks for the credits */
    public SilentAccount(AccountState account, Supplier<CompletionStage<CreditBalance>> credits, Clock clock) {
        this.account = account;
        this.credits = credits;
        this.clock = clock;
    }

    /** Asks if it is time to. Completes when the answer is there; never fails. */
    public CompletionStage<Void> ask() {
        CompletableFuture<Void> running = asking.get();
        if (!running.isDone() || !isSilent()) {
            return running;
        }
        CompletableFuture<Void> next = new CompletableFuture<>();
        if (!asking.compareAndSet(running, next)) {
            return asking.get();
        }
        lastAsked = clock.instant();
        CompletableFuture.completedFuture(credits).thenCompose(Supplier::get).whenComplete((balance, failure) -> {
            // The listener of calls has told the account of a failure.
            if (failure == null) {
                account.creditsRead(balance.balance());
            }
            next.complete(null);
        });
        return next;
    }

    private boolean isSilent() {
        Instant answered = account.lastAnswer();
        Instant last = answered != null && answered.isAfter(lastAsked) ? answered : lastAsked;
        return last.equals(Instant.MIN) || !last.plus(SILENCE).isAfter(clock.instant());
    }
}
