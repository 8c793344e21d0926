package io.github.camellinkup.engine.outbox;

import static io.github.camellinkup.engine.outbox.Calls.request;
import static io.github.camellinkup.engine.outbox.OutboxRun.done;
import static io.github.camellinkup.engine.outbox.OutboxRun.failureOf;
import static io.github.camellinkup.engine.outbox.OutboxRun.question;
import static io.github.camellinkup.engine.outbox.OutboxRun.questions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camellinkup.client.CannedFailures;
import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupAuthenticationException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.engine.HandDrivenTimer;
import io.github.camellinkup.engine.SimulatedLinkup;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.monitoring.TaskEventType;
import io.github.camellinkup.engine.repository.ForwardingTaskRepository;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.OutboxEntry.State;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.Resubmission;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.submit.SentBatch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What becomes of a call whose answer never came. */
class ReconcilingTest {

    private final OutboxRun run = new OutboxRun();
    private final HandDrivenTimer time = run.time;
    private final SimulatedLinkup api = run.api;
    private final TaskRepository stored = run.stored;

    @Test
    void tasksThatLandedThoughTheAnswerNeverCameAreAdoptedAtOnce() {
        CompletableFuture<SentBatch> sent = run.send("a", "b", "c");
        api.calls.get(0).cutAfter(3);

        assertThat(questions(sent)).containsExactly("a", "b", "c");
        assertThat(run.pending()).hasSize(3);
        assertThat(api.calls).hasSize(1);
        assertThat(api.reads).hasSize(1);
        assertThat(stored.openEntries()).isEmpty();
        assertThat(run.statistics.get(TaskEventType.ADOPTED)).isEqualTo(3);
    }

    @Test
    void aCallWhoseTimeIsUpDuringAReadThatFailsIsCountedOnce() {
        CompletableFuture<TaskPage> page = new CompletableFuture<>();
        Outbox node = run.node(api, (research, query) -> page, stored);
        CompletableFuture<SentBatch> sent = run.send(node, List.of(request("a")));
        api.calls.get(0).cut();
        time.advance(OutboxRun.OPTIONS.timeout());
        page.completeExceptionally(CannedFailures.of(503, null, new byte[0]));

        assertThat(failureOf(sent)).hasCauseInstanceOf(LinkupSubmissionUncertainException.class);
        assertThat(run.statistics.get(TaskEventType.UNCERTAIN)).isEqualTo(1);
    }

    @Test
    void whatDidNotLandIsSentAgainOnlyWhenTheCutCallCanLandNoMore() {
        CompletableFuture<SentBatch> sent = run.send("a", "b");
        api.calls.get(0).cut();
        time.advance(Duration.ofMillis(9_999));
        assertThat(api.calls).hasSize(1);

        time.advance(Duration.ofMillis(1));
        assertThat(api.calls).hasSize(2);
        assertThat(stored.openEntries())
                .singleElement()
                .extracting(OutboxEntry::state)
                .isEqualTo(State.SENDING);
        api.calls.get(1).succeed();

        assertThat(questions(sent)).containsExactly("a", "b");
        assertThat(api.tasks()).hasSize(2);
        assertThat(run.pending()).hasSize(2);
        assertThat(run.statistics.get(TaskEventType.SENT_AGAIN)).isEqualTo(2);
    }

    @Test
    void aCallThatLandsLateIsNotSentAgain() {
        CompletableFuture<SentBatch> sent = run.send("a", "b");
        List<TaskRequest> requests = api.calls.get(0).requests;
        api.calls.get(0).cut();
        time.advance(Duration.ofSeconds(8));
        api.land(requests);
        time.advance(Duration.ofSeconds(10));

        assertThat(questions(sent)).containsExactly("a", "b");
        assertThat(api.calls).hasSize(1);
    }

    @Test
    void onlyTheRestIsSentAndItCanBeUncertainAgain() {
        CompletableFuture<SentBatch> sent = run.send("a", "b", "c", "d");
        api.calls.get(0).cutAfter(1);
        time.advance(Duration.ofSeconds(10));
        assertThat(api.calls.get(1).requests).extracting(Calls::question).containsExactly("b", "c", "d");
        api.calls.get(1).cutAfter(2);
        time.advance(Duration.ofSeconds(10));
        assertThat(api.calls.get(2).requests).extracting(Calls::question).containsExactly("d");
        api.calls.get(2).succeed();

        assertThat(questions(sent)).containsExactly("a", "b", "c", "d");
        assertThat(api.tasks()).hasSize(4);
        assertThat(stored.openEntries()).isEmpty();
    }

    @Test
    void aRestThatIsRefusedLeavesWhatLandedInTheMiddle() {
        CompletableFuture<SentBatch> sent = run.send("a", "b", "c");
        api.land(List.of(request("b")));
        api.calls.get(0).cut();
        time.advance(Duration.ofSeconds(10));
        api.calls.get(1).refuse();

        assertThat(failureOf(sent)).isInstanceOfSatisfying(LinkupPartialBatchException.class, partial -> {
            assertThat(partial.getCreated()).extracting(OutboxRun::question).containsExactly("b");
            assertThat(partial.getNotCreated()).extracting(Calls::question).containsExactly("a", "c");
            assertThat(partial.getUncertain()).isEmpty();
        });
        assertThat(stored.openEntries()).isEmpty();
    }

    @Test
    void whatCannotBeFoundOutInTimeIsGivenUpWithWhatIsKnown() {
        CompletableFuture<SentBatch> sent = run.send("a", "b");
        api.calls.get(0).cutAfter(1);
        time.advance(Duration.ofSeconds(10));
        api.calls.get(1).cut();
        api.listFailure = SimulatedLinkup.uncertain();
        time.advance(Duration.ofMinutes(10).minusSeconds(11));
        assertThat(sent).isNotDone();
        time.advance(Duration.ofSeconds(1));

        assertThat(failureOf(sent)).isInstanceOfSatisfying(LinkupPartialBatchException.class, partial -> {
            assertThat(partial.getCreated()).extracting(OutboxRun::question).containsExactly("a");
            assertThat(partial.getUncertain()).extracting(Calls::question).containsExactly("b");
            assertThat(partial).cause().isInstanceOfSatisfying(LinkupSubmissionUncertainException.class, uncertain -> {
                assertThat(uncertain.getRequests()).hasSize(1);
                assertThat(uncertain.getCreated()).hasSize(1);
                assertThat(uncertain).hasMessageContaining("created 1 task").hasMessageContaining("1 are created");
            });
        });
        assertThat(stored.openEntries()).as("a given-up entry is not open").isEmpty();
        assertThat(run.statistics.get(TaskEventType.UNCERTAIN)).isEqualTo(1);
        assertThat(api.calls).hasSize(2);
        time.advance(Duration.ofMinutes(5));
        assertThat(time.waiting()).isZero();
    }

    @Test
    void theListIsReadNoFartherThanBackToTheCall() {
        for (int i = 0; i < 1_000; i++) {
            api.land(List.of(request("old " + i)));
        }
        time.advance(Duration.ofHours(1));
        CompletableFuture<SentBatch> sent = run.send("a");
        api.calls.get(0).cutAfter(1);

        assertThat(questions(sent)).containsExactly("a");
        assertThat(api.reads).hasSize(1);
    }

    @Test
    void aListThatCannotBeReadForATimeIsReadAgainLessAndLessOften() {
        CompletableFuture<SentBatch> sent = run.send("a");
        api.listFailure = new LinkupAuthenticationException("no", ErrorAnswer.ofStatus(401));
        api.calls.get(0).cutAfter(1);
        time.advance(Duration.ofSeconds(100));
        assertThat(api.reads).hasSizeBetween(6, 9);

        api.listFailure = null;
        time.advance(Duration.ofSeconds(30));
        assertThat(questions(sent)).containsExactly("a");
    }

    @Test
    void othersAreSettledWhateverTheRepositoryThrowsWhereOneIsGivenUp() {
        AtomicInteger left = new AtomicInteger(1);
        OutboxRun erring = new OutboxRun(new ForwardingTaskRepository(stored) {
            @Override
            public boolean giveUpEntry(OutboxEntry entry, boolean notCreated) {
                if (left.getAndDecrement() > 0) {
                    throw new NoClassDefFoundError("com/acme/Driver");
                }
                return super.giveUpEntry(entry, notCreated);
            }
        });
        erring.api.listFailure = SimulatedLinkup.uncertain();
        erring.send("a");
        erring.api.calls.get(0).cut();
        erring.time.advance(OutboxRun.OPTIONS.timeout());
        erring.api.listFailure = null;

        CompletableFuture<SentBatch> sent = erring.send("b");
        erring.api.calls.get(1).cutAfter(1);
        erring.time.advance(Duration.ofMinutes(1));

        assertThat(questions(sent)).containsExactly("b");
        assertThat(stored.openEntries()).isEmpty();
    }

    @Test
    void nothingIsSentAfterTheSenderWasToldThatTheOutcomeIsNotKnown() {
        api.listFailure = SimulatedLinkup.uncertain();
        CompletableFuture<SentBatch> sent = run.send("a");
        api.calls.get(0).cut();
        run.fail("giveUpEntry", 1);
        time.advance(OutboxRun.OPTIONS.timeout());
        assertThat(failureOf(sent)).hasCauseInstanceOf(LinkupSubmissionUncertainException.class);

        api.listFailure = null;
        time.advance(Duration.ofMinutes(5));

        assertThat(api.calls).hasSize(1);
        assertThat(stored.openEntries()).isEmpty();
    }

    @Test
    void researchIsFoundInItsOwnList() {
        CompletableFuture<Task> sent = run.sendResearch("why");
        assertThat(stored.openEntries())
                .singleElement()
                .extracting(OutboxEntry::research)
                .isEqualTo(true);
        api.calls.get(0).cutAfter(1);

        assertThat(question(done(sent))).isEqualTo("why");
        assertThat(api.listsRead).containsExactly(true);
        assertThat(api.calls.get(0).research).isTrue();
    }

    @Test
    void whenTheEngineClosesWhoWaitsIsToldAndTheEntryStaysOpen() {
        CompletableFuture<SentBatch> sent = run.send("a");
        api.listFailure = SimulatedLinkup.uncertain();
        api.calls.get(0).cut();
        assertThat(sent).isNotDone();

        run.node.close();
        run.timer.close();

        assertThatThrownBy(sent::join)
                .cause()
                .isInstanceOfSatisfying(LinkupPartialBatchException.class, partial -> assertThat(partial.getUncertain())
                        .hasSize(1));
        assertThat(stored.openEntries()).hasSize(1);
    }

    @Test
    void aFailedTaskWhoseRequestMayHaveBeenSentAgainIsPendingAgain() {
        stored.created("none", List.of(new PendingTask("failed", "search", run.now(), null, null, null, null, 0)));
        TaskRequest again =
                new TaskRequest(request("a").input(), null, null, null, new Resubmission("failed", 1), null);
        CompletableFuture<SentBatch> sent = run.send(List.of(again));
        api.listFailure = SimulatedLinkup.uncertain();
        api.calls.get(0).cut();
        time.advance(OutboxRun.OPTIONS.timeout().minusSeconds(1));
        assertThat(run.pending()).isEmpty();
        time.advance(Duration.ofSeconds(1));

        assertThat(failureOf(sent)).hasCauseInstanceOf(LinkupSubmissionUncertainException.class);
        assertThat(run.pending()).extracting(PendingTask::id).containsExactly("failed");
        assertThat(stored.mayBeReplaced("failed")).isTrue();
    }
}
