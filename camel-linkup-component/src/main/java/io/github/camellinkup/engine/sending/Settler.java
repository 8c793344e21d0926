package io.github.camellinkup.engine.sending;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.pace.EngineTimer;
import io.github.camellinkup.engine.repository.Intent;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.statistics.TaskCount;
import io.github.camellinkup.engine.statistics.TaskStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what became of create calls whose answer never came, and sends what was not created. One round follows the
 * other, with growing waits between them; a round settles all intents together that this node answers for. No thread
 * waits. Thread-safe.
 */
final class Settler {

    private static final Logger LOG = LoggerFactory.getLogger(Settler.class);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final TaskCalls calls;
    private final TaskRepository repository;
    private final IntentBook book;
    private final IntentRecorder recorder;
    private final TaskStatistics statistics;
    private final EngineTimer timer;
    private final Executor workers;
    private final LongSupplier nanoTime;
    private final Consumer<Instant> adoptionListener;

    private final Map<String, Settlement> held = new LinkedHashMap<>();
    private final Map<String, Settlement> sending = new LinkedHashMap<>();
    private SettleOptions leftoverOptions;
    private boolean looksForLeftovers;
    private boolean running;
    private boolean again;
    private long tick;
    private Duration wait = FIRST_WAIT;
    private volatile boolean closed;

    /**
     * @param nanoTime a clock that only goes forward, in nanoseconds
     * @param adoptionListener hears when the oldest of the tasks that were just found was created
     */
    Settler(
            TaskCalls calls,
            TaskRepository repository,
            IntentBook book,
            IntentRecorder recorder,
            TaskStatistics statistics,
            EngineTimer timer,
            Executor workers,
            LongSupplier nanoTime,
            Consumer<Instant> adoptionListener) {
        this.calls = calls;
        this.repository = repository;
        this.book = book;
        this.recorder = recorder;
        this.statistics = statistics;
        this.timer = timer;
        this.workers = workers;
        this.nanoTime = nanoTime;
        this.adoptionListener = adoptionListener;
    }

    /**
     * Settles the intent of a call that has just ended.
     *
     * @param cause why it is not known what it created
     * @return the tasks in the order of the requests
     */
    CompletionStage<List<Task>> settle(Intent intent, Throwable cause, SettleOptions options) {
        Settlement settlement = new Settlement(intent, true, options, nanoTime.getAsLong(), cause);
        synchronized (this) {
            held.put(intent.id(), settlement);
        }
        wake();
        return settlement.result();
    }

    /** Settles what was left open before: by this node at once, by others when their lease has run out. */
    void settleLeftovers(SettleOptions options) {
        synchronized (this) {
            if (options != null) {
                leftoverOptions = leftoverOptions == null ? options : leftoverOptions.longest(options);
            }
            looksForLeftovers = true;
        }
        wake();
    }

    /** Takes an intent that nobody waits for, and that this node has claimed. */
    synchronized Settlement take(Intent intent) {
        book.keep(intent.id());
        Throwable unknown = new IllegalStateException("its sender has ended before the answer came");
        SettleOptions options = leftoverOptions == null ? SettleOptions.DEFAULT : leftoverOptions;
        Settlement settlement = new Settlement(intent, false, options, nanoTime.getAsLong(), unknown);
        held.put(intent.id(), settlement);
        return settlement;
    }

    /** Whether the intent is none of those that this engine has opened or taken. */
    boolean isLeftover(Intent intent) {
        return !book.isKept(intent.id());
    }

    private void wake() {
        synchronized (this) {
            wait = FIRST_WAIT;
            if (running) {
                again = true;
                return;
            }
            running = true;
        }
        workers.execute(this::round);
    }

    private void round() {
        SettlementRound round = new SettlementRound(this, calls, repository, book, workers, nanoTime);
        // Whoever was told that it is not known must not be surprised by tasks that are sent afterwards.
        List<Settlement> present = closed
                ? List.of()
                : settlements().stream()
                        .filter(settlement -> !settlement.result().isDone())
                        .toList();
        Stages.of(() -> closed ? CompletableFuture.<Void>completedFuture(null) : round.run(present))
                .whenCompleteAsync((done, failure) -> ended(round, failure), workers);
    }

    private synchronized List<Settlement> settlements() {
        return new ArrayList<>(held.values());
    }

    private void ended(SettlementRound round, Throwable failure) {
        long now = nanoTime.getAsLong();
        if (failure != null) {
            LOG.debug(
                    "Intents could not be settled now: {}",
                    Failures.cause(failure).toString());
        }
        for (Settlement settlement : settlements()) {
            if (closed) {
                remove(settlement);
                settlement.giveUp();
            } else if (settlement.untilTimeout(now) <= 0 || settlement.result().isDone()) {
                giveUp(settlement, round.isLost(settlement));
            }
        }
        scheduleNext(now, round.hasOpenIntentsOfOthers() || failure != null);
    }

    private void scheduleNext(long now, boolean leftoversToCome) {
        Duration next;
        long thisTick;
        synchronized (this) {
            if (again) {
                again = false;
                next = Duration.ZERO;
            } else if (!held.isEmpty()) {
                next = nextWait(now);
            } else if (looksForLeftovers && leftoversToCome) {
                next = IntentBook.LEASE;
            } else {
                running = false;
                return;
            }
            running = false;
            thisTick = ++tick;
        }
        try {
            timer.schedule(() -> workers.execute(() -> tick(thisTick)), next);
        } catch (RejectedExecutionException e) {
            closed = true;
            tick(thisTick);
        }
    }

    private Duration nextWait(long now) {
        long nanos = wait.toNanos();
        wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
        for (Settlement settlement : held.values()) {
            nanos = sooner(nanos, settlement.untilConclusive(now));
            nanos = sooner(nanos, settlement.untilTimeout(now));
        }
        return Duration.ofNanos(nanos);
    }

    private static long sooner(long nanos, long event) {
        return event > 0 && event < nanos ? event : nanos;
    }

    private void tick(long thisTick) {
        synchronized (this) {
            if (running || thisTick != tick || held.isEmpty() && closed) {
                return;
            }
            running = true;
        }
        round();
    }

    /** Tasks of an intent were found; the repository has them. */
    void adopted(List<Task> landed) {
        statistics.add(TaskCount.ADOPTED, landed.size());
        landed.stream()
                .map(Task::createdAt)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .ifPresent(adoptionListener);
    }

    /** Every task of the intent is known and recorded. */
    void finish(Settlement settlement) {
        remove(settlement);
        settlement.succeed();
    }

    /** Nothing more can be done from here: another node answers for the intent, or did, and its tasks are not found. */
    void abandon(Settlement settlement) {
        remove(settlement);
        settlement.giveUp();
    }

    private void remove(Settlement settlement) {
        synchronized (this) {
            held.remove(settlement.intentId());
            sending.remove(settlement.intentId());
        }
        book.forget(settlement.intentId());
    }

    /** Sends the requests that were not created. The repository has their intent as one that is being sent. */
    void sendRest(Settlement settlement) {
        synchronized (this) {
            held.remove(settlement.intentId());
            sending.put(settlement.intentId(), settlement);
        }
        statistics.add(TaskCount.SENT_AGAIN, settlement.openRequests().size());
        Stages.of(() -> calls.create(settlement.isResearch(), settlement.openRequests()))
                .whenCompleteAsync((tasks, failure) -> restSent(settlement, tasks, failure), workers);
    }

    private void restSent(Settlement settlement, List<Task> tasks, Throwable failure) {
        if (failure == null && tasks.size() == settlement.openRequests().size()) {
            restCreated(settlement, tasks.toArray(Task[]::new));
            return;
        }
        Throwable cause = failure == null
                ? new IllegalStateException(tasks.size() + " tasks came back")
                : Failures.cause(failure);
        if (!IntentSender.isCertain(cause)) {
            tryLater(settlement, cause);
            wake();
        } else if (settlement.isAwaited()) {
            restRefused(settlement, cause);
        } else {
            leftoverRefused(settlement, cause);
        }
    }

    private void restCreated(Settlement settlement, Task[] tasks) {
        statistics.add(TaskCount.CREATED, tasks.length);
        recorder.created(
                        settlement.intentId(),
                        settlement.pending(tasks),
                        settlement.timeout(),
                        late -> settlement.notRecorded(tasks, late))
                .whenComplete((done, failure) -> {
                    forgetSending(settlement);
                    if (failure == null) {
                        settlement.fill(tasks);
                        settlement.succeed();
                    } else {
                        settlement.result().completeExceptionally(failure);
                    }
                });
    }

    private void restRefused(Settlement settlement, Throwable cause) {
        recorder.discarded(settlement.intentId(), settlement.timeout(), late -> cause)
                .whenComplete((done, failure) -> {
                    forgetSending(settlement);
                    settlement.failOpen(cause);
                });
    }

    /** Nobody waits who could be told: it is tried again, or left for an operator to see. */
    private void leftoverRefused(Settlement settlement, Throwable cause) {
        if (cause instanceof LinkupException refused && refused.isRetryable()) {
            settlement.restart(nanoTime.getAsLong());
            tryLater(settlement, cause);
            scheduleIfIdle();
        } else {
            settlement.because(cause);
            tryLater(settlement, cause);
            giveUp(settlement, false);
        }
    }

    private synchronized void forgetSending(Settlement settlement) {
        sending.remove(settlement.intentId());
    }

    private void tryLater(Settlement settlement, Throwable cause) {
        settlement.callEnded(nanoTime.getAsLong(), cause);
        synchronized (this) {
            sending.remove(settlement.intentId());
            held.put(settlement.intentId(), settlement);
        }
    }

    private void scheduleIfIdle() {
        synchronized (this) {
            if (running) {
                return;
            }
            running = true;
        }
        scheduleNext(nanoTime.getAsLong(), false);
    }

    private void giveUp(Settlement settlement, boolean lost) {
        if (!settlement.result().isDone()) {
            statistics.add(TaskCount.UNCERTAIN, settlement.openRequests().size());
            LOG.warn(
                    "It could not be found out whether {} tasks were created ({}). They stay in the task repository as"
                            + " intent {}, which is given up",
                    settlement.openRequests().size(),
                    String.valueOf(settlement.reason().getMessage()),
                    settlement.intentId());
            settlement.giveUp();
        }
        if (!lost) {
            try {
                repository.giveUpIntent(settlement.intentId());
            } catch (RuntimeException e) {
                // It is still held, and the next round tries again.
                return;
            }
        }
        remove(settlement);
    }

    /** Ends the waiting. The intents stay open in the repository, for the next start or another node. */
    void close() {
        closed = true;
        wake();
    }
}
