package io.github.camellinkup.engine.outbox;

import static io.github.camellinkup.engine.outbox.OutboxRun.questions;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.CannedFailures;
import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.exception.LinkupTasksQueueLimitExceededException;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.engine.HandDrivenTimer;
import io.github.camellinkup.engine.SimulatedLinkup;
import io.github.camellinkup.engine.monitoring.TaskEventType;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.ReferenceKey;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.submit.SentBatch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was left open by a sender that has ended, and is refused when it is sent again. */
class RefusedLeftoversTest {

    private final OutboxRun run = new OutboxRun();
    private final HandDrivenTimer time = run.time;
    private final SimulatedLinkup api = run.api;
    private final TaskRepository stored = run.stored;

    @Test
    void oneThatIsRefusedForNowIsTriedAgainUntilItIsCreated() {
        stored.open(run.entry("left", "a", run.now().plusSeconds(60), "a"));
        run.node.reconcileLeftovers(OutboxRun.OPTIONS);
        time.advance(Duration.ofSeconds(10));
        api.calls.get(0).refuse();
        time.advance(Duration.ofSeconds(45));
        api.calls.get(1).succeed();

        assertThat(run.pending()).hasSize(1);
        assertThat(api.tasks()).hasSize(1);
    }

    @Test
    void oneThatIsRefusedForLongerThanItMayBeUncertainIsTriedOn() {
        stored.open(run.entry("left", "a", run.now().plusSeconds(60), "a"));
        run.node.reconcileLeftovers(OutboxRun.OPTIONS);
        for (int i = 0; i < 360; i++) {
            time.advance(Duration.ofSeconds(10));
            api.calls.forEach(SimulatedLinkup.Call::refuse);
        }
        // Another call whose answer never came is looked for at once, and the leftover is looked at with it.
        run.send("b");
        api.calls.get(api.calls.size() - 1).cut();
        time.advance(Duration.ofMinutes(1));
        api.calls.stream().filter(call -> !call.answer.isDone()).toList().forEach(SimulatedLinkup.Call::succeed);

        assertThat(run.pending()).hasSize(2);
        assertThat(stored.openEntries()).isEmpty();
        assertThat(run.statistics.get(TaskEventType.UNCERTAIN)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {45, 3_600})
    void oneIsNotSentBeforeTheTimeThatLinkupAsksFor(long seconds) {
        stored.open(run.entry("left", "a", run.now().plusSeconds(60), "a"));
        run.node.reconcileLeftovers(OutboxRun.OPTIONS);
        time.advance(Duration.ofSeconds(10));
        int reads = api.reads.size();
        api.calls.get(0).answer.completeExceptionally(fullFor(seconds));
        time.advance(Duration.ofSeconds(seconds - 1));
        assertThat(api.calls).hasSize(1);
        assertThat(api.reads).as("reads of the list").hasSize(reads);
        time.advance(Duration.ofSeconds(31));
        assertThat(api.calls).hasSize(2);
        api.calls.get(1).succeed();

        assertThat(run.pending()).hasSize(1);
        assertThat(run.statistics.get(TaskEventType.UNCERTAIN)).isZero();
    }

    @Test
    void oneThatIsToBeSentInAgesDoesNotHoldUpOthers() {
        stored.open(run.entry("left", "a", run.now().plusSeconds(60), "a"));
        run.node.reconcileLeftovers(OutboxRun.OPTIONS);
        time.advance(Duration.ofSeconds(10));
        api.calls.get(0).answer.completeExceptionally(fullFor(Long.MAX_VALUE));

        CompletableFuture<SentBatch> sent = run.send("b");
        api.calls.get(1).cut();
        time.advance(Duration.ofSeconds(20));
        assertThat(api.calls.get(2).requests).extracting(Calls::question).containsExactly("b");
        api.calls.get(2).succeed();

        assertThat(questions(sent)).containsExactly("b");
        assertThat(stored.openEntries()).extracting(OutboxEntry::id).containsExactly("left");
        time.advance(Duration.ofHours(23));
        assertThat(api.calls).hasSize(3);
    }

    @Test
    void oneThatWaitsAsLinkupAsksIsNotGivenUpBecauseTheRepositoryFailsMeanwhile() {
        stored.open(run.entry("left", "a", run.now().plusSeconds(60), "a"));
        run.node.reconcileLeftovers(OutboxRun.OPTIONS);
        time.advance(Duration.ofSeconds(10));
        api.calls.get(0).answer.completeExceptionally(fullFor(3_600));
        run.fail("openEntries", 1);
        time.advance(Duration.ofSeconds(3_640));
        assertThat(api.calls).hasSize(2);
        api.calls.get(1).succeed();

        assertThat(run.pending()).hasSize(1);
        assertThat(run.statistics.get(TaskEventType.UNCERTAIN)).isZero();
    }

    private static LinkupTasksQueueLimitExceededException fullFor(long seconds) {
        return new LinkupTasksQueueLimitExceededException(
                "The queue is full",
                new ErrorAnswer(429, Optional.empty(), List.of(), Optional.of(Duration.ofSeconds(seconds))));
    }

    @Test
    void oneThatLinkupRefusesIsGivenUpAsSoonAsThatCanBeRecorded() {
        stored.open(run.entry("left", "a", run.now().plusSeconds(60), "a"));
        run.node.reconcileLeftovers(OutboxRun.OPTIONS);
        time.advance(Duration.ofSeconds(10));
        run.fail("giveUpEntry", 2);

        api.calls
                .get(0)
                .answer
                .completeExceptionally(new LinkupInvalidRequestException("no", ErrorAnswer.ofStatus(400)));
        assertThat(stored.openEntries()).hasSize(1);
        time.advance(Duration.ofMinutes(5));

        assertThat(stored.openEntries()).isEmpty();
        assertThat(api.calls).hasSize(1);
        assertThat(run.statistics.get(TaskEventType.UNCERTAIN)).isZero();
        assertThat(time.waiting()).isZero();
    }

    @Test
    void oneWhoseKeyIsRefusedIsSentWhenTheKeyIsAcceptedAgain() {
        stored.open(run.entry("left", "a", run.now().plusSeconds(60), "a"));
        run.node.reconcileLeftovers(OutboxRun.OPTIONS);
        time.advance(Duration.ofSeconds(10));
        api.listFailure = CannedFailures.of(401, null, new byte[0]);
        api.calls.get(0).answer.completeExceptionally(api.listFailure);
        time.advance(OutboxRun.OPTIONS.timeout().multipliedBy(3));
        assertThat(api.calls).hasSize(1);
        api.listFailure = null;
        time.advance(Duration.ofSeconds(30));
        api.calls.get(1).succeed();

        assertThat(run.pending()).hasSize(1);
        assertThat(stored.openEntries()).isEmpty();
    }

    /** As when the credits are used up. */
    @ParameterizedTest
    @CsvSource({"403, FORBIDDEN", "429, INSUFFICIENT_FUNDS_CREDITS"})
    void oneThatIsRefusedForAReasonThatCanBeMendedIsSentAgain(int status, String code) {
        stored.open(run.entry("left", "a", run.now().plusSeconds(60), "a"));
        run.node.reconcileLeftovers(OutboxRun.OPTIONS);
        time.advance(Duration.ofSeconds(10));
        byte[] answer = ("{\"statusCode\":" + status + ",\"error\":{\"code\":\"" + code + "\",\"message\":\"no\"}}")
                .getBytes(StandardCharsets.UTF_8);
        for (int hour = 0; hour < 3; hour++) {
            api.calls.get(hour).answer.completeExceptionally(CannedFailures.of(status, null, answer));
            time.advance(Duration.ofHours(1));
        }
        api.calls.get(3).succeed();

        assertThat(run.pending()).hasSize(1);
        assertThat(stored.openEntries()).isEmpty();
    }

    @Test
    void theReferenceOfOneThatLinkupRefusesCanBeSentAgain() {
        OutboxEntry left = run.entry("left", "a", run.now().plusSeconds(60), "a");
        TaskRequest once = left.requests().get(0).withIdempotencyPeriod(Duration.ofDays(1));
        stored.open(new OutboxEntry(left.id(), left.node(), left.openedAt(), left.leasedUntil(), false, List.of(once)));
        run.node.reconcileLeftovers(OutboxRun.OPTIONS);
        time.advance(Duration.ofSeconds(10));
        assertThat(stored.findReferences(List.of(ReferenceKey.of(once)))).hasSize(1);

        api.calls
                .get(0)
                .answer
                .completeExceptionally(new LinkupInvalidRequestException("no", ErrorAnswer.ofStatus(400)));

        assertThat(stored.findReferences(List.of(ReferenceKey.of(once)))).isEmpty();
    }

    @Test
    void oneWhoseCallNeverLeftBecauseTheEngineStopsStaysOpenForTheNextStart() {
        stored.open(run.entry("left", "a", run.now().plusSeconds(60), "a"));
        run.node.reconcileLeftovers(OutboxRun.OPTIONS);
        time.advance(Duration.ofSeconds(10));

        api.calls
                .get(0)
                .answer
                .completeExceptionally(new LinkupUnknownException("closed", ErrorAnswer.NONE, false, true, null));
        run.node.close();
        run.timer.close();

        assertThat(stored.openEntries()).extracting(OutboxEntry::id).containsExactly("left");
    }
}
