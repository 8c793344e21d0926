package io.github.camellinkup.engine.outbox;

import static io.github.camellinkup.engine.outbox.Calls.request;
import static io.github.camellinkup.engine.outbox.OutboxRun.done;
import static io.github.camellinkup.engine.outbox.OutboxRun.failureOf;
import static io.github.camellinkup.engine.outbox.OutboxRun.questions;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskIdentity;
import io.github.camellinkup.engine.HandDrivenTimer;
import io.github.camellinkup.engine.SimulatedLinkup;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.submit.SentBatch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Tasks in the list that are too large to be read: the reconciler cannot match them to requests. */
class OversizedTasksTest {

    private final OutboxRun run = new OutboxRun();
    private final HandDrivenTimer time = run.time;
    private final SimulatedLinkup api = run.api;
    private final TaskRepository stored = run.stored;

    /** A task of somebody else, which is too large. */
    private Task giant(String question) {
        Task giant = api.land(List.of(request(question))).get(0);
        api.oversize(giant.id());
        return giant;
    }

    @Test
    void oneThatMayComeFromTheCallIsNeverPaidAgainAndNamedInTheEnd() {
        CompletableFuture<SentBatch> sent = run.send("a");
        Task giant = api.land(api.calls.get(0).requests).get(0);
        api.oversize(giant.id());
        api.calls.get(0).cut();
        time.advance(OutboxRun.OPTIONS.timeout());

        assertThat(api.calls).as("create calls").hasSize(1);
        assertThat(failureOf(sent))
                .cause()
                .isInstanceOf(LinkupSubmissionUncertainException.class)
                .hasMessageContaining(giant.id())
                .hasMessageContaining("maxResponseSize")
                .cause()
                .hasMessageContaining(giant.id())
                .hasMessageContaining("maxResponseSize")
                .hasRootCauseMessage("cut");
        assertThat(stored.openEntries()).isEmpty();
    }

    @Test
    void itIsLookedForAgainUntilItCanBeToldThatItIsSomebodyElses() {
        CompletableFuture<SentBatch> sent = run.send("a");
        Task giant = giant("other");
        api.calls.get(0).cut();
        time.advance(Duration.ofMinutes(2));
        assertThat(api.calls).hasSize(1);
        assertThat(sent).isNotDone();

        api.remove(giant.id());
        time.advance(Duration.ofSeconds(30));
        api.calls.get(1).succeed();

        assertThat(questions(sent)).containsExactly("a");
    }

    @Test
    void oneThatTheRepositoryKnowsDoesNotHinder() {
        CompletableFuture<SentBatch> before = run.send("before");
        api.calls.get(0).succeed();
        api.oversize(api.tasks().get(0).id());
        CompletableFuture<SentBatch> sent = run.send("a");
        api.calls.get(1).cut();
        time.advance(Duration.ofSeconds(10));
        api.calls.get(2).succeed();

        assertThat(questions(sent)).containsExactly("a");
        assertThat(done(sent).ids()).doesNotContainAnyElementsOf(done(before).ids());
    }

    @Test
    void oneThatIsOlderThanTheCallDoesNotHinder() {
        Task giant = giant("old");
        time.advance(Duration.ofMinutes(3));
        CompletableFuture<SentBatch> sent = run.send("a");
        api.calls.get(0).cut();
        time.advance(Duration.ofSeconds(10));
        api.calls.get(1).succeed();

        assertThat(done(sent).ids()).doesNotContain(giant.id());
    }

    @Test
    void oneOfWhichNotEvenIdAndTimeAreKnownDoesNotHinderBehindATaskThatIsOlderThanTheCall() {
        Task giant = api.land(List.of(request("very old"))).get(0);
        api.oversize(giant.id(), new TaskIdentity(null, null, null));
        api.land(List.of(request("old")));
        time.advance(Duration.ofMinutes(3));
        CompletableFuture<SentBatch> sent = run.send("a");
        api.calls.get(0).cut();
        time.advance(Duration.ofSeconds(10));
        api.calls.get(1).succeed();

        assertThat(questions(sent)).containsExactly("a");
    }

    @Test
    void oneOfWhichNotEvenIdAndTimeAreKnownMayComeFromTheCall() {
        CompletableFuture<SentBatch> sent = run.send("a");
        Task giant = api.land(api.calls.get(0).requests).get(0);
        api.oversize(giant.id(), new TaskIdentity(null, null, null));
        api.calls.get(0).cut();
        time.advance(OutboxRun.OPTIONS.timeout());

        assertThat(api.calls).hasSize(1);
        assertThat(failureOf(sent)).cause().hasMessageContaining("of unknown id");
    }

    @Test
    void aCallWhoseTasksAreAllFoundIsSettledAllTheSame() {
        CompletableFuture<SentBatch> sent = run.send("a", "b");
        giant("other");
        api.calls.get(0).cutAfter(2);

        assertThat(questions(sent)).containsExactly("a", "b");
    }

    @Test
    void ofTwoEqualCallsNoneIsSentAgainWhenOneOfTheirTasksCannotBeRead() {
        run.send("same");
        run.send("same");
        api.oversize(api.land(api.calls.get(0).requests).get(0).id());
        api.land(api.calls.get(1).requests);
        api.calls.get(0).cut();
        api.calls.get(1).cut();
        time.advance(OutboxRun.OPTIONS.timeout().plusMinutes(1));

        assertThat(api.calls).as("create calls").hasSize(2);
        assertThat(stored.openEntries()).isEmpty();
    }

    @Test
    void oneInTheListOfAllTasksIsNoneOfACallForResearch() {
        giant("other");
        CompletableFuture<Task> sent = run.sendResearch("why");
        CompletableFuture<SentBatch> search = run.send("a");
        api.calls.get(0).cut();
        api.calls.get(1).cut();
        time.advance(Duration.ofSeconds(10));
        api.calls.get(2).succeed();

        assertThat(sent).isCompleted();
        assertThat(search).isNotDone();
    }

    @Test
    void oneThatAnotherNodeHasRecordedIsNamedToWhoWaitsForItHere() {
        CompletableFuture<SentBatch> sent = run.send("a");
        List<TaskRequest> requests = api.calls.get(0).requests;
        OutboxEntry open = stored.openEntries().get(0);
        assertThat(stored.claim(open, "thief", run.now().plusSeconds(600))).isTrue();
        Task giant = api.land(requests).get(0);
        api.oversize(giant.id());
        stored.created(open.id(), List.of(PendingTask.of(giant, requests.get(0))));
        api.calls.get(0).cut();
        time.advance(Duration.ofSeconds(30));

        assertThat(failureOf(sent))
                .cause()
                .isInstanceOf(LinkupSubmissionUncertainException.class)
                .hasMessageContaining(giant.id());
        assertThat(api.calls).hasSize(1);
    }
}
