package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.repository.OutboxEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A call without an answer: what it sent, and by when its outcome can be known. Times are in nanoseconds of a clock that only
 * goes forward. Used by one thread at a time.
 */
final class UncertainCall {

    static final Comparator<OutboxEntry> ENTRY_BY_AGE =
            Comparator.comparing(OutboxEntry::openedAt).thenComparing(OutboxEntry::id);
    static final Comparator<UncertainCall> BY_AGE = Comparator.comparing(UncertainCall::entry, ENTRY_BY_AGE);

    private final OutboxCall call;
    private final Throwable cause;
    private final long conclusiveAt;
    private final long sendableAt;
    private final List<SentInput> inputs;
    private long timeoutAt;
    private Throwable doubt;
    private Task[] found;
    private OutboxEntry written;
    private boolean isInPass;
    private long passBeganAt;
    private Instant earliest;
    private boolean isGone;

    /**
     * @param cause why its outcome is not known
     * @param endedAt when the call ended; it can still create tasks for the settle delay after that
     * @param sendableAt when its requests may be sent again; until then no pass looks for its tasks
     */
    UncertainCall(OutboxCall call, Throwable cause, long endedAt, long sendableAt) {
        this.call = call;
        this.cause = cause;
        this.conclusiveAt = endedAt + call.options().delay().toNanos();
        this.sendableAt = sendableAt;
        this.timeoutAt = (call.isAwaited() ? call.uncertainSince() : sendableAt)
                + call.options().timeout().toNanos();
        this.inputs = SentInput.of(call.entry());
    }

    OutboxCall call() {
        return call;
    }

    String id() {
        return call.id();
    }

    OutboxEntry entry() {
        return call.entry();
    }

    /** The inputs of the open requests. */
    List<SentInput> inputs() {
        return inputs;
    }

    /** Whether one task could come from either call. */
    boolean isLike(UncertainCall other) {
        return SentInput.isAnyAlike(inputs, other.inputs);
    }

    /** Why its outcome is not known. */
    Throwable reason() {
        return doubt == null ? cause : doubt;
    }

    /** @param why why a task that is not found may exist all the same, or null */
    void doubt(String why) {
        doubt = why == null ? null : new LinkupUnknownException(why, ErrorAnswer.NONE, false, false, cause);
    }

    /** Whether tasks of it that the pass has not found may exist, or be created later. */
    boolean mayHaveMoreTasks() {
        return doubt != null || !isConclusive();
    }

    /** The tasks that were found of its open requests, null where there is none. */
    Task[] found() {
        return found;
    }

    void found(Task[] tasks) {
        found = tasks;
    }

    /** The inputs of the open requests with a task that was found, or of those without one. */
    List<SentInput> inputs(boolean withTask) {
        return IntStream.range(0, found.length)
                .filter(i -> found[i] != null == withTask)
                .mapToObj(inputs::get)
                .toList();
    }

    /** Nanoseconds until its requests may be sent again. */
    long untilSendable(long now) {
        return sendableAt - now;
    }

    /** Nanoseconds until the call can create no more tasks: only a pass that begins later shows that one was not created. */
    long untilConclusive(long now) {
        return conclusiveAt - now;
    }

    /** Nanoseconds until it is given up. */
    long untilTimeout(long now) {
        return timeoutAt - now;
    }

    /** The list cannot be read now. That does not shorten the timeout of a leftover. */
    void listFailed(long now) {
        if (!call.isAwaited()) {
            timeoutAt = Math.max(now, sendableAt) + call.options().timeout().toNanos();
        }
    }

    /** A pass begins that looks for its tasks. */
    void joinPass(long now, Instant earliestCreation) {
        passBeganAt = now;
        earliest = earliestCreation;
        isInPass = true;
    }

    /** The pass has ended without a decision. Leftovers do not lose timeout to long lists. */
    void leavePass(long now) {
        if (isInPass && !call.isAwaited()) {
            timeoutAt += now - passBeganAt;
        }
        isInPass = false;
    }

    boolean isInPass() {
        return isInPass;
    }

    /** Whether the pass began late enough to show that tasks were not created. */
    boolean isConclusive() {
        return untilConclusive(passBeganAt) <= 0;
    }

    /** No task of it was created earlier, by Linkup's clock. */
    Instant earliest() {
        return earliest;
    }

    /** Whether its entry is gone, because another node has reconciled it. */
    boolean isGone() {
        return isGone;
    }

    void setGone(boolean gone) {
        isGone = gone;
    }

    /**
     * The entry as the last write makes it, null before a write. If the repository fails meanwhile, the version tells later
     * whether it is written.
     */
    OutboxEntry written() {
        return written;
    }

    void written(OutboxEntry next) {
        written = next;
    }

    /** At most a day, because nanoseconds cannot hold every duration. */
    static long nanos(Duration asked) {
        return asked.compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1).toNanos() : asked.toNanos();
    }
}
