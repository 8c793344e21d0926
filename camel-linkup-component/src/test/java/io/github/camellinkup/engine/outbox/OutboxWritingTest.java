package io.github.camellinkup.engine.outbox;

import static io.github.camellinkup.engine.outbox.OutboxRun.failureOf;
import static io.github.camellinkup.engine.outbox.OutboxRun.questions;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.HandDrivenTimer;
import io.github.camellinkup.engine.SimulatedLinkup;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.monitoring.TaskEventType;
import io.github.camellinkup.engine.repository.ForwardingTaskRepository;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.OutboxEntry.State;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.submit.SentBatch;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What the repository is told of a call, also when it fails. */
class OutboxWritingTest {

    private final OutboxRun run = new OutboxRun();
    private final HandDrivenTimer time = run.time;
    private final SimulatedLinkup api = run.api;
    private final TaskRepository stored = run.stored;

    @Test
    void theEntryIsRecordedBeforeTheCallAndReplacedByItsTasks() {
        CompletableFuture<SentBatch> sent = run.send("a", "b");

        assertThat(stored.openEntries()).singleElement().satisfies(entry -> {
            assertThat(entry.state()).isEqualTo(State.SENDING);
            assertThat(entry.node()).isEqualTo("a");
            assertThat(entry.requests()).hasSize(2);
            assertThat(entry.openedAt()).isEqualTo(OutboxRun.START);
            assertThat(entry.leasedUntil()).isEqualTo(OutboxRun.START.plusSeconds(60));
        });
        api.calls.get(0).succeed();

        assertThat(questions(sent)).containsExactly("a", "b");
        assertThat(stored.openEntries()).isEmpty();
        assertThat(run.pending()).hasSize(2);
        assertThat(api.reads).isEmpty();
        assertThat(run.statistics.get(TaskEventType.CREATED)).isEqualTo(2);
    }

    /** Tasks can have finished, and been passed in the list, before they are recorded. */
    @Test
    void readersAreNotifiedWhenTasksAreRecorded() {
        run.send("a", "b");
        List<Task> landed = api.land(api.calls.get(0).requests);
        time.advance(Duration.ofSeconds(5));
        assertThat(run.recorded).isEmpty();

        api.calls.get(0).answer.complete(landed);

        assertThat(run.recorded)
                .extracting(Task::id)
                .isEqualTo(landed.stream().map(Task::id).toList());
        assertThat(run.pending()).hasSize(2);
    }

    @Test
    void anAnswerWithTooFewTasksIsNoAnswer() {
        CompletableFuture<SentBatch> sent = run.send("a", "b");
        List<Task> landed = api.land(api.calls.get(0).requests);
        api.calls.get(0).answer.complete(landed.subList(0, 1));

        assertThat(questions(sent)).containsExactly("a", "b");
        assertThat(run.pending()).hasSize(2);
        assertThat(api.calls).hasSize(1);
    }

    @Test
    void aRepositoryThatCannotRecordTheEntryStopsTheCall() {
        run.fail("open", 1);

        Throwable failure = failureOf(run.send("a"));

        assertThat(failure).isInstanceOfSatisfying(LinkupException.class, refused -> {
            assertThat(refused.isCertainlyNotProcessed()).isTrue();
            assertThat(refused).hasMessageContaining("Nothing was sent").hasMessageContaining("database is down");
        });
        assertThat(api.calls).isEmpty();
    }

    @Test
    void anEntryThatWasRecordedAlthoughTheRepositoryFailedIsTakenBack() {
        run.fail("open", -1);
        run.fail("discard", 2);

        assertThat(failureOf(run.send("a"))).isInstanceOf(LinkupException.class);
        assertThat(stored.openEntries()).hasSize(1);
        time.advance(Duration.ofSeconds(5));

        assertThat(stored.openEntries()).isEmpty();
        assertThat(api.calls).isEmpty();
        time.advance(Duration.ofSeconds(21));
        assertThat(time.waiting()).as("there is no lease to renew").isZero();
    }

    @Test
    void aCertainFailureLeavesNothingBehind() {
        CompletableFuture<SentBatch> sent = run.send("a");
        api.calls.get(0).refuse();

        assertThat(failureOf(sent)).hasMessageContaining("refused");
        assertThat(stored.openEntries()).isEmpty();
        assertThat(api.reads).isEmpty();
    }

    @Test
    void tasksWhoseRecordingFailsAreRecordedLaterAndKeptUntilThen() {
        run.fail("created", 3);
        CompletableFuture<SentBatch> sent = run.send("a");
        api.calls.get(0).succeed();
        assertThat(sent).isNotDone();
        assertThat(stored.openEntries()).hasSize(1);
        time.advance(Duration.ofSeconds(10));

        assertThat(questions(sent)).containsExactly("a");
        assertThat(run.pending()).hasSize(1);
        assertThat(api.calls).hasSize(1);
    }

    @Test
    void aRepositoryThatStaysDownAfterTheCallIsToldWithTheTasksAndTriedOn() {
        run.fail("created", 40);
        CompletableFuture<SentBatch> sent = run.send("a");
        api.calls.get(0).succeed();
        time.advance(Duration.ofMinutes(10));

        assertThat(failureOf(sent)).isInstanceOfSatisfying(LinkupPartialBatchException.class, partial -> {
            assertThat(partial.getCreated()).isEqualTo(api.tasks());
            assertThat(partial.getUnrecorded()).isEqualTo(api.tasks());
            assertThat(partial.getUncertain()).isEmpty();
            assertThat(partial).hasCauseInstanceOf(LinkupSubmissionUncertainException.class);
        });
        time.advance(Duration.ofMinutes(20));
        assertThat(run.pending()).hasSize(1);
    }

    @Test
    void tasksAreRecordedLaterWhateverTheRepositoryThrows() {
        TaskRepository real = new MemoryTaskRepository();
        AtomicBoolean broken = new AtomicBoolean(true);
        OutboxRun erring = new OutboxRun(new ForwardingTaskRepository(real) {
            @Override
            public void created(String entryId, Collection<PendingTask> tasks) {
                if (broken.get()) {
                    throw new NoClassDefFoundError("com/acme/Driver");
                }
                super.created(entryId, tasks);
            }
        });

        CompletableFuture<SentBatch> sent = erring.send("a");
        erring.api.calls.get(0).succeed();
        assertThat(sent).isNotDone();
        broken.set(false);
        erring.time.advance(Duration.ofMinutes(1));

        assertThat(questions(sent)).containsExactly("a");
        assertThat(real.openEntries()).isEmpty();
    }

    @Test
    void aRestThatStaysUnrecordedIsToldApartFromWhatIsRecorded() {
        CompletableFuture<SentBatch> sent = run.send("a", "b", "c");
        api.calls.get(0).cutAfter(1);
        time.advance(Duration.ofSeconds(10));
        run.fail("created", 40);
        api.calls.get(1).succeed();
        time.advance(Duration.ofMinutes(10));

        assertThat(failureOf(sent)).isInstanceOfSatisfying(LinkupPartialBatchException.class, partial -> {
            assertThat(partial.getCreated()).isEqualTo(api.tasks()).hasSize(3);
            assertThat(partial.getUnrecorded()).isEqualTo(api.tasks().subList(1, 3));
        });
        time.advance(Duration.ofMinutes(20));
        assertThat(run.pending()).hasSize(3);
    }

    @Test
    void aStepOfWhichItIsNotKnownWhetherItWasWrittenIsNotMadeTwice() {
        CompletableFuture<SentBatch> sent = run.send("a", "b");
        api.calls.get(0).cutAfter(1);
        run.fail("reconcile", -1);
        time.advance(Duration.ofSeconds(30));
        assertThat(api.calls).hasSize(2);
        assertThat(api.calls.get(1).requests).extracting(Calls::question).containsExactly("b");
        api.calls.get(1).succeed();

        assertThat(questions(sent)).containsExactly("a", "b");
        assertThat(api.tasks()).hasSize(2);
    }

    @Test
    void aLastStepOfWhichItIsNotKnownWhetherItWasWrittenIsNotMadeTwiceEither() {
        CompletableFuture<SentBatch> sent = run.send("a");
        run.fail("reconcile", -1);
        api.calls.get(0).cutAfter(1);
        time.advance(Duration.ofSeconds(15));

        assertThat(questions(sent)).containsExactly("a");
        assertThat(run.pending()).hasSize(1);
        assertThat(api.calls).hasSize(1);
    }

    @Test
    void aStepThatWasNotWrittenIsMadeAsSoonAsItCanBe() {
        CompletableFuture<SentBatch> sent = run.send("a", "b");
        api.calls.get(0).cutAfter(1);
        run.fail("reconcile", 2);
        time.advance(Duration.ofMinutes(2));
        assertThat(api.calls).hasSize(2);
        assertThat(api.calls.get(1).requests).extracting(Calls::question).containsExactly("b");
        api.calls.get(1).succeed();

        assertThat(questions(sent)).containsExactly("a", "b");
        assertThat(run.pending()).hasSize(2);
        assertThat(run.statistics.get(TaskEventType.ADOPTED)).isEqualTo(1);
    }

    @Test
    void aLastStepThatWasNotWrittenIsMadeAsSoonAsItCanBe() {
        CompletableFuture<SentBatch> sent = run.send("a");
        run.fail("reconcile", 2);
        api.calls.get(0).cutAfter(1);
        assertThat(sent).as("nobody would remember the task").isNotDone();
        time.advance(Duration.ofSeconds(15));

        assertThat(questions(sent)).containsExactly("a");
        assertThat(run.pending()).hasSize(1);
        assertThat(api.calls).hasSize(1);
    }

    @Test
    void leasesAreRenewedWhileACallIsUnderWayAndNotLonger() {
        run.send("a");
        time.advance(Duration.ofSeconds(150));
        assertThat(stored.openEntries().get(0).leasedUntil()).isAfter(run.now().plusSeconds(39));
        api.calls.get(0).succeed();
        time.advance(Duration.ofSeconds(21));

        assertThat(time.waiting()).isZero();
    }

    @Test
    void aLeaseWhoseRenewalFailsIsRenewedTheNextTime() {
        run.send("a");
        run.fail("renew", 2);
        time.advance(Duration.ofSeconds(60));

        assertThat(stored.openEntries().get(0).leasedUntil())
                .isEqualTo(run.now().plusSeconds(60));
    }
}
