package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.repository.OutboxEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * A call for which it is not known what it has created, and when that can be found out. Times are in nanoseconds of a clock
 * that only goes forward. Used by one thread at a time.
 */
final class UncertainCall {

    static final Comparator<UncertainCall> BY_AGE = Comparator.comparing(
                    (UncertainCall uncertain) -> uncertain.entry().openedAt())
            .thenComparing(uncertain -> uncertain.id());

    /** What is written next. If the repository fails meanwhile, the version of the entry tells later whether it was. */
    record Step(Task[] found, OutboxEntry next) {

        boolean isLast() {
            return next.requests().isEmpty();
        }
    }

    private final OutboxCall call;
    private final Throwable cause;
    private final long endedAt;
    private final List<SentInput> inputs;
    private long countsFrom;
    private long sendableAt;
    private Throwable doubt;
    private Step step;
    private boolean isInPass;
    private long lookedAt;
    private Instant earliest;
    private boolean isGone;

    /**
     * @param cause why it is not known what it has created
     * @param sendableAt when its requests may be sent again; until then it is not looked for
     */
    UncertainCall(OutboxCall call, Throwable cause, long endedAt, long sendableAt) {
        this.call = call;
        this.cause = cause;
        this.endedAt = endedAt;
        this.sendableAt = sendableAt;
        this.countsFrom = sendableAt;
        this.inputs = call.requests().stream()
                .map(request -> SentInput.of(request.input()))
                .toList();
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

    /** Why it is not known what it has created. */
    Throwable reason() {
        return doubt == null ? cause : doubt;
    }

    /** @param why why the list does not tell what was not created, or null if it does */
    void doubt(String why) {
        doubt = why == null ? null : new LinkupUnknownException(why, ErrorAnswer.NONE, false, false, cause);
    }

    boolean hasDoubt() {
        return doubt != null;
    }

    /** Nanoseconds until its requests may be sent again. */
    long untilSendable(long now) {
        return sendableAt - now;
    }

    /** Nanoseconds until a pass that begins then can show that tasks were not created: the call can land until then. */
    long untilConclusive(long now) {
        return endedAt + call.options().delay().toNanos() - now;
    }

    /** Nanoseconds until it is given up. If no sender waits, only the time counts in which the list can be read. */
    long untilTimeout(long now) {
        long from = call.isAwaited() ? call.uncertainSince() : countsFrom;
        return from + call.options().timeout().toNanos() - now;
    }

    /** The list cannot be read now: the time that it may take begins anew. */
    void restart(long now) {
        countsFrom = Math.max(now, sendableAt);
    }

    /** A pass begins that looks for it. */
    void joinPass(long now, Instant earliestCreation) {
        lookedAt = now;
        earliest = earliestCreation;
        isInPass = true;
    }

    /** The pass has come to no decision. Reading a long list costs no time of what no sender waits for. */
    void leavePass(long now) {
        countsFrom += isInPass ? now - lookedAt : 0;
        isInPass = false;
    }

    boolean isInPass() {
        return isInPass;
    }

    /** Whether the pass began late enough to show that tasks were not created. */
    boolean isConclusive() {
        return untilConclusive(lookedAt) <= 0;
    }

    /** No task of it was created earlier, by Linkup's clock. */
    Instant earliest() {
        return earliest;
    }

    /** Whether another node has reconciled it: its entry is gone. */
    boolean isGone() {
        return isGone;
    }

    void setGone(boolean gone) {
        isGone = gone;
    }

    Step step() {
        return step;
    }

    void begin(Step newStep) {
        step = newStep;
    }

    /** The time, or a day if it is longer: it can be more than nanoseconds can tell. */
    static long nanos(Duration asked) {
        return asked.compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1).toNanos() : asked.toNanos();
    }
}
