package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.engine.EngineTimer;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.listing.PageSize;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what became of calls whose answer never came. It looks for all uncertain calls in passes over the list of
 * created tasks, one page at a time, and decides each call as soon as its pass has read back to the time at which it went
 * out. A call that becomes uncertain during a pass gets a pass of its own at once, and the pass below goes on afterwards
 * where it stopped.
 *
 * <p>Thread-safe; everything happens on the workers, one thing at a time.
 */
final class Reconciler {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    private final TaskLists lists;
    private final UncertainCalls calls;
    private final Leases leases;
    private final ClockDifference clocks;
    private final SerialWork serial;
    private final EngineTimer timer;
    private final Map<Boolean, PageSize> pageSizes = Map.of(true, new PageSize(), false, new PageSize());

    /** The one on top is read; those below wait for its end. */
    private final Deque<ReconciliationPass> passes = new ArrayDeque<>();

    private boolean reading;

    /** Whether calls wait for a pass of their own. */
    private boolean needsPass;

    /** Whether a new pass may come before the one on top. */
    private boolean isInterruptible = true;

    /** Whether the pass on top waits because the list could not be read. */
    private boolean paused;

    private volatile boolean closed;

    Reconciler(TaskLists lists, UncertainCalls calls, Leases leases, ClockDifference clocks, EngineTimer timer) {
        this.lists = lists;
        this.calls = calls;
        this.leases = leases;
        this.clocks = clocks;
        this.serial = new SerialWork(timer, this::tryAgain);
        this.timer = timer;
    }

    /**
     * Reconciles a call that has just ended.
     *
     * @param cause why it is not known what it created
     */
    void add(OutboxCall call, Throwable cause) {
        serial.run(() -> {
            hold(call, cause, Duration.ZERO);
            wake();
        });
    }

    /** Lets the open requests of a call be sent again, which were certainly not created, but not before this time is over. */
    void addLater(OutboxCall call, Throwable cause, Duration wait) {
        serial.run(() -> {
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
    void addLeftovers(ReconciliationOptions options) {
        serial.run(() -> {
            calls.lookForLeftovers(options);
            wake();
        });
    }

    /** Ends the waiting. The entries stay open in the repository, for the next start or another node. */
    void close() {
        closed = true;
        serial.run(this::goOn);
    }

    private void hold(OutboxCall call, Throwable cause, Duration wait) {
        if (call.result().isDone()) {
            leases.forget(call.id());
            return;
        }
        long now = timer.nanoTime();
        boolean isFirst = call.becomesUncertain(now);
        calls.add(new UncertainCall(call, cause, now, now + UncertainCall.nanos(wait)));
        if (isFirst && call.isAwaited()) {
            String id = call.id();
            // Of the call only its id, because the timer keeps that long after the call has ended.
            if (!serial.runLater(() -> timeOut(id), call.options().timeout())) {
                closed = true;
            }
        }
    }

    private void timeOut(String id) {
        UncertainCall call = calls.get(id);
        if (call != null && call.untilTimeout(timer.nanoTime()) <= 0) {
            leave(call, false);
        }
        goOn();
    }

    private void wake() {
        serial.resetWait();
        tryAgain();
    }

    private void tryAgain() {
        needsPass = true;
        paused = false;
        goOn();
    }

    private void goOn() {
        if (!closed && !reading) {
            passes.removeIf(ReconciliationPass::isOver);
            if (needsPass && (isInterruptible || passes.isEmpty())) {
                beginPasses();
            }
            if (!passes.isEmpty() && !paused) {
                readPage(passes.peek());
            }
            scheduleNext();
        }
        if (closed) {
            calls.end();
            passes.clear();
        }
    }

    /** Begins passes for the calls that no pass looks for. */
    private void beginPasses() {
        needsPass = false;
        serial.tried();
        List<UncertainCall> wanted = new ArrayList<>();
        if (!succeeds(() -> wanted.addAll(calls.claim()))) {
            calls.withoutPass().forEach(call -> leave(call, true));
            return;
        }
        long now = timer.nanoTime();
        for (boolean research : new boolean[] {true, false}) {
            List<UncertainCall> listed = wanted.stream()
                    .filter(call -> call.entry().research() == research && call.untilSendable(now) <= 0)
                    .toList();
            if (!listed.isEmpty()) {
                passes.push(
                        new ReconciliationPass(research, listed, this::earliestCreation, pageSizes.get(research), now));
            }
        }
    }

    private Instant earliestCreation(UncertainCall call) {
        Instant openedAt = call.entry().openedAt();
        // Of what a sender has left it is not known by which clock.
        return call.call().isAwaited()
                ? clocks.earliestCreation(openedAt, leases.now())
                : openedAt.minus(ClockDifference.MARGIN);
    }

    private void readPage(ReconciliationPass pass) {
        reading = true;
        CompletableFuture.completedFuture(pass)
                .thenCompose(next -> lists.page(next.isResearch(), next.scan().next()))
                .whenComplete((page, failure) -> serial.run(() -> pageEnded(pass, page, failure)));
    }

    private void pageEnded(ReconciliationPass pass, TaskPage page, Throwable failure) {
        reading = false;
        isInterruptible = true;
        Throwable cause = failure == null ? readingFailure(pass, page) : Failures.cause(failure);
        boolean isUnreadable = cause != null && !pass.scan().failed(cause);
        if (cause == null) {
            decide(pass);
        }
        paused = isUnreadable || pass.scan().isInVain();
        if (paused && !pass.scan().hasPlace()) {
            pass.calls().forEach(call -> leave(call, true));
        }
        if (pass.isOver()) {
            passes.remove(pass);
            serial.tried();
            // One list that Linkup refuses does not hold up a pass over the other.
            paused &= passes.isEmpty() || passes.peek().isResearch() == pass.isResearch();
            // The pass below reads a page before it is interrupted again, or it would never end.
            isInterruptible = passes.isEmpty() || paused;
        }
        goOn();
    }

    /** Whatever a page holds must not end the passes. */
    private static Throwable readingFailure(ReconciliationPass pass, TaskPage page) {
        try {
            pass.read(page);
            return null;
        } catch (RuntimeException | Error e) {
            return e;
        }
    }

    private void decide(ReconciliationPass pass) {
        List<UncertainCall> read = pass.takeRead();
        if (read.isEmpty()) {
            return;
        }
        boolean isDecided = succeeds(() -> calls.decide(read, pass, timer.nanoTime()));
        for (UncertainCall call : read) {
            if (calls.get(call.id()) == call && !(isDecided && isLeftToDeeperPass(call, pass))) {
                leave(call, !isDecided);
            }
        }
    }

    /** A call that waits for an older one with an equal request is decided with it. */
    private boolean isLeftToDeeperPass(UncertainCall call, ReconciliationPass pass) {
        Optional<ReconciliationPass> deeper = passes.stream()
                .filter(other -> other != pass && other.isResearch() == pass.isResearch())
                .filter(other -> call.isConclusive() && other.hasOlderLike(call))
                .findFirst();
        deeper.ifPresent(other -> other.join(call, pass));
        return deeper.isPresent();
    }

    /** @param isUnreadable whether the list or the repository could not be read */
    private void leave(UncertainCall call, boolean isUnreadable) {
        long now = timer.nanoTime();
        call.leavePass(now);
        if (isUnreadable) {
            call.listFailed(now);
        }
        if (call.untilTimeout(now) <= 0) {
            calls.giveUp(call);
        }
    }

    private void scheduleNext() {
        long now = timer.nanoTime();
        List<Long> times = new ArrayList<>();
        if (paused && !passes.isEmpty()) {
            times.add(serial.afterWait());
        }
        for (UncertainCall call : calls.withoutPass()) {
            if (call.untilSendable(now) > 0) {
                times.add(now + call.untilSendable(now));
                continue;
            }
            times.add(serial.afterWait());
            if (call.untilConclusive(now) > 0) {
                times.add(now + call.untilConclusive(now));
            }
        }
        if (calls.hasLeftoversToCome()) {
            times.add(serial.after(Leases.LENGTH));
        }
        if (!times.stream().allMatch(serial::tryAt)) {
            closed = true;
        }
    }

    /** @return false if the repository has failed */
    private static boolean succeeds(Runnable step) {
        try {
            step.run();
            return true;
        } catch (RuntimeException | Error e) {
            // An Error too, as of a driver whose classes cannot be loaded: it is tried again.
            LOG.debug("Calls without an answer could not be reconciled now. This is tried again", e);
            return false;
        }
    }
}
