package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.listing.PageSize;
import io.github.camellinkup.engine.pace.EngineTimer;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.statistics.TaskCount;
import io.github.camellinkup.engine.statistics.TaskStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what became of calls whose answer never came, and lets the requests be sent again that were not created. It
 * looks for all uncertain calls in passes over the list of created tasks, one page at a time. A call that becomes uncertain
 * during a pass gets a pass of its own at once, and the pass below goes on afterwards where it stopped.
 *
 * <p>Thread-safe; everything happens on the workers, one thing at a time.
 */
final class Reconciler {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    private static final Throwable SENDER_DIED =
            new IllegalStateException("its sender has ended before the answer came");

    private final TaskLists lists;
    private final TaskRepository repository;
    private final OutboxWriter writer;
    private final Leases leases;
    private final ClockDifference clocks;
    private final TaskStatistics statistics;
    private final EngineTimer timer;
    private final LongSupplier nanoTime;
    private final Consumer<List<Task>> adopted;
    private final Consumer<OutboxCall> sender;
    private final Executor serial;
    private final RetryTimer retries;

    private final Map<String, UncertainCall> held = new LinkedHashMap<>();
    private final Map<Boolean, PageSize> pageSizes = Map.of(true, new PageSize(), false, new PageSize());

    /** The one on top is read; those below wait for its end. */
    private final Deque<ReconciliationPass> passes = new ArrayDeque<>();

    private boolean reading;

    /** Whether calls wait for a pass of their own, and whether the pass on top may be interrupted for it. */
    private boolean due;

    private boolean interruptible = true;

    /** Whether the pass on top waits because the list could not be read. */
    private boolean paused;

    private SettleOptions leftoverOptions;
    private boolean looksForLeftovers;
    private boolean leftoversToCome;
    private volatile boolean closed;

    /**
     * @param nanoTime a clock that only goes forward, in nanoseconds
     * @param adopted hears of tasks that were found and recorded
     * @param sender sends the open requests of a call again
     */
    Reconciler(
            TaskLists lists,
            TaskRepository repository,
            OutboxWriter writer,
            Leases leases,
            ClockDifference clocks,
            TaskStatistics statistics,
            EngineTimer timer,
            Executor workers,
            LongSupplier nanoTime,
            Consumer<List<Task>> adopted,
            Consumer<OutboxCall> sender) {
        this.lists = lists;
        this.repository = repository;
        this.writer = writer;
        this.leases = leases;
        this.clocks = clocks;
        this.statistics = statistics;
        this.timer = timer;
        this.nanoTime = nanoTime;
        this.adopted = adopted;
        this.sender = sender;
        this.serial = new SerialExecutor(workers);
        this.retries = new RetryTimer(timer, nanoTime, serial, this::tryAgain);
    }

    /**
     * Reconciles a call that has just ended.
     *
     * @param cause why it is not known what it created
     */
    void add(OutboxCall call, Throwable cause) {
        serial.execute(() -> {
            hold(call, cause, Duration.ZERO);
            wake();
        });
    }

    /** Lets the open requests of a call be sent again, which were certainly not created, but not before this time is over. */
    void addLater(OutboxCall call, Throwable cause, Duration wait) {
        serial.execute(() -> {
            hold(call, cause, wait);
            goOn();
        });
    }

    /**
     * Reconciles what was left open before: by this node at once, by others when their lease has run out, also by those that
     * end later.
     *
     * @param options of several the longest counts, null leaves it to the others or to the default
     */
    void addLeftovers(SettleOptions options) {
        serial.execute(() -> {
            if (options != null) {
                leftoverOptions = leftoverOptions == null ? options : leftoverOptions.longest(options);
            }
            looksForLeftovers = true;
            wake();
        });
    }

    /** Ends the waiting. The entries stay open in the repository, for the next start or another node. */
    void close() {
        closed = true;
        serial.execute(this::goOn);
    }

    private UncertainCall hold(OutboxCall call, Throwable cause, Duration wait) {
        long now = nanoTime.getAsLong();
        UncertainCall uncertain = new UncertainCall(call, cause, now, now + UncertainCall.nanos(wait));
        if (call.result().isDone()) {
            leases.forget(call.id());
            return uncertain;
        }
        held.put(call.id(), uncertain);
        if (call.becomesUncertain(now) && call.isAwaited()) {
            String id = call.id();
            try {
                // Of the call only its id, because the timer keeps that long after the call has ended.
                timer.schedule(
                        () -> serial.execute(() -> timeOut(id)), call.options().timeout());
            } catch (RejectedExecutionException e) {
                closed = true;
            }
        }
        return uncertain;
    }

    private void timeOut(String id) {
        UncertainCall call = held.get(id);
        if (call != null && call.untilTimeout(nanoTime.getAsLong()) <= 0) {
            giveUp(call);
        }
        goOn();
    }

    private void wake() {
        retries.reset();
        tryAgain();
    }

    private void tryAgain() {
        due = true;
        paused = false;
        goOn();
    }

    private void goOn() {
        if (closed) {
            end();
            return;
        }
        if (reading) {
            return;
        }
        if (due && interruptible) {
            beginPasses();
        }
        passes.removeIf(pass -> pass.calls().isEmpty());
        if (!passes.isEmpty() && !paused) {
            readPage(passes.peek());
        }
        try {
            scheduleNext();
        } catch (RejectedExecutionException e) {
            closed = true;
            end();
        }
    }

    /** Begins passes for the calls that no pass looks for. */
    private void beginPasses() {
        due = false;
        retries.tried();
        Claims claims = new Claims(repository, leases);
        boolean isMade = isDone("claimed", () -> claims.make(withoutPass(), looksForLeftovers));
        leftoversToCome = looksForLeftovers && (repository.isShared() || claims.hasLeftoversToCome() || !isMade);
        List<UncertainCall> wanted = new ArrayList<>(claims.wanted());
        claims.leftovers().forEach(entry -> wanted.add(takeLeftover(entry)));
        claims.written().forEach(this::stepTaken);
        claims.lost().forEach(this::forget);
        if (!isMade) {
            withoutPass().forEach(call -> leave(call, true));
            return;
        }
        long now = nanoTime.getAsLong();
        for (boolean research : new boolean[] {true, false}) {
            List<UncertainCall> calls = wanted.stream()
                    .filter(call -> call.entry().research() == research && call.untilSendable(now) <= 0)
                    .toList();
            if (!calls.isEmpty()) {
                passes.push(
                        new ReconciliationPass(research, calls, this::earliestCreation, pageSizes.get(research), now));
            }
        }
    }

    private UncertainCall takeLeftover(OutboxEntry entry) {
        SettleOptions options = leftoverOptions == null ? SettleOptions.DEFAULT : leftoverOptions;
        return hold(new OutboxCall(entry, false, options), SENDER_DIED, Duration.ZERO);
    }

    private Instant earliestCreation(UncertainCall call) {
        Instant openedAt = call.entry().openedAt();
        // Of what a sender has left it is not known by which clock.
        return call.call().isAwaited()
                ? clocks.earliestCreation(openedAt, leases.now())
                : openedAt.minus(ClockDifference.MARGIN);
    }

    private List<UncertainCall> withoutPass() {
        return held.values().stream().filter(call -> !call.isInPass()).toList();
    }

    private void readPage(ReconciliationPass pass) {
        reading = true;
        Stages.of(() -> lists.page(pass.isResearch(), pass.next()))
                .whenComplete((page, failure) -> serial.execute(() -> pageEnded(pass, page, failure)));
    }

    private void pageEnded(ReconciliationPass pass, TaskPage page, Throwable failure) {
        reading = false;
        interruptible = true;
        if (failure == null) {
            pass.read(page);
            decide(pass);
        }
        Throwable cause = failure == null ? null : Failures.cause(failure);
        boolean isRefused = cause != null && isRefusal(cause);
        boolean isUnreadable = cause != null && !pass.failed(cause);
        if (pass.isInVain() || isUnreadable && (isRefused || !pass.hasPlace())) {
            List.copyOf(pass.calls()).forEach(call -> leave(call, !isRefused));
        }
        paused = isUnreadable || pass.isInVain();
        if (pass.calls().isEmpty()) {
            retries.tried();
            passes.remove(pass);
            // The pass below reads a page before it is interrupted again, or it would never end.
            interruptible = passes.isEmpty() || paused;
        }
        goOn();
    }

    /**
     * The order of the steps is what makes it safe: first the list is read, then the open entries, then which tasks are
     * known. A task in the list that is not known then is of an entry that was open then.
     */
    private void decide(ReconciliationPass pass) {
        List<UncertainCall> read = pass.takeRead();
        if (read.isEmpty()) {
            return;
        }
        boolean isDone = isDone("decided", () -> {
            OpenEntries open = new OpenEntries(repository.openEntries());
            Set<String> known = repository.known(pass.ids());
            List<UncertainCall> mine =
                    read.stream().filter(call -> !call.isGone()).toList();
            new ReconciliationRule(pass, open, known, mine, together(mine))
                    .decide()
                    .forEach(this::takeStep);
            read.stream().filter(UncertainCall::isGone).forEach(call -> lookUp(call, pass, known));
        });
        for (UncertainCall call : read) {
            if (held.get(call.entry().id()) == call && !(isDone && isLeftToDeeperPass(call, pass))) {
                leave(call, !isDone);
            }
        }
    }

    /** Those that were certainly not created, and are sent later, take no tasks from others. */
    private Set<String> together(List<UncertainCall> calls) {
        long now = nanoTime.getAsLong();
        return Stream.concat(calls.stream(), held.values().stream().filter(call -> call.untilSendable(now) > 0))
                .map(call -> call.entry().id())
                .collect(Collectors.toSet());
    }

    /** Writes what was found of a call, and that the rest is sent next. */
    private void takeStep(UncertainCall call, Task[] tasks) {
        Instant now = leases.now();
        Task[] found = call.call().asSent(tasks, now);
        List<TaskRequest> requests = call.entry().requests();
        List<TaskRequest> rest = new ArrayList<>();
        for (int i = 0; i < found.length; i++) {
            if (found[i] == null) {
                rest.add(requests.get(i));
            }
        }
        call.begin(new UncertainCall.Step(found, call.entry().reopened(rest, now)));
        if (repository.reconcile(call.entry(), call.call().toRecord(found), rest, now)) {
            stepTaken(call);
        } else {
            call.begin(null);
        }
    }

    private void stepTaken(UncertainCall call) {
        List<Task> found =
                Arrays.stream(call.step().found()).filter(Objects::nonNull).toList();
        boolean isLast = call.step().isLast();
        call.took();
        adopted.accept(found);
        if (isLast) {
            forget(call);
            call.call().succeed();
        } else {
            held.remove(call.entry().id());
            sender.accept(call.call());
        }
    }

    /** Another node has reconciled the call: its tasks are among those that the repository knows. */
    private void lookUp(UncertainCall call, ReconciliationPass pass, Set<String> known) {
        Map<String, PendingTask> pending = repository.findAll(known);
        Task[] found = call.call().asSent(ReconciliationRule.ofOtherNode(call, pass, pending), leases.now());
        call.call().take(found);
        forget(call);
        if (Arrays.stream(found).allMatch(Objects::nonNull)) {
            call.call().succeed();
        } else {
            call.doubt(pass.reasonToDoubt(call, Set.of()));
            call.call().failUncertain(call.reason());
        }
    }

    /** A call that waits for an older one with an equal request is decided with it. */
    private boolean isLeftToDeeperPass(UncertainCall call, ReconciliationPass pass) {
        for (ReconciliationPass deeper : passes) {
            if (deeper != pass
                    && deeper.isResearch() == pass.isResearch()
                    && call.isConclusive()
                    && deeper.calls().stream()
                            .anyMatch(older -> UncertainCall.BY_AGE.compare(older, call) < 0 && older.isLike(call))) {
                deeper.join(call, pass);
                return true;
            }
        }
        return false;
    }

    /** @param isUnreadable whether the list or the repository could not be read */
    private void leave(UncertainCall call, boolean isUnreadable) {
        long now = nanoTime.getAsLong();
        passes.forEach(pass -> pass.calls().remove(call));
        call.leavePass(now);
        if (isUnreadable) {
            call.restart(now);
        }
        if (call.untilTimeout(now) <= 0) {
            giveUp(call);
        }
    }

    private void giveUp(UncertainCall call) {
        OutboxEntry entry = call.entry();
        remove(call);
        statistics.add(TaskCount.UNCERTAIN, entry.requests().size());
        LOG.warn(
                "It could not be found out whether {} tasks were created ({}). They are given up; a task repository in a"
                        + " database keeps them as entry {}",
                entry.requests().size(),
                String.valueOf(call.reason().getMessage()),
                entry.id());
        call.call().failUncertain(call.reason());
        writer.giveUp(entry.id(), false);
    }

    private void forget(UncertainCall call) {
        remove(call);
        leases.forget(call.entry().id());
    }

    private void remove(UncertainCall call) {
        held.remove(call.entry().id());
        passes.forEach(pass -> pass.calls().remove(call));
    }

    private void end() {
        for (UncertainCall call : List.copyOf(held.values())) {
            forget(call);
            call.call().failUncertain(call.reason());
        }
        passes.clear();
    }

    private void scheduleNext() {
        long now = nanoTime.getAsLong();
        if (paused && !passes.isEmpty()) {
            retries.tryAt(retries.afterWait());
        }
        for (UncertainCall call : withoutPass()) {
            if (call.untilSendable(now) > 0) {
                retries.tryAt(now + call.untilSendable(now));
                continue;
            }
            retries.tryAt(retries.afterWait());
            if (call.untilConclusive(now) > 0) {
                retries.tryAt(now + call.untilConclusive(now));
            }
        }
        if (leftoversToCome) {
            retries.tryAt(retries.after(Leases.LENGTH));
        }
    }

    /** @return false if the repository has failed */
    private static boolean isDone(String what, Runnable work) {
        try {
            work.run();
            return true;
        } catch (RuntimeException | Error e) {
            // An Error too, as of a driver whose classes cannot be loaded: it is tried again.
            LOG.debug("Calls whose answer never came could not be {} now", what, e);
            return false;
        }
    }

    /** Whether Linkup itself has said no for good. A call that never got there, as when the engine stops, can later. */
    static boolean isRefusal(Throwable cause) {
        return cause instanceof LinkupException refusal && !refusal.isRetryable() && refusal.getStatusCode() > 0;
    }
}
