package io.github.camellinkup.engine.outbox;

import static io.github.camellinkup.engine.outbox.Calls.request;
import static io.github.camellinkup.engine.outbox.OutboxRun.questions;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.CannedFailures;
import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.client.model.TaskQuery;
import io.github.camellinkup.engine.HandDrivenTimer;
import io.github.camellinkup.engine.SimulatedLinkup;
import io.github.camellinkup.engine.monitoring.TaskEventType;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.submit.SentBatch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What was left open long ago, while others went on: the list back to it takes longer to read than anybody may wait. */
class LongListsTest {

    /** Small pages, so that few tasks make a long list. */
    private static final int PAGE_SIZE = 2;

    /** Takes longer than {@link OutboxRun#OPTIONS} let anybody wait. */
    private static final int PAGES = 900;

    private final OutboxRun run = new OutboxRun();
    private final HandDrivenTimer time = run.time;
    private final SimulatedLinkup api = run.api;
    private final TaskRepository stored = run.stored;
    private final Outbox node = run.node(api, this::slowPage, stored);

    /** What reads of the list of research fail with, or null. */
    private LinkupException researchFailure;

    /** Every so many pages one breaks off at its end; none if zero. */
    private int breaksOff;

    private int reads;

    /** Otherwise every page is the first, and promises another. */
    private boolean getsOn = true;

    /** One page each second, as the pace of reads has it. */
    private CompletionStage<TaskPage> slowPage(boolean research, TaskQuery query) {
        TaskQuery small = new TaskQuery(
                getsOn ? query.page() : 1,
                Math.min(PAGE_SIZE, query.pageSize()),
                query.sortBy(),
                query.sortDirection(),
                query.statuses(),
                query.types());
        if (research && researchFailure != null) {
            return CompletableFuture.failedFuture(researchFailure);
        }
        CompletableFuture<TaskPage> read = new CompletableFuture<>();
        Runnable answer = () -> api.page(research, small).whenComplete((page, failure) -> {
            if (failure != null) {
                read.completeExceptionally(failure);
            } else if (breaksOff > 0 && ++reads % breaksOff == 0) {
                read.completeExceptionally(SimulatedLinkup.uncertain());
            } else {
                read.complete(
                        getsOn
                                ? page
                                : new TaskPage(1, PAGE_SIZE, 1_000_000, 500_000, page.tasks(), null, page.json()));
            }
        });
        time.schedule(answer, 1, TimeUnit.SECONDS);
        return read;
    }

    /** Of the two requests of a call the first was created, and then others created many tasks. */
    private void leftBehindALongList(int pages) {
        stored.open(run.entry("left", "a", run.now().plusSeconds(60), "a", "b"));
        api.land(List.of(request("a")));
        time.advance(Duration.ofHours(10));
        for (int i = 0; i < pages * PAGE_SIZE; i++) {
            time.advance(Duration.ofMillis(1));
            api.land(List.of(request("of others " + i)));
        }
        time.advance(Duration.ofMinutes(10));
    }

    private void leftoverIsSettled() {
        assertThat(api.calls).isNotEmpty();
        SimulatedLinkup.Call call = api.calls.get(api.calls.size() - 1);
        assertThat(call.requests).extracting(Calls::question).containsExactly("b");
        call.succeed();
        assertThat(stored.openEntries()).isEmpty();
        assertThat(run.statistics.get(TaskEventType.UNCERTAIN)).isZero();
    }

    @Test
    void whatWasLeftIsSettledHoweverLongTheListHasGrown() {
        leftBehindALongList(PAGES);

        node.reconcileLeftovers(OutboxRun.OPTIONS);
        time.advance(Duration.ofSeconds(PAGES + 60));

        leftoverIsSettled();
        assertThat(run.pending()).extracting(PendingTask::reference).containsExactlyInAnyOrder("ref a", "ref b");
    }

    @Test
    void whoWaitsDoesNotWaitForTheEndOfTheList() {
        leftBehindALongList(PAGES);
        node.reconcileLeftovers(OutboxRun.OPTIONS);
        time.advance(Duration.ofMinutes(5));

        CompletableFuture<SentBatch> sent = run.send(node, List.of(request("x"), request("y")));
        api.calls.get(0).cutAfter(1);
        time.advance(Duration.ofMinutes(2));
        assertThat(api.calls).hasSize(2);
        assertThat(api.calls.get(1).requests).extracting(Calls::question).containsExactly("y");
        api.calls.get(1).succeed();
        assertThat(questions(sent)).containsExactly("x", "y");

        time.advance(Duration.ofSeconds(PAGES + 120));
        leftoverIsSettled();
    }

    @Test
    void aListThatLinkupRefusesDoesNotHoldUpThePassOverTheOther() {
        leftBehindALongList(PAGES);
        TaskRequest request =
                TaskRequest.of(ResearchRequest.builder().q("question").build());
        stored.open(new OutboxEntry("research", "b", run.now(), run.now().plusSeconds(180), true, List.of(request)));
        researchFailure = CannedFailures.of(403, null, new byte[0]);

        node.reconcileLeftovers(OutboxRun.OPTIONS);
        time.advance(Duration.ofSeconds(2 * PAGES));

        assertThat(api.calls).hasSize(1);
        api.calls.get(0).succeed();
        assertThat(stored.openEntries()).extracting(OutboxEntry::id).containsExactly("research");
    }

    @Test
    void aPageThatBreaksOffIsReadAgainAndNotTheWholeList() {
        leftBehindALongList(PAGES);
        breaksOff = 50;

        node.reconcileLeftovers(OutboxRun.OPTIONS);
        time.advance(Duration.ofSeconds(PAGES + 120));

        leftoverIsSettled();
    }

    @Test
    void whereTheListCannotBeReadForATimeItIsReadOnFromThere() {
        leftBehindALongList(PAGES);
        node.reconcileLeftovers(OutboxRun.OPTIONS);
        // The pass is nearly over.
        time.advance(Duration.ofSeconds(PAGES - 100));
        assertThat(api.calls).isEmpty();
        api.listFailure = new LinkupUnknownException("down", ErrorAnswer.ofStatus(503), true, false, null);
        time.advance(Duration.ofMinutes(20));

        api.listFailure = null;
        time.advance(Duration.ofSeconds(PAGES / 3));

        leftoverIsSettled();
    }

    @Test
    void whoWaitsForWhatWasLeftOpenAsWellWaitsUntilItCanBeToldWhatIsWhose() {
        leftBehindALongList(PAGES / 6);
        node.reconcileLeftovers(OutboxRun.OPTIONS);

        CompletableFuture<SentBatch> sent = run.send(node, List.of(request("b")));
        api.calls.get(0).cut();
        time.advance(Duration.ofMinutes(8));
        assertThat(api.calls).hasSize(3);
        api.calls.get(1).succeed();
        api.calls.get(2).succeed();

        assertThat(questions(sent)).containsExactly("b");
        assertThat(run.pending()).hasSize(3);
        assertThat(stored.openEntries()).isEmpty();
    }

    @Test
    void aListThatDoesNotGetOnIsReadForAsLongAsAnybodyMayWaitAndThenAnew() {
        leftBehindALongList(1);
        getsOn = false;

        node.reconcileLeftovers(OutboxRun.OPTIONS);
        time.advance(OutboxRun.OPTIONS.timeout().multipliedBy(3));
        getsOn = true;
        time.advance(OutboxRun.OPTIONS.timeout().plusMinutes(2));

        leftoverIsSettled();
    }

    @Test
    void whatWasLeftIsNotGivenUpWhileItGivesWayToOthers() {
        leftBehindALongList(PAGES);
        node.reconcileLeftovers(OutboxRun.OPTIONS);

        for (int i = 0; i < 500; i++) {
            run.send(node, List.of(request("new " + i)));
            api.calls.get(api.calls.size() - 1).cut();
            time.advance(Duration.ofSeconds(40));
            api.calls.stream().filter(call -> !call.answer.isDone()).toList().forEach(SimulatedLinkup.Call::succeed);
        }
        time.advance(Duration.ofSeconds(3 * PAGES));
        api.calls.stream().filter(call -> !call.answer.isDone()).toList().forEach(SimulatedLinkup.Call::succeed);

        assertThat(api.calls.stream().flatMap(call -> call.requests.stream()).map(Calls::question))
                .doesNotContain("a")
                .containsOnlyOnce("b");
        assertThat(stored.openEntries()).isEmpty();
        assertThat(run.statistics.get(TaskEventType.UNCERTAIN)).isZero();
    }

    @Test
    void whatIsCutWhenItIsSentAgainHasItsWholeTimeHoweverLongTheListWas() {
        leftBehindALongList(PAGES);
        node.reconcileLeftovers(OutboxRun.OPTIONS);
        time.advance(Duration.ofSeconds(PAGES + 60));
        assertThat(api.calls).hasSize(1);
        api.calls.get(0).cut();
        time.advance(Duration.ofMinutes(2));

        assertThat(api.calls).hasSize(2);
        leftoverIsSettled();
    }

    @Test
    void whoWaitsForWhatANeighbourHasTakenDoesNotWaitForTheEndOfTheListEither() {
        leftBehindALongList(PAGES);
        CompletableFuture<SentBatch> sent = run.send(node, List.of(request("x")));
        OutboxEntry taken = stored.openEntries().stream()
                .filter(entry -> !entry.id().equals("left"))
                .findFirst()
                .orElseThrow();
        stored.claim(taken, "neighbour", run.now().plusSeconds(600));
        api.calls.get(0).cut();
        node.reconcileLeftovers(OutboxRun.OPTIONS);
        time.advance(Duration.ofMinutes(1));

        stored.created(
                taken.id(),
                List.of(PendingTask.of(api.land(List.of(request("x"))).get(0), request("x"))));
        time.advance(Duration.ofMinutes(1));

        assertThat(questions(sent)).containsExactly("x");
    }

    @Test
    void whoWaitsIsToldInTimeThoughWhatWasLeftOpenHasMoreOfIt() {
        leftBehindALongList(PAGES);
        node.reconcileLeftovers(new ReconciliationOptions(OutboxRun.OPTIONS.delay(), Duration.ofHours(2)));

        CompletableFuture<SentBatch> sent = run.send(node, List.of(request("b")));
        api.calls.get(0).cut();
        time.advance(OutboxRun.OPTIONS.timeout().plusMinutes(1).plusSeconds(2));
        assertThat(sent).isCompletedExceptionally();

        time.advance(Duration.ofSeconds(PAGES + 60));
        assertThat(api.calls).hasSize(2);
        api.calls.get(1).succeed();
        assertThat(stored.openEntries()).isEmpty();
    }

    @Test
    void whatStandsInTheWayOfWhatSomebodyWaitsForIsReadAsWell() {
        stored.open(run.entry("oldest", "a", run.now(), "c"));
        time.advance(Duration.ofHours(1));
        for (int i = 0; i < PAGES / 6 * PAGE_SIZE; i++) {
            api.land(List.of(request("of others " + i)));
        }
        time.advance(Duration.ofMinutes(10));
        stored.open(run.entry("younger", "a", run.now(), "b", "c"));
        time.advance(Duration.ofMinutes(10));
        node.reconcileLeftovers(OutboxRun.OPTIONS);

        CompletableFuture<SentBatch> sent = run.send(node, List.of(request("b")));
        api.calls.get(0).cut();
        for (int minute = 0; minute < 8; minute++) {
            time.advance(Duration.ofMinutes(1));
            api.calls.stream().filter(call -> !call.answer.isDone()).toList().forEach(SimulatedLinkup.Call::succeed);
        }

        assertThat(questions(sent)).containsExactly("b");
        assertThat(run.pending()).hasSize(4);
        assertThat(stored.openEntries()).isEmpty();
    }
}
