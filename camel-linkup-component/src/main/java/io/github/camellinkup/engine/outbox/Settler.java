package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.pace.EngineTimer;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.statistics.TaskCount;
import io.github.camellinkup.engine.statistics.TaskStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what became of create calls whose answer never came, and sends what was not created. One round follows the
 * other, with growing waits between them; a round settles all entries together that this node answers for. No thread
 * waits. Thread-safe.
 */
final class Settler {

    private static final Logger LOG = LoggerFactory.getLogger(Settler.class);

    /** What Linkup asks for can be more than nanoseconds can tell. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private final TaskCalls calls;
    private final TaskRepository repository;
    private final IntentBook book;
    private final TaskStatistics statistics;
    private final Executor workers;
    private final LongSupplier nanoTime;
    private final Consumer<Instant> adoptionListener;
    private final RestSender restSender;
    private final RoundTimer rounds;

    private final HeldSettlements held = new HeldSettlements();
    private SettleOptions leftoverOptions;
    private volatile boolean looksForLeftovers;
    private volatile boolean leftoversToCome;
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
        this.statistics = statistics;
        this.workers = workers;
        this.nanoTime = nanoTime;
        this.adoptionListener = adoptionListener;
        this.restSender = new RestSender(this, calls, book, recorder, statistics, workers);
        this.rounds = new RoundTimer(timer, workers, this::round);
    }

    /**
     * Settles the entry of a call that has just ended.
     *
     * @param cause why it is not known what it created
     * @return the tasks in the order of the requests
     */
    CompletionStage<List<Task>> settle(OutboxEntry entry, Throwable cause, SettleOptions options) {
        Settlement settlement = new Settlement(entry, true, options, nanoTime.getAsLong(), cause);
        held.add(settlement);
        rounds.wake();
        return settlement.result();
    }

    /**
     * Settles what was left open before: by this node at once, by others when their lease has run out, also by those that
     * end later.
     */
    void settleLeftovers(SettleOptions options) {
        synchronized (this) {
            if (options != null) {
                leftoverOptions = leftoverOptions == null ? options : leftoverOptions.longest(options);
            }
            looksForLeftovers = true;
        }
        rounds.wake();
    }

    /** Takes an entry that nobody waits for, and that this node has claimed until then. */
    synchronized Settlement take(OutboxEntry entry, Instant leasedUntil) {
        book.keep(entry.id(), leasedUntil);
        Throwable unknown = new IllegalStateException("its sender has ended before the answer came");
        SettleOptions options = leftoverOptions == null ? SettleOptions.DEFAULT : leftoverOptions;
        Settlement settlement = new Settlement(entry, false, options, nanoTime.getAsLong(), unknown);
        held.add(settlement);
        return settlement;
    }

    /** Whether the entry is none of those that this engine has opened or taken. */
    boolean isLeftover(OutboxEntry entry) {
        return !book.isKept(entry.id());
    }

    private void round() {
        SettlementRound round = new SettlementRound(this, calls, repository, book, workers, nanoTime);
        // Whoever was told that it is not known must not be surprised by tasks that are sent afterwards.
        List<Settlement> present = closed
                ? List.of()
                : held.all().stream()
                        .filter(settlement -> !settlement.result().isDone())
                        .toList();
        Stages.of(() -> closed ? CompletableFuture.<Void>completedFuture(null) : round.run(present))
                .whenCompleteAsync((done, failure) -> ended(round, failure), workers);
    }

    private void ended(SettlementRound round, Throwable failure) {
        long now = nanoTime.getAsLong();
        if (failure != null) {
            LOG.debug(
                    "Outbox entries could not be settled now: {}",
                    Failures.cause(failure).toString());
        }
        for (Settlement settlement : held.all()) {
            settlement.tookRound(now - round.began());
            if (closed) {
                remove(settlement);
                settlement.giveUp();
            } else if (isPutOff(settlement, round, failure)) {
                settlement.restart(now);
            } else if (settlement.untilTimeout(now) <= 0 || settlement.result().isDone()) {
                giveUp(settlement, round.isLost(settlement));
            }
        }
        leftoversToCome =
                looksForLeftovers && (repository.isShared() || round.hasOpenEntriesOfOthers() || failure != null);
        closeIfLast(rounds.ended(() -> untilNext(now)));
    }

    /**
     * Nobody waits for a leftover: as long as Linkup or the repository cannot be reached, or others come first, its time
     * does not begin. Giving it up then would lose requests of which the next look may tell everything.
     */
    private static boolean isPutOff(Settlement settlement, SettlementRound round, Throwable failure) {
        return !settlement.isAwaited()
                && !settlement.result().isDone()
                && (round.isUnread(settlement) || failure != null && !RestSender.isRefusal(Failures.cause(failure)));
    }

    /** Whether anybody waits for a settlement that is none of those. */
    boolean isAnybodyWaitingBesides(Collection<Settlement> those) {
        return held.all().stream()
                .anyMatch(settlement ->
                        settlement.isAwaited() && !settlement.result().isDone() && !those.contains(settlement));
    }

    private Duration untilNext(long now) {
        if (held.isEmpty()) {
            return leftoversToCome && !closed ? IntentBook.LEASE : null;
        }
        return held.untilNextEvent(now, rounds.growingWait());
    }

    /** Without a timer nothing can be waited for: who waits is told in a last round. */
    private void closeIfLast(boolean moreCanFollow) {
        if (!moreCanFollow) {
            close();
        }
    }

    /** Tasks of an entry were found; the repository has them. */
    void adopted(List<Task> landed) {
        statistics.add(TaskCount.ADOPTED, landed.size());
        landed.stream()
                .map(Task::createdAt)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .ifPresent(adoptionListener);
    }

    /** Every task of the entry is known and recorded. */
    void finish(Settlement settlement) {
        remove(settlement);
        settlement.succeed();
    }

    /** Nothing more can be done from here: another node answers for the entry, or did, and its tasks are not found. */
    void abandon(Settlement settlement) {
        remove(settlement);
        settlement.giveUp();
    }

    private void remove(Settlement settlement) {
        held.remove(settlement);
        book.forget(settlement.entryId());
    }

    /** Sends the requests that were not created. The repository has their entry as one that is being sent. */
    void sendRest(Settlement settlement) {
        held.remove(settlement);
        restSender.send(settlement);
    }

    /** The call for the rest has ended without an answer. */
    void settleAgain(Settlement settlement, Throwable cause) {
        holdAgain(settlement, cause);
        rounds.wake();
    }

    /**
     * The rest was certainly not created, and may be later, but not before the time that Linkup asks for. The time that it
     * may take begins anew.
     */
    void tryLater(Settlement settlement, Throwable cause) {
        Duration asked = cause instanceof LinkupException failure
                ? failure.getRetryAfter().orElse(Duration.ZERO)
                : Duration.ZERO;
        settlement.putOff(nanoTime.getAsLong(), asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked);
        holdAgain(settlement, cause);
        followUp();
    }

    /** The rest was certainly not created, and never will be: nobody waits who could be told but an operator. */
    void giveUpRefused(Settlement settlement, Throwable cause) {
        LOG.warn(
                "Linkup refuses {} tasks of a call that its sender had left open: {}. They are given up; a task repository"
                        + " in a database keeps them as entry {}",
                settlement.openRequests().size(),
                cause.getMessage(),
                settlement.entryId());
        holdAgain(settlement, cause);
        settlement.refused();
        settlement.giveUp();
        if (!giveUp(settlement, false)) {
            followUp();
        }
    }

    private void holdAgain(Settlement settlement, Throwable cause) {
        settlement.callEnded(nanoTime.getAsLong(), cause);
        held.add(settlement);
    }

    private void followUp() {
        long now = nanoTime.getAsLong();
        closeIfLast(rounds.follow(() -> untilNext(now)));
    }

    /** @return false if that could not be recorded: it is still held, and the next round tries again */
    private boolean giveUp(Settlement settlement, boolean lost) {
        if (!settlement.result().isDone()) {
            statistics.add(TaskCount.UNCERTAIN, settlement.openRequests().size());
            LOG.warn(
                    "It could not be found out whether {} tasks were created ({}). They are given up; a task repository in"
                            + " a database keeps them as entry {}",
                    settlement.openRequests().size(),
                    String.valueOf(settlement.reason().getMessage()),
                    settlement.entryId());
            settlement.giveUp();
        }
        if (!lost) {
            try {
                repository.giveUpEntry(settlement.entry(), settlement.isRefused());
            } catch (RuntimeException | Error e) {
                // An Error too: rounds have to go on, or nothing would ever be settled again.
                return false;
            }
        }
        remove(settlement);
        return true;
    }

    /** Ends the waiting. The entries stay open in the repository, for the next start or another node. */
    void close() {
        closed = true;
        rounds.wake();
    }
}
