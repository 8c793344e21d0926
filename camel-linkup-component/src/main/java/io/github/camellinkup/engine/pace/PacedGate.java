package io.github.camellinkup.engine.pace;

import io.github.camellinkup.client.ApiOperation;
import io.github.camellinkup.client.CallGate;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Lets reads of tasks out at the pace of their key, and everything else at once. Thread-safe. */
public final class PacedGate implements CallGate, AutoCloseable {

    private static final CompletionStage<Void> AT_ONCE = CompletableFuture.completedFuture(null);

    private final PaceKeeper paceKeeper;
    private final ScheduledExecutorService scheduler;
    private final Set<CompletableFuture<Void>> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public PacedGate(PaceKeeper paceKeeper, ScheduledExecutorService scheduler) {
        this.paceKeeper = paceKeeper;
        this.scheduler = scheduler;
    }

    @Override
    public CompletionStage<Void> admit(ApiOperation operation) {
        if (!operation.readsTasks()) {
            return AT_ONCE;
        }
        Duration wait = paceKeeper.takeTurn();
        if (wait.isZero()) {
            wait = paceKeeper.useTurn();
        }
        if (wait.isZero()) {
            return AT_ONCE;
        }
        CompletableFuture<Void> turn = new CompletableFuture<>();
        waiting.add(turn);
        turn.whenComplete((nothing, failure) -> waiting.remove(turn));
        scheduler.schedule(() -> use(turn), wait.toNanos(), TimeUnit.NANOSECONDS);
        if (closed) {
            refuse(turn);
        }
        return turn;
    }

    @Override
    public void answered(ApiOperation operation, int status) {
        if (operation.readsTasks()) {
            paceKeeper.answered();
        }
    }

    private void use(CompletableFuture<Void> turn) {
        if (turn.isDone()) {
            return;
        }
        Duration wait = paceKeeper.useTurn();
        if (wait.isZero()) {
            turn.complete(null);
        } else {
            scheduler.schedule(() -> use(turn), wait.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Refuses the reads that are still waiting, so that nobody waits for a turn that never comes. */
    @Override
    public void close() {
        closed = true;
        waiting.forEach(PacedGate::refuse);
    }

    private static void refuse(CompletableFuture<Void> turn) {
        turn.completeExceptionally(new CancellationException("The Linkup component is stopping"));
    }
}
