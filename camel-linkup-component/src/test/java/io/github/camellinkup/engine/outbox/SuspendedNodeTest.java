package io.github.camellinkup.engine.outbox;

import static io.github.camellinkup.engine.outbox.OutboxRun.questions;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.engine.HandDrivenTimer;
import io.github.camellinkup.engine.SimulatedLinkup;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.repository.ForwardingTaskRepository;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.submit.SentBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * A node is suspended between writing what it is about to send and sending it, as a virtual machine or a long collection
 * of garbage does. Meanwhile time goes on for its neighbour, and not for its own timers.
 */
class SuspendedNodeTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final MemoryTaskRepository database = new MemoryTaskRepository();
    private final OutboxRun run = new OutboxRun(database);
    private final HandDrivenTimer time = run.time;
    private final SimulatedLinkup api = run.api;
    private final Outbox neighbour = run.node("neighbour");

    private final HandDrivenTimer ownTimer = new HandDrivenTimer();
    private final SuspendingRepository repository = new SuspendingRepository();
    private final Outbox node = run.node("suspended", repository, ownTimer);

    /** What one node sees of the database. Each thing happens once, when a step is written. */
    private final class SuspendingRepository extends ForwardingTaskRepository {

        private final List<String> used = new ArrayList<>();
        private Runnable afterOpen = () -> {};
        private Runnable afterSettle = () -> {};
        private boolean isCutOff;

        SuspendingRepository() {
            super(database);
        }

        @Override
        public void open(OutboxEntry entry) {
            used.add("open");
            super.open(entry);
            Runnable happens = afterOpen;
            afterOpen = () -> {};
            happens.run();
        }

        @Override
        public boolean reconcile(
                OutboxEntry entry, Collection<PendingTask> landed, List<TaskRequest> rest, Instant openedAt) {
            boolean settled = super.reconcile(entry, landed, rest, openedAt);
            Runnable happens = afterSettle;
            afterSettle = () -> {};
            happens.run();
            return settled;
        }

        @Override
        public void created(String entryId, Collection<PendingTask> tasks) {
            used.add("created");
            super.created(entryId, tasks);
        }

        @Override
        public boolean discard(OutboxEntry entry) {
            if (isCutOff) {
                throw new IllegalStateException("the database cannot be reached");
            }
            return super.discard(entry);
        }

        @Override
        public List<OutboxEntry> openEntries() {
            used.add("openEntries");
            return super.openEntries();
        }

        @Override
        public boolean claim(OutboxEntry entry, String node, Instant until) {
            used.add("claim");
            return super.claim(entry, node, until);
        }
    }

    private void neighbourSettlesAndSends() {
        int calls = api.calls.size();
        time.advance(LONG);
        neighbour.reconcileLeftovers(OutboxRun.OPTIONS);
        time.advance(Duration.ofSeconds(15));
        assertThat(api.calls).as("the neighbour sends").hasSize(calls + 1);
        api.calls.get(calls).succeed();
    }

    private void bothGoOn() {
        for (int i = 0; i < 60; i++) {
            ownTimer.advance(Duration.ofSeconds(1));
            time.advance(Duration.ofSeconds(1));
        }
    }

    private CompletableFuture<SentBatch> send(String... questions) {
        return run.send(node, List.of(questions).stream().map(Calls::request).toList());
    }

    @Test
    void whatANeighbourHasSentMeanwhileIsNotSentAgain() {
        repository.afterOpen = this::neighbourSettlesAndSends;

        CompletableFuture<SentBatch> sent = send("a", "b");
        bothGoOn();

        assertThat(api.calls).as("create calls").hasSize(1);
        assertThat(questions(sent)).containsExactly("a", "b");
        assertThat(run.pending()).hasSize(2);
    }

    @Test
    void aRenewalThatComesFirstAfterThePauseDoesNotHideThatTheEntryIsANeighboursNow() {
        repository.afterSettle = () -> {
            neighbourSettlesAndSends();
            ownTimer.advance(Leases.RENEWAL);
        };

        CompletableFuture<SentBatch> sent = send("a", "b");
        api.calls.get(0).cutAfter(1);
        bothGoOn();

        assertThat(api.calls).as("create calls").hasSize(2);
        assertThat(questions(sent)).containsExactly("a", "b");
    }

    @Test
    void whatANeighbourIsAboutToSendIsLeftToIt() {
        repository.afterOpen = () -> {
            time.advance(LONG);
            neighbour.reconcileLeftovers(OutboxRun.OPTIONS);
        };

        CompletableFuture<SentBatch> sent = send("a");
        assertThat(api.calls).isEmpty();
        time.advance(Duration.ofSeconds(15));
        ownTimer.advance(Duration.ofSeconds(15));
        assertThat(api.calls).as("create calls").hasSize(1);
        api.calls.get(0).succeed();
        bothGoOn();

        assertThat(questions(sent)).containsExactly("a");
        assertThat(api.tasks()).hasSize(1);
    }

    @Test
    void whatNobodyHasTakenIsClaimedAnewAndSentOnce() {
        repository.afterOpen = () -> time.advance(LONG);

        CompletableFuture<SentBatch> sent = send("a");
        assertThat(api.calls).isEmpty();
        assertThat(database.openEntries()).singleElement().satisfies(entry -> {
            assertThat(entry.node()).isEqualTo("suspended");
            assertThat(entry.leasedUntil()).isAfterOrEqualTo(run.now().plusSeconds(60));
        });
        ownTimer.advance(Duration.ofSeconds(10));
        time.advance(Duration.ofSeconds(10));
        bothGoOn();
        assertThat(api.calls).hasSize(1);
        api.calls.get(0).succeed();

        assertThat(questions(sent)).containsExactly("a");
        assertThat(api.tasks()).hasSize(1);
    }

    @Test
    void theRestOfACallThatANeighbourHasSentMeanwhileIsNotSentAgain() {
        repository.afterSettle = this::neighbourSettlesAndSends;

        CompletableFuture<SentBatch> sent = send("a", "b");
        api.calls.get(0).cutAfter(1);
        bothGoOn();

        assertThat(api.calls).as("create calls").hasSize(2);
        assertThat(api.tasks()).extracting(OutboxRun::question).containsExactly("a", "b");
        assertThat(questions(sent)).containsExactly("a", "b");
    }

    @Test
    void aCallThatIsRefusedAfterANeighbourHasTakenItIsTheNeighboursNow() {
        CompletableFuture<SentBatch> sent = send("a");
        time.advance(LONG);
        neighbour.reconcileLeftovers(OutboxRun.OPTIONS);
        time.advance(Duration.ofSeconds(15));
        assertThat(api.calls).as("the neighbour sends").hasSize(2);

        api.calls.get(0).refuse();
        assertThat(database.openEntries()).extracting(OutboxEntry::node).containsExactly("neighbour");
        api.calls.get(1).succeed();
        bothGoOn();

        assertThat(questions(sent)).containsExactly("a");
        assertThat(api.tasks()).hasSize(1);
    }

    @Test
    void theRestThatIsRefusedAfterANeighbourHasTakenItIsTheNeighboursNow() {
        CompletableFuture<SentBatch> sent = send("a", "b");
        api.calls.get(0).cutAfter(1);
        ownTimer.advance(Duration.ofSeconds(10));
        time.advance(Duration.ofSeconds(10));
        bothGoOn();
        assertThat(api.calls).as("the node sends the rest").hasSize(2);
        time.advance(LONG);
        neighbour.reconcileLeftovers(OutboxRun.OPTIONS);
        time.advance(Duration.ofSeconds(15));
        assertThat(api.calls).as("the neighbour sends the rest").hasSize(3);

        api.calls.get(1).refuse();
        assertThat(database.openEntries()).extracting(OutboxEntry::node).containsExactly("neighbour");
        api.calls.get(2).succeed();
        bothGoOn();

        assertThat(questions(sent)).containsExactly("a", "b");
        assertThat(api.tasks()).hasSize(2);
    }

    @Test
    void whatANodeCouldNotDiscardForLongIsTheNeighboursNow() {
        CompletableFuture<SentBatch> sent = send("a");
        repository.isCutOff = true;
        api.calls.get(0).refuse();
        assertThat(sent).isNotDone();
        time.advance(LONG);
        neighbour.reconcileLeftovers(OutboxRun.OPTIONS);
        time.advance(Duration.ofSeconds(15));
        assertThat(api.calls).as("the neighbour sends").hasSize(2);

        repository.isCutOff = false;
        ownTimer.advance(Duration.ofSeconds(1));
        assertThat(database.openEntries()).extracting(OutboxEntry::node).containsExactly("neighbour");
        assertThat(sent).isNotDone();
        api.calls.get(1).succeed();
        bothGoOn();

        assertThat(questions(sent)).containsExactly("a");
        assertThat(api.tasks()).hasSize(1);
        assertThat(run.pending()).hasSize(1);
    }

    @Test
    void aSenderIsNotToldThatNothingWasCreatedAsLongAsANeighbourMaySendIt() {
        CompletableFuture<SentBatch> sent = send("a");
        repository.isCutOff = true;
        api.calls.get(0).refuse();
        time.advance(LONG);
        ownTimer.advance(OutboxRun.OPTIONS.timeout());

        assertThat(OutboxRun.failureOf(sent)).hasCauseInstanceOf(LinkupSubmissionUncertainException.class);
    }

    @Test
    void aNodeThatIsNotHeldUpAsksTheRepositoryNoMoreThanBefore() {
        CompletableFuture<SentBatch> sent = send("a");
        api.calls.get(0).succeed();

        assertThat(questions(sent)).containsExactly("a");
        assertThat(repository.used).containsExactly("open", "created");
    }
}
