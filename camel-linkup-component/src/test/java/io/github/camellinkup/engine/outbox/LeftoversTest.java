package io.github.camellinkup.engine.outbox;

import static io.github.camellinkup.engine.outbox.Calls.request;
import static io.github.camellinkup.engine.outbox.OutboxRun.done;
import static io.github.camellinkup.engine.outbox.OutboxRun.failureOf;
import static io.github.camellinkup.engine.outbox.OutboxRun.questions;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.CannedFailures;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.HandDrivenTimer;
import io.github.camellinkup.engine.SimulatedLinkup;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.monitoring.TaskEventType;
import io.github.camellinkup.engine.repository.ForwardingTaskRepository;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.OutboxEntry.State;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.submit.SentBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was left open by a sender that has ended, and who settles it. */
class LeftoversTest {

    private final OutboxRun run = new OutboxRun();
    private final HandDrivenTimer time = run.time;
    private final SimulatedLinkup api = run.api;
    private final TaskRepository stored = run.stored;

    @Test
    void openEntriesOfTheSameNodeAreSettledAtOnceAfterARestart() {
        stored.open(run.entry("left", "a", run.now().plusSeconds(60), "a", "b"));
        api.land(List.of(request("b")));

        run.node.reconcileLeftovers(OutboxRun.OPTIONS);
        assertThat(stored.openEntries())
                .singleElement()
                .extracting(OutboxEntry::state)
                .isEqualTo(State.UNCERTAIN);
        time.advance(Duration.ofSeconds(10));
        assertThat(api.calls.get(0).requests).extracting(Calls::question).containsExactly("a");
        api.calls.get(0).succeed();

        assertThat(run.pending()).extracting(PendingTask::reference).containsExactlyInAnyOrder("ref a", "ref b");
        assertThat(stored.openEntries()).isEmpty();
        time.advance(Duration.ofMinutes(10));
        assertThat(time.waiting()).isZero();
    }

    @Test
    void whatWasLeftLongAgoIsSentAgainAfterOnePass() {
        stored.open(run.entry("left", "a", run.now().plusSeconds(60), "a"));
        time.advance(Duration.ofMinutes(12));

        run.node.reconcileLeftovers(OutboxRun.OPTIONS);

        assertThat(api.reads).hasSize(1);
        assertThat(api.calls).hasSize(1);
    }

    @Test
    void whatWasLeftSomeMinutesAgoIsSentAgainOnlyWhenItsCallCanLandNoMore() {
        stored.open(run.entry("left", "a", run.now().plusSeconds(60), "a"));
        time.advance(Duration.ofMinutes(10));

        run.node.reconcileLeftovers(OutboxRun.OPTIONS);
        time.advance(Duration.ofMillis(9_999));
        assertThat(api.calls).isEmpty();
        time.advance(Duration.ofMillis(1));
        assertThat(api.calls).hasSize(1);
    }

    @Test
    void openEntriesOfOthersAreSettledWhenTheirLeaseHasRunOut() {
        stored.open(run.entry("left", "other", run.now().plusSeconds(100), "a"));

        run.node.reconcileLeftovers(OutboxRun.OPTIONS);
        time.advance(Duration.ofSeconds(100));
        assertThat(stored.openEntries().get(0).node()).isEqualTo("other");
        time.advance(Duration.ofSeconds(60));
        assertThat(stored.openEntries().get(0).node()).isEqualTo("a");
        api.calls.get(0).succeed();

        assertThat(run.pending()).hasSize(1);
        time.advance(Duration.ofMinutes(2));
        assertThat(time.waiting()).isZero();
    }

    @Test
    void whatANeighbourLeavesOpenWhenItEndsIsSettledBySomeoneWhoHasNothingElseToDo() {
        TaskRepository database = database();
        OutboxRun shared = new OutboxRun(database);
        shared.node.reconcileLeftovers(OutboxRun.OPTIONS);
        shared.time.advance(Duration.ofHours(1));
        database.open(shared.entry("left", "neighbour", shared.now().plusSeconds(60), "a"));
        shared.time.advance(Duration.ofMinutes(3));
        shared.api.calls.get(0).succeed();
        assertThat(shared.pending()).extracting(PendingTask::reference).containsExactly("ref a");

        database.open(shared.entry("another", "neighbour", shared.now().plusSeconds(60), "b"));
        shared.time.advance(Duration.ofMinutes(3));
        shared.api.calls.get(1).succeed();
        assertThat(shared.pending()).extracting(PendingTask::reference).containsExactlyInAnyOrder("ref a", "ref b");
        assertThat(shared.api.calls).hasSize(2);
    }

    @Test
    void whoIsClosedLooksForNothingMore() {
        OutboxRun shared = new OutboxRun(database());
        shared.node.reconcileLeftovers(OutboxRun.OPTIONS);
        shared.node.close();
        int worked = shared.worked;
        shared.timer.close();
        shared.time.advance(Duration.ofHours(1));

        assertThat(shared.time.waiting()).isZero();
        assertThat(shared.worked - worked).isLessThanOrEqualTo(2);
    }

    private TaskRepository database() {
        return new ForwardingTaskRepository(stored) {
            @Override
            public boolean isShared() {
                return true;
            }
        };
    }

    @Test
    void aLeftoverWaitsForAsLongAsLinkupCannotBeReached() {
        stored.open(run.entry("left", "a", run.now().plusSeconds(60), "a", "b"));
        api.land(List.of(request("b")));
        api.listFailure = SimulatedLinkup.uncertain();

        run.node.reconcileLeftovers(OutboxRun.OPTIONS);
        time.advance(OutboxRun.OPTIONS.timeout().multipliedBy(3));
        api.listFailure = null;
        time.advance(Duration.ofSeconds(30));
        assertThat(api.calls.get(0).requests).extracting(Calls::question).containsExactly("a");
        api.calls.get(0).succeed();

        assertThat(run.pending()).extracting(PendingTask::reference).containsExactlyInAnyOrder("ref a", "ref b");
        assertThat(run.statistics.get(TaskEventType.UNCERTAIN)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aLeftoverWaitsForAsLongAsTheKeyIsRefused(int status) {
        stored.open(run.entry("left", "a", run.now().plusSeconds(60), "a"));
        api.listFailure = CannedFailures.of(status, null, new byte[0]);

        run.node.reconcileLeftovers(OutboxRun.OPTIONS);
        time.advance(OutboxRun.OPTIONS.timeout().multipliedBy(3));
        assertThat(stored.openEntries()).hasSize(1);
        assertThat(api.calls).isEmpty();
        api.listFailure = null;
        time.advance(Duration.ofSeconds(30));
        api.calls.get(0).succeed();

        assertThat(run.pending()).extracting(PendingTask::reference).containsExactly("ref a");
        assertThat(run.statistics.get(TaskEventType.UNCERTAIN)).isZero();
    }

    @Test
    void aLeftoverWhosePassHasBegunKeepsItsPlaceWhileTheKeyIsRefused() {
        for (int i = 0; i < 150; i++) {
            api.land(List.of(request("other " + i)));
        }
        stored.open(run.entry("left", "a", run.now().plusSeconds(60), "a"));
        time.advance(Duration.ofMinutes(12));
        api.beforeCount(() -> api.listFailure = CannedFailures.of(401, null, new byte[0]));

        run.node.reconcileLeftovers(OutboxRun.OPTIONS);
        time.advance(OutboxRun.OPTIONS.timeout().multipliedBy(3));
        assertThat(stored.openEntries()).hasSize(1);
        api.beforeCount(() -> {});
        api.listFailure = null;
        time.advance(Duration.ofSeconds(30));

        assertThat(api.calls).hasSize(1);
    }

    @Test
    void twoNodesSettleTheSameEntryAndOneSends() {
        stored.open(run.entry("left", "dead", run.now().minusSeconds(1), "a", "b"));
        Outbox other = run.node("b");

        run.node.reconcileLeftovers(OutboxRun.OPTIONS);
        other.reconcileLeftovers(OutboxRun.OPTIONS);
        time.advance(Duration.ofSeconds(30));
        assertThat(api.calls).hasSize(1);
        api.calls.get(0).succeed();
        time.advance(Duration.ofMinutes(5));

        assertThat(api.tasks()).hasSize(2);
        assertThat(run.pending()).hasSize(2);
    }

    @Test
    void ofTwoNodesThatFindAnEntryAtTheSameTimeOneSends() {
        stored.open(run.entry("left", "dead", run.now().minusSeconds(1), "a"));
        Outbox other = run.node("b");
        run.afterOpenEntries(() -> other.reconcileLeftovers(OutboxRun.OPTIONS));

        run.node.reconcileLeftovers(OutboxRun.OPTIONS);
        time.advance(Duration.ofSeconds(30));
        assertThat(api.calls).hasSize(1);
        api.calls.get(0).succeed();
        time.advance(Duration.ofMinutes(20));

        assertThat(api.tasks()).hasSize(1);
        assertThat(run.statistics.get(TaskEventType.UNCERTAIN)).isZero();
    }

    @Test
    void keptBytesAreComparedByTheirContentWhenAnotherNodeHasSettledAnEntry() {
        TaskRequest request = request("a").withHeaders(Map.of("kafka.KEY", new byte[] {1, 2}));
        CompletableFuture<SentBatch> sent = run.send(List.of(request));
        OutboxEntry open = stored.openEntries().get(0);
        stored.claim(open, "thief", run.now().plusSeconds(600));
        api.calls.get(0).cut();
        // As a database gives them back: other bytes with the same content.
        TaskRequest read = request.withHeaders(Map.of("kafka.KEY", new byte[] {1, 2}));
        stored.created(open.id(), List.of(PendingTask.of(api.land(List.of(read)).get(0), read)));
        time.advance(Duration.ofSeconds(30));

        assertThat(questions(sent)).containsExactly("a");
    }

    @Test
    void whoWaitsGetsItsTasksAlsoWhenAnotherNodeHasSettledItsEntry() {
        CompletableFuture<SentBatch> sent = run.send("a", "b");
        List<TaskRequest> requests = api.calls.get(0).requests;
        OutboxEntry open = stored.openEntries().get(0);
        assertThat(stored.claim(open, "thief", run.now().plusSeconds(600))).isTrue();
        api.calls.get(0).cut();
        time.advance(Duration.ofSeconds(20));
        assertThat(api.calls).as("the other node sends").hasSize(1);
        List<Task> landed = api.land(requests);
        stored.created(
                open.id(),
                List.of(
                        PendingTask.of(landed.get(0), requests.get(0)),
                        PendingTask.of(landed.get(1), requests.get(1))));
        time.advance(Duration.ofSeconds(30));

        assertThat(questions(sent)).containsExactly("a", "b");
        assertThat(api.calls).hasSize(1);
    }

    @Test
    void ofTheTasksThatAnotherNodeHasCreatedEachRequestGetsItsOwn() {
        List<TaskRequest> requests = new ArrayList<>();
        for (String question : List.of("x", "y")) {
            requests.add(request(question).withReference("first").withHeaders(Map.of("row", 1)));
            requests.add(request(question).withReference("second").withHeaders(Map.of("row", 1)));
            requests.add(request(question).withReference("second").withHeaders(Map.of("row", 2)));
        }
        CompletableFuture<SentBatch> sent = run.send(requests);
        OutboxEntry open = stored.openEntries().get(0);
        stored.claim(open, "thief", run.now().plusSeconds(600));
        List<Task> landed = api.land(requests);
        int[] taskOf = {0, 1, 2, 5, 3, 4};
        stored.created(
                open.id(),
                IntStream.range(0, 6)
                        .mapToObj(i -> PendingTask.of(landed.get(taskOf[i]), requests.get(i)))
                        .toList());
        api.calls.get(0).cut();

        List<String> expected =
                IntStream.of(taskOf).mapToObj(i -> landed.get(i).id()).toList();
        assertThat(done(sent).tasks()).extracting(Task::id).isEqualTo(expected);
    }

    @Test
    void anEntryThatAnotherNodeSettlesIsNotGivenUpByTheOneThatHasWaitedTooLong() {
        CompletableFuture<SentBatch> sent = run.send("a");
        stored.claim(stored.openEntries().get(0), "thief", run.now().plusSeconds(6_000));
        api.calls.get(0).cut();
        time.advance(OutboxRun.OPTIONS.timeout());

        assertThat(failureOf(sent)).hasCauseInstanceOf(LinkupSubmissionUncertainException.class);
        assertThat(stored.openEntries())
                .singleElement()
                .extracting(OutboxEntry::node)
                .isEqualTo("thief");
    }

    @Test
    void aNodeThatLosesAnEntryWhileItDecidesSendsNothingOfIt() {
        CompletableFuture<SentBatch> sent = run.send("a", "b");
        api.calls.get(0).cutAfter(1);
        time.advance(Duration.ofMillis(9_999));
        api.meanwhile = () -> run.afterOpenEntries(() ->
                stored.claim(stored.openEntries().get(0), "thief", run.now().plusSeconds(600)));
        time.advance(Duration.ofSeconds(60));

        assertThat(api.calls).hasSize(1);
        assertThat(sent).isNotDone();
        assertThat(stored.openEntries())
                .singleElement()
                .extracting(OutboxEntry::node)
                .isEqualTo("thief");
    }
}
