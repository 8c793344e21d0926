package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * One entry whose outcome is being found out: which of its requests have their tasks by now, and who waits for them.
 * Used by one thread at a time.
 */
final class Settlement {

    private OutboxEntry entry;
    private boolean refused;
    private final boolean research;
    private final List<TaskRequest> requests;
    private final List<SentInput> inputs;
    private final boolean awaited;
    private final Task[] tasks;
    private final CompletableFuture<List<Task>> result = new CompletableFuture<>();
    private final SettleOptions options;
    private long since;
    private long callEnded;
    private long notBefore;
    private Throwable reason;
    private Throwable doubt;
    private Instant openedAt;
    private int[] open;
    private Step step;

    /** What was last written of an entry. If the repository fails then, it shows later whether it was. */
    record Step(Task[] landed, OutboxEntry entry) {}

    /**
     * @param awaited whether somebody waits for the tasks
     * @param now when the call ended, in nanoseconds of a clock that only goes forward
     * @param reason why it is not known what was created, or null
     */
    Settlement(OutboxEntry entry, boolean awaited, SettleOptions options, long now, Throwable reason) {
        this.entry = entry;
        this.research = entry.research();
        this.requests = entry.requests();
        this.inputs =
                requests.stream().map(request -> SentInput.of(request.input())).toList();
        this.awaited = awaited;
        this.tasks = new Task[requests.size()];
        this.options = options;
        this.since = now;
        this.callEnded = now;
        this.notBefore = now;
        this.reason = reason;
        this.openedAt = entry.openedAt();
        this.open = IntStream.range(0, requests.size()).toArray();
    }

    String entryId() {
        return entry.id();
    }

    OutboxEntry entry() {
        return entry;
    }

    /** The entry as the repository has it. */
    void entry(OutboxEntry present) {
        entry = present;
    }

    /** The open requests were certainly not created, and never will be. */
    void refused() {
        refused = true;
    }

    boolean isRefused() {
        return refused;
    }

    boolean isResearch() {
        return research;
    }

    boolean isAwaited() {
        return awaited;
    }

    Instant openedAt() {
        return openedAt;
    }

    CompletableFuture<List<Task>> result() {
        return result;
    }

    /** Why it is not known what was created. */
    Throwable reason() {
        return doubt == null ? reason : doubt;
    }

    /**
     * A look into the list is over.
     *
     * @param why why it does not tell what was not created, or null if it does
     */
    void looked(String why) {
        doubt = why == null ? null : new LinkupUnknownException(why, ErrorAnswer.NONE, false, false, reason);
    }

    /** The requests of which no task is known yet. */
    List<TaskRequest> openRequests() {
        return Arrays.stream(open).mapToObj(requests::get).toList();
    }

    List<SentInput> openInputs() {
        return Arrays.stream(open).mapToObj(inputs::get).toList();
    }

    /** Nanoseconds until a look into the list can show that tasks were not created. */
    long untilConclusive(long now) {
        return callEnded + options.delay().toNanos() - now;
    }

    /** Nanoseconds until it is given up. */
    long untilTimeout(long now) {
        return since + options.timeout().toNanos() - now;
    }

    /** A call for the open requests has ended without an answer. */
    void callEnded(long now, Throwable why) {
        callEnded = now;
        reason = why;
        doubt = null;
    }

    Duration timeout() {
        return options.timeout();
    }

    /** A round has taken so long. Of whoever nobody waits for a long list must not use up the time. */
    void tookRound(long nanos) {
        since += awaited ? 0 : nanos;
    }

    /** The open requests were certainly not created, and are not to be sent before so much time is over. */
    void putOff(long now, Duration wait) {
        notBefore = now + wait.toNanos();
        restart(now);
    }

    /** Nanoseconds until the open requests may be sent. */
    long untilAllowed(long now) {
        return notBefore - now;
    }

    /** The time that it may take begins anew, but not before the open requests may be sent. */
    void restart(long now) {
        since = now + Math.max(0, untilAllowed(now));
    }

    /** The open requests were created, and the repository cannot record it; it has the others. */
    Throwable notRecorded(Task[] landed, Throwable cause) {
        Throwable failure = LinkupSubmissionUncertainException.notRecorded(openRequests(), List.of(landed), cause);
        if (open.length == tasks.length) {
            return failure;
        }
        Task[] created = tasks.clone();
        BitSet unrecorded = new BitSet();
        for (int i = 0; i < open.length; i++) {
            created[open[i]] = landed[i];
            unrecorded.set(open[i]);
        }
        return new PartialCallException(created, unrecorded, new BitSet(), failure);
    }

    /** What is about to be written: tasks that landed, by the places of the open requests, and when the rest is sent. */
    void begin(Step newStep) {
        step = newStep;
    }

    Step step() {
        return step;
    }

    /** The last step was not written. */
    void undo() {
        step = null;
    }

    /** The last step is written. */
    void took() {
        fill(step.landed());
        openedAt = step.entry().openedAt();
        entry = step.entry();
        step = null;
    }

    /** Takes the tasks of the open requests, null where there is none. */
    void fill(Task[] landed) {
        List<Integer> rest = new ArrayList<>();
        for (int i = 0; i < open.length; i++) {
            if (landed[i] == null) {
                rest.add(open[i]);
            } else {
                tasks[open[i]] = landed[i];
            }
        }
        open = rest.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Tasks of the open requests, null where there is none, as they are known from what was sent. */
    Task[] asSent(Task[] landed, Instant now) {
        Task[] known = new Task[open.length];
        for (int i = 0; i < open.length; i++) {
            known[i] = landed[i] == null ? null : SentTask.of(landed[i], requests.get(open[i]), openedAt, now);
        }
        return known;
    }

    /** What to remember of tasks of the open requests. */
    List<PendingTask> pending(Task[] landed) {
        List<PendingTask> pending = new ArrayList<>();
        for (int i = 0; i < open.length; i++) {
            if (landed[i] != null && PendingTask.canKeep(landed[i].id())) {
                pending.add(PendingTask.of(landed[i], requests.get(open[i])));
            }
        }
        return pending;
    }

    boolean isComplete() {
        return open.length == 0;
    }

    /** Gives the tasks to whoever waits for them. */
    void succeed() {
        result.complete(List.of(tasks));
    }

    /** The open requests were certainly not created. */
    void failOpen(Throwable cause) {
        boolean nothingCreated = open.length == tasks.length;
        result.completeExceptionally(nothingCreated ? cause : new PartialCallException(tasks, new BitSet(), cause));
    }

    /** Nobody knows of the open requests. */
    void giveUp() {
        List<Task> created = Arrays.stream(tasks).filter(task -> task != null).toList();
        LinkupSubmissionUncertainException uncertain =
                new LinkupSubmissionUncertainException(openRequests(), created, reason());
        if (created.isEmpty()) {
            result.completeExceptionally(uncertain);
            return;
        }
        BitSet places = new BitSet();
        Arrays.stream(open).forEach(places::set);
        result.completeExceptionally(new PartialCallException(tasks, places, uncertain));
    }
}
