package io.github.camellinkup.engine.receiving;

import io.github.camellinkup.client.exception.LinkupResponseTooLargeException;
import io.github.camellinkup.client.exception.LinkupTaskNotFoundException;
import io.github.camellinkup.client.model.OversizedTask;
import io.github.camellinkup.client.model.StreamedPage;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.listing.PageNotes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Reads the results that a selection wants, one turn after the other. Of several receivers each has its own turns; the
 * rate limiter below them lets one read out in a second. One turn at a time; not thread-safe but where said otherwise.
 */
public final class ResultReceiver {

    private final ResultSource source;
    private final TaskSelection selection;
    private final AwaitedResults awaited;
    private final PollingPlan plan;
    private final Executor workers;

    /** Whether a turn has not come to its end yet. One that was cancelled ends a little later, on a worker. */
    private volatile boolean underWay;

    /**
     * @param types the task types wanted; empty means all
     * @param awaited what exchanges wait for themselves, and get from whatever is read
     * @param workers where repositories are asked and results handed on
     * @param nanoTime a clock that only goes forward, in nanoseconds
     */
    public ResultReceiver(
            ResultSource source,
            TaskSelection selection,
            Set<String> types,
            AwaitedResults awaited,
            Executor workers,
            LongSupplier nanoTime) {
        this.source = source;
        this.selection = selection;
        this.awaited = awaited;
        this.plan = new PollingPlan(selection, source.filters(), types, nanoTime);
        this.workers = workers;
    }

    /**
     * The next turn; empty if nothing is waited for, nothing should be selected for now, the turn is not due soon, or one
     * that was cancelled has not come to its end yet. Asks the repository.
     */
    public Optional<Turn> next() {
        return underWay || selection.isHeldUp() ? Optional.empty() : plan.next();
    }

    /** Whether there is more to read at once: what was found reached further than one page. */
    public boolean isCatchingUp() {
        return !underWay && plan.isCatchingUp();
    }

    /** How long until the next turn is due, if what is waited for stays as it is. */
    public Duration untilDue() {
        return plan.untilDue();
    }

    /**
     * Tasks have become known late: what finished since then is looked for again. Thread-safe.
     *
     * @param createdAt when the first of them was created, by Linkup's clock
     */
    public void lookBack(Instant createdAt) {
        plan.lookBack(createdAt);
    }

    /**
     * Takes a turn. What is read and wanted goes to the sink.
     *
     * @return completes when the sink has taken the last result; fails with what the read failed with, in which case the
     *     turn comes again. Cancelling it gives the read up
     */
    public CompletionStage<Void> take(Turn turn, ResultSink sink) {
        underWay = true;
        try {
            return turn instanceof Turn.ReadPage page ? readPage(page, sink) : readTask((Turn.ReadTask) turn, sink);
        } catch (RuntimeException | Error e) {
            underWay = false;
            throw e;
        }
    }

    private CompletionStage<Void> readPage(Turn.ReadPage turn, ResultSink sink) {
        PageNotes notes = turn.walk().notes();
        notes.notAfter(source.now());
        Offering offering = new Offering(sink);
        CompletionStage<StreamedPage> page = source.page(turn.query(), tasks -> {
            notes.add(tasks);
            return offering.offer(tasks);
        });
        CompletableFuture<Void> taken = new CompletableFuture<>();
        page.whenComplete((told, failure) -> offering.close()
                .handle((nothing, ignored) -> null)
                .thenRunAsync(() -> complete(taken, () -> end(turn, told, notes, offering, failure)), workers)
                .exceptionally(refused -> refused(taken, refused)));
        return cancelling(taken, page);
    }

    private void end(Turn.ReadPage turn, StreamedPage told, PageNotes notes, Offering offering, Throwable failure) {
        if (failure == null) {
            passOver(told.oversized());
            notes.addOversized(told.oversized());
            plan.read(turn, told, notes, offering.found);
        } else if (!(Failures.cause(failure) instanceof EnoughException)) {
            throw new CompletionException(Failures.cause(failure));
        }
        // If it was enough, what is left of the page is read again: the plan was not told of it.
    }

    private void passOver(List<OversizedTask> tasks) {
        Set<String> ids =
                tasks.stream().map(OversizedTask::id).filter(Objects::nonNull).collect(Collectors.toSet());
        if (!ids.isEmpty()) {
            selection.passedOver(ids);
        }
    }

    private CompletionStage<Void> readTask(Turn.ReadTask turn, ResultSink sink) {
        Offering offering = new Offering(sink);
        CompletionStage<Task> read = source.task(turn.task().id());
        CompletableFuture<Void> taken = new CompletableFuture<>();
        read.handleAsync((task, failure) -> offerTask(turn, offering, task, failure), workers)
                .thenCompose(offered -> offered)
                .handle((nothing, failure) -> Optional.ofNullable(failure))
                .thenAcceptAsync(failure -> complete(taken, () -> end(turn, offering, failure.orElse(null))), workers)
                .exceptionally(refused -> refused(taken, refused));
        return cancelling(taken, read);
    }

    private void end(Turn.ReadTask turn, Offering offering, Throwable failure) {
        Throwable cause = failure == null ? null : Failures.cause(failure);
        if (cause == null || cause instanceof EnoughException) {
            plan.read(turn, offering.found > 0);
        } else {
            plan.failed(turn);
            throw new CompletionException(cause);
        }
    }

    /** There was no worker for the end of a turn, not even memory for one: the turn comes again. */
    private Void refused(CompletableFuture<Void> taken, Throwable failure) {
        complete(taken, () -> {
            throw new CompletionException(Failures.cause(failure));
        });
        return null;
    }

    /** Whoever is told of the end of a turn may begin the next one. */
    private void complete(CompletableFuture<Void> taken, Runnable end) {
        Throwable failure = null;
        try {
            end.run();
        } catch (RuntimeException | Error e) {
            failure = Failures.cause(e);
        }
        underWay = false;
        if (failure == null) {
            taken.complete(null);
        } else {
            taken.completeExceptionally(failure);
        }
    }

    private CompletionStage<Void> offerTask(Turn.ReadTask turn, Offering offering, Task task, Throwable failure) {
        if (failure == null) {
            return offering.offerNow(List.of(task));
        }
        Throwable cause = Failures.cause(failure);
        FinishedTask withoutResult;
        if (cause instanceof LinkupTaskNotFoundException) {
            withoutResult = selection.selectExpired(turn.task());
        } else if (cause instanceof LinkupResponseTooLargeException tooLarge) {
            // Neither the result nor the limit changes, so a second read would fail as well.
            withoutResult = selection.selectUnreadable(turn.task(), tooLarge);
        } else {
            return CompletableFuture.failedFuture(cause);
        }
        return withoutResult == null
                ? CompletableFuture.completedFuture(null)
                : offering.handOn(List.of(withoutResult));
    }

    private static CompletionStage<Void> cancelling(CompletableFuture<Void> taken, CompletionStage<?> call) {
        taken.whenComplete((nothing, failure) -> {
            if (taken.isCancelled()) {
                call.toCompletableFuture().cancel(true);
            }
        });
        return taken;
    }

    /** Offers what one turn reads to whoever wants it. */
    private final class Offering {

        private final ResultSink sink;
        /** Written by one group after the other, each of which happens before the next. */
        private int found;

        private CompletionStage<Void> lastOffer = CompletableFuture.completedFuture(null);
        private boolean closed;

        private Offering(ResultSink sink) {
            this.sink = sink;
        }

        synchronized CompletionStage<Void> offer(List<Task> read) {
            lastOffer = closed
                    ? CompletableFuture.failedFuture(new EnoughException())
                    : CompletableFuture.supplyAsync(() -> offerNow(read), workers)
                            .thenCompose(offered -> offered);
            return lastOffer;
        }

        /** Takes no more. A page that was given up may still be read for a moment. */
        synchronized CompletionStage<Void> close() {
            closed = true;
            return lastOffer;
        }

        CompletionStage<Void> offerNow(List<Task> read) {
            List<Task> finished = new ArrayList<>();
            for (Task task : read) {
                if (!task.isFinished()) {
                    continue;
                }
                boolean wasAwaited = awaited.complete(task);
                found += wasAwaited ? 1 : 0;
                if (!wasAwaited || selection.wantsAwaited()) {
                    finished.add(task);
                }
            }
            // What finished first goes first, as far as it was read together.
            finished.sort(Comparator.comparing(Task::updatedAt, Comparator.nullsLast(Comparator.naturalOrder())));
            List<FinishedTask> selected = finished.isEmpty() ? List.of() : selection.select(finished);
            return selected.isEmpty() ? CompletableFuture.completedFuture(null) : handOn(selected);
        }

        CompletionStage<Void> handOn(List<FinishedTask> selected) {
            found += selected.size();
            return sink.take(selected).thenAccept(goOn -> {
                if (!goOn) {
                    throw new CompletionException(new EnoughException());
                }
            });
        }
    }

    /** Ends the reading of a page: the sink wants no more of it. */
    private static final class EnoughException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private EnoughException() {
            super("enough", null, false, false);
        }
    }
}
