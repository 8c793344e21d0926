package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.listing.PageSummary;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.spend.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * A call from its outbox entry to its end: which requests have a task, which are open, and the result for the sender. The
 * entry holds the open requests. An array of their tasks is in their order, null for a request without a task. Used by one
 * thread at a time; the result ends only once.
 */
final class OutboxCall {

    private static final String UNFIT_ID =
            "a task has an id that a task repository cannot keep: it is too long, or holds an odd character";

    /** A clock that is wrong by so much would be noticed. */
    private static final Duration FAR_BEHIND = Duration.ofDays(1);

    private final RequestOutcomes outcomes;

    /** By the positions in the call; null of what is not counted here. */
    private final Receipt[] receipts;

    private final boolean awaited;
    private final ReconciliationOptions options;
    private final CompletableFuture<List<Task>> result = new CompletableFuture<>();
    private OutboxEntry entry;

    /** The positions of the open requests in the call. */
    private List<Integer> open;

    private Long uncertainSince;
    private volatile boolean isRefused;

    /** @param awaited whether a sender waits for the tasks */
    OutboxCall(OutboxEntry entry, boolean awaited, ReconciliationOptions options) {
        this.entry = entry;
        this.awaited = awaited;
        this.options = options;
        this.outcomes = new RequestOutcomes(entry.requests().size());
        this.receipts = new Receipt[entry.requests().size()];
        this.open = outcomes.withoutTask();
    }

    String id() {
        return entry.id();
    }

    /** The entry as this node last read or wrote it. */
    OutboxEntry entry() {
        return entry;
    }

    void entry(OutboxEntry present) {
        entry = present;
    }

    /** The open requests. */
    List<TaskRequest> requests() {
        return entry.requests();
    }

    boolean isAwaited() {
        return awaited;
    }

    /** The open requests were counted before they are sent. */
    void counted(List<Receipt> ofOpen) {
        for (int i = 0; i < open.size(); i++) {
            receipts[open.get(i)] = ofOpen.get(i);
        }
    }

    /** Whether the open requests were counted here. A call that an earlier process has left was not. */
    boolean isCounted() {
        return receipts[open.get(0)] != null;
    }

    /** What was counted for an open request, or null. */
    Receipt receipt(int openRequest) {
        return receipts[open.get(openRequest)];
    }

    /** What was counted for the open requests, which are not counted any more. */
    List<Receipt> takeReceipts() {
        List<Receipt> taken = new ArrayList<>();
        for (int place : open) {
            taken.add(receipts[place]);
            receipts[place] = null;
        }
        return taken;
    }

    /**
     * It has no answer.
     *
     * @param now in nanoseconds of a clock that only goes forward
     * @return whether that happens for the first time
     */
    boolean becomesUncertain(long now) {
        boolean isFirst = uncertainSince == null;
        uncertainSince = isFirst ? Long.valueOf(now) : uncertainSince;
        return isFirst;
    }

    /** Linkup refuses it. */
    boolean isRefusedForTheFirstTime() {
        boolean isFirst = !isRefused;
        isRefused = true;
        return isFirst;
    }

    /** When it had no answer for the first time. */
    long uncertainSince() {
        return uncertainSince;
    }

    ReconciliationOptions options() {
        return options;
    }

    /** The tasks in the order of the requests of the whole call. */
    CompletableFuture<List<Task>> result() {
        return result;
    }

    /** Tasks of open requests, with type and time corrected by what was sent. */
    Task[] asSent(Task[] found, Instant now) {
        Task[] known = new Task[open.size()];
        for (int i = 0; i < open.size(); i++) {
            known[i] = found[i] == null ? null : asSent(found[i], requests().get(i), now);
        }
        return known;
    }

    /** Its type is that of the request, whatever the answer says. Its time is that of the call if the answer has none. */
    private Task asSent(Task task, TaskRequest request, Instant now) {
        String type = request.input().taskType().apiValue();
        Instant told = PageSummary.plausible(task.createdAt());
        boolean canBe = told != null
                && !told.isAfter(now.plus(ClockDifference.MARGIN))
                && !told.isBefore(entry.openedAt().minus(FAR_BEHIND));
        Instant createdAt = canBe ? told : entry.openedAt();
        return type.equals(task.type()) && createdAt.equals(task.createdAt()) ? task : task.as(type, createdAt);
    }

    /** The open requests that have no task among these. */
    List<TaskRequest> withoutTask(Task[] found) {
        return IntStream.range(0, open.size())
                .filter(i -> found[i] == null)
                .mapToObj(requests()::get)
                .toList();
    }

    /** What the repository records of tasks of open requests. */
    List<PendingTask> toRecord(Task[] known) {
        return IntStream.range(0, open.size())
                .filter(i -> known[i] != null && PendingTask.canKeep(known[i].id()))
                .mapToObj(i -> PendingTask.of(known[i], requests().get(i)))
                .toList();
    }

    /** Keeps tasks of open requests, which are not open any more. */
    void take(Task[] found) {
        for (int i = 0; i < open.size(); i++) {
            if (found[i] != null) {
                outcomes.created(open.get(i), found[i]);
            }
        }
        open = outcomes.withoutTask();
    }

    /** Every task is known and recorded. */
    void succeed() {
        result.complete(outcomes.tasks());
    }

    /** The open requests were created. Their tasks are recorded, except those with an id that no repository can keep. */
    void created(Task[] known) {
        BitSet unfit = new BitSet();
        for (int i = 0; i < known.length; i++) {
            unfit.set(i, !PendingTask.canKeep(known[i].id()));
        }
        if (unfit.isEmpty()) {
            take(known);
            succeed();
        } else {
            failUnrecorded(known, unfit, new IllegalStateException(UNFIT_ID));
        }
    }

    /** The open requests were created, and the repository cannot record their tasks. */
    void failUnrecorded(Task[] known, Throwable cause) {
        BitSet all = new BitSet();
        all.set(0, known.length);
        failUnrecorded(known, all, cause);
    }

    private void failUnrecorded(Task[] known, BitSet unrecorded, Throwable cause) {
        for (int i = 0; i < known.length; i++) {
            outcomes.created(open.get(i), known[i]);
        }
        unrecorded.stream().forEach(i -> outcomes.unrecorded(open.get(i)));
        fail(LinkupSubmissionUncertainException.notRecorded(
                unrecorded.stream().mapToObj(requests()::get).toList(),
                unrecorded.stream().mapToObj(i -> known[i]).toList(),
                cause));
    }

    /** The open requests were certainly not created. */
    void fail(Throwable cause) {
        result.completeExceptionally(outcomes.failure(cause));
    }

    /** It is not known whether the open requests were created. */
    void failUncertain(Throwable reason) {
        open.forEach(outcomes::uncertain);
        fail(new LinkupSubmissionUncertainException(requests(), outcomes.created(), reason));
    }
}
