package io.github.camellinkup.engine.outbox;

import static io.github.camellinkup.engine.outbox.Calls.request;
import static io.github.camellinkup.engine.outbox.OutboxRun.done;
import static io.github.camellinkup.engine.outbox.OutboxRun.questions;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.HandDrivenTimer;
import io.github.camellinkup.engine.SimulatedLinkup;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.submit.SentBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which task is whose, where several calls could have created it. */
class EqualInputsTest {

    private final OutboxRun run = new OutboxRun();
    private final HandDrivenTimer time = run.time;
    private final SimulatedLinkup api = run.api;
    private final TaskRepository stored = run.stored;

    @Test
    void equalInputsUnderWayAreWaitedForSoThatNobodyTakesTheTaskOfAnother() {
        CompletableFuture<SentBatch> first = run.send("same");
        CompletableFuture<SentBatch> second = run.send("same");
        api.land(api.calls.get(1).requests);
        api.calls.get(0).cut();
        time.advance(Duration.ofSeconds(60));
        assertThat(api.calls).as("the task in the list may be the other's").hasSize(2);
        assertThat(first).isNotDone();

        api.calls.get(1).answer.complete(List.of(api.tasks().get(0)));
        time.advance(Duration.ofSeconds(30));
        api.calls.get(2).succeed();

        assertThat(done(first).ids()).doesNotContainAnyElementsOf(done(second).ids());
        assertThat(api.tasks()).hasSize(2);
        assertThat(run.pending()).hasSize(2);
    }

    @Test
    void anEqualCallThatBeginsWhileTheListIsReadKeepsItsTask() {
        CompletableFuture<SentBatch> first = run.send("same");
        api.calls.get(0).cut();
        time.advance(Duration.ofSeconds(9));
        List<CompletableFuture<SentBatch>> second = new ArrayList<>();
        api.meanwhile = () -> {
            second.add(run.send("same"));
            api.land(api.calls.get(1).requests);
        };
        time.advance(Duration.ofSeconds(1));
        assertThat(first).isNotDone();
        api.calls.get(1).answer.complete(List.of(api.tasks().get(0)));
        time.advance(Duration.ofSeconds(60));
        api.calls.get(2).succeed();

        assertThat(done(first).ids())
                .doesNotContainAnyElementsOf(done(second.get(0)).ids());
        assertThat(run.pending()).hasSize(2);
    }

    @Test
    void twoCutCallsWithEqualInputsShareWhatLanded() {
        CompletableFuture<SentBatch> first = run.send("same", "x");
        CompletableFuture<SentBatch> second = run.send("same", "y");
        api.calls.get(1).cutAfter(2);
        api.calls.get(0).cut();
        time.advance(Duration.ofSeconds(10));
        api.calls.get(2).succeed();
        time.advance(Duration.ofSeconds(40));
        for (int i = 3; i < api.calls.size(); i++) {
            api.calls.get(i).succeed();
        }

        assertThat(questions(first)).containsExactly("same", "x");
        assertThat(questions(second)).containsExactly("same", "y");
        assertThat(done(first).ids()).doesNotContainAnyElementsOf(done(second).ids());
        assertThat(api.tasks()).hasSize(4);
        assertThat(run.pending()).hasSize(4);
    }

    @Test
    void anEqualCallThatWasCutEarlierIsSentAgainOnlyWhenTheOlderOneIsDecided() {
        CompletableFuture<SentBatch> older = run.send("same");
        time.advance(Duration.ofMillis(1));
        CompletableFuture<SentBatch> younger = run.send("same");
        List<TaskRequest> lateLanding = api.calls.get(0).requests;
        api.calls.get(1).cutAfter(1);
        time.advance(Duration.ofSeconds(9));
        api.calls.get(0).cut();
        time.advance(Duration.ofSeconds(5));
        api.land(lateLanding);
        time.advance(Duration.ofSeconds(60));

        assertThat(done(older).ids()).doesNotContainAnyElementsOf(done(younger).ids());
        assertThat(api.calls).hasSize(2);
        assertThat(api.tasks()).hasSize(2);
    }

    @Test
    void aCallThatWasCutIsNotSentAgainWhileAYoungerOneMayHaveItsTaskAndCanStillLand() {
        TaskRequest plain = request("a");
        TaskRequest detailed = TaskRequest.of(
                SearchRequest.builder().q("a").set("includeImages", false).build());
        CompletableFuture<SentBatch> older = run.send(List.of(plain));
        time.advance(Duration.ofSeconds(1));
        CompletableFuture<SentBatch> younger = run.send(List.of(detailed));
        api.land(List.of(plain));
        api.calls.get(0).cut();
        time.advance(Duration.ofSeconds(6));
        api.calls.get(1).cut();
        time.advance(Duration.ofSeconds(5));
        assertThat(api.calls).as("the only task may be of either").hasSize(2);

        api.land(List.of(detailed));
        time.advance(Duration.ofSeconds(30));

        assertThat(api.calls).hasSize(2);
        assertThat(done(older).ids()).doesNotContainAnyElementsOf(done(younger).ids());
        assertThat(stored.openEntries()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aCallIsNotHeldBackByAnotherThatCanStillLandButAsksSomethingElse(int cutFirst) {
        run.send("a");
        time.advance(Duration.ofSeconds(1));
        run.send("b");
        api.calls.get(cutFirst).cut();
        time.advance(Duration.ofSeconds(5));
        api.calls.get(1 - cutFirst).cut();
        time.advance(Duration.ofSeconds(5));

        assertThat(api.calls).hasSize(3);
        assertThat(api.calls.get(2).requests).isEqualTo(api.calls.get(cutFirst).requests);
    }

    @Test
    void tasksThatAreKnownAndTasksOfOthersAreNoCandidates() {
        run.send("a");
        api.calls.get(0).succeed();
        CompletableFuture<SentBatch> again = run.send("a");
        api.calls.get(1).cut();
        api.add(SimulatedLinkup.task(
                "foreign",
                SearchRequest.builder()
                        .q("a")
                        .set("includeImages", true)
                        .set("depth", "deep")
                        .build(),
                run.now()));
        time.advance(Duration.ofSeconds(10));
        assertThat(api.calls).hasSize(3);
        api.calls.get(2).succeed();

        assertThat(done(again).ids()).doesNotContain("foreign");
        assertThat(run.pending()).hasSize(2);
    }

    @Test
    void onceCallsWereAnsweredAnEqualTaskOfAMinuteAgoIsNotTakenEither() {
        Task old = SimulatedLinkup.task("old", request("a").input(), run.now());
        api.add(old);
        time.advance(Duration.ofMinutes(1));
        run.send("b");
        api.calls.get(0).succeed();
        CompletableFuture<SentBatch> sent = run.send("a");
        api.calls.get(1).cut();
        time.advance(Duration.ofSeconds(10));
        assertThat(api.calls).hasSize(3);
        api.calls.get(2).succeed();

        assertThat(done(sent).ids()).doesNotContain("old");
    }

    @Test
    void anEqualCallOfAnotherNodeThatWasCutEarlierComesFirst() {
        OutboxEntry older = run.entry("older", "b", run.now().plusSeconds(600), "same");
        stored.open(older);
        stored.claim(older, "b", run.now().plusSeconds(600));
        time.advance(Duration.ofSeconds(1));
        CompletableFuture<SentBatch> sent = run.send("same");
        List<Task> landed = api.land(older.requests());
        api.calls.get(0).cut();
        time.advance(Duration.ofSeconds(60));
        assertThat(sent).as("the task may be the other's").isNotDone();

        stored.created(
                "older", List.of(PendingTask.of(landed.get(0), older.requests().get(0))));
        time.advance(Duration.ofSeconds(60));
        api.calls.get(1).succeed();

        assertThat(done(sent).ids()).doesNotContain(landed.get(0).id());
    }

    @Test
    void anEqualCallOfAnotherNodeThatWasCutLaterDoesNotComeFirst() {
        CompletableFuture<SentBatch> sent = run.send("same");
        time.advance(Duration.ofSeconds(1));
        OutboxEntry younger = run.entry("younger", "b", run.now().plusSeconds(600), "same");
        stored.open(younger);
        stored.claim(younger, "b", run.now().plusSeconds(600));
        api.calls.get(0).cutAfter(1);
        time.advance(Duration.ofSeconds(10));

        assertThat(questions(sent)).containsExactly("same");
        assertThat(api.calls).hasSize(1);
    }

    /** The repository forgets what was taken after a while. */
    @Test
    void anEqualTaskOfLongAgoIsNotTakenForTheOneThatWasSent() {
        Task old = SimulatedLinkup.task("old", request("a").input(), run.now().minus(Duration.ofHours(1)));
        api.add(old);
        CompletableFuture<SentBatch> sent = run.send("a");
        api.calls.get(0).cut();
        time.advance(Duration.ofSeconds(10));
        api.calls.get(1).succeed();

        assertThat(questions(sent)).containsExactly("a");
        assertThat(run.pending()).singleElement().extracting(PendingTask::id).isNotEqualTo("old");
    }
}
