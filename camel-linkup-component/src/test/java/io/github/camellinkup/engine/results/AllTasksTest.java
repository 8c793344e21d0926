package io.github.camellinkup.engine.results;

import static io.github.camellinkup.engine.results.SelectionRun.NOON;
import static io.github.camellinkup.engine.results.SelectionRun.finished;
import static io.github.camellinkup.engine.results.SelectionRun.pending;
import static io.github.camellinkup.engine.results.SelectionRun.select;
import static io.github.camellinkup.engine.results.SelectionRun.selected;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.RawJson;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Which tasks of the organisation are wanted, when they are wanted again, and how far everything was taken. */
class AllTasksTest {

    private final SelectionRun run = new SelectionRun();
    private final TaskSelection selection = run.all();

    private FinishedTask selectedThatFinished(String id, Instant time) {
        return selection
                .select(List.of(finished(id, TaskStatus.COMPLETED, time)))
                .get(0);
    }

    @Test
    void aResultIsWantedOnceAndWhatIsRememberedOfItIsForgotten() {
        run.remember("a");

        selection.taken(selected(selection, "a"));

        assertThat(select(selection, "a")).isEmpty();
        assertThat(select(run.all(), "a")).isEmpty();
        assertThat(run.stored.find("a")).isEmpty();
    }

    @Test
    void aResultThatIsGivenUpHoldsTheMarkBackNoLonger() {
        for (int failure = 1; failure <= 3; failure++) {
            selection.failed(selected(selection, "a"), "down");
            run.pass(Duration.ofMinutes(1));
        }

        selection.covered(NOON.plusSeconds(60));

        assertThat(run.mark).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void aResultWhoseEndCannotBeRecordedStaysInProgressUntilItCan() {
        FinishedTask taken = selected(selection, "taken");
        FinishedTask failed = selected(selection, "failed");
        run.down = true;
        selection.taken(taken);
        CompletableFuture<Boolean> wantedAgain = selection.failed(failed, "the CRM is down");
        run.pass(Duration.ofHours(1));
        selection.covered(NOON.plusSeconds(60));
        assertThat(run.mark).isEqualTo(NOON);
        assertThat(wantedAgain).isNotDone();
        run.down = false;
        assertThat(select(selection, "taken")).isEmpty();
        assertThat(select(selection, "failed")).isEmpty();
        assertThat(selection.dueAgain()).isEmpty();

        run.pass(Duration.ofSeconds(30));
        assertThat(run.seen).containsExactly("taken");
        assertThat(wantedAgain).isCompletedWithValue(true);
        assertThat(selection.dueAgain()).extracting(due -> due.task().id()).containsExactly("failed");
    }

    @Test
    void aResultThatAnOpenCallMayHaveCreatedWaitsUntilItIsRecorded() {
        OutboxEntry entry = new OutboxEntry(
                "entry",
                "node",
                NOON,
                NOON,
                false,
                List.of(TaskRequest.of(SearchRequest.builder().q("q").build())));
        run.stored.open(entry);
        Task own = ofQuestion("own", "q", NOON);
        Task ofOthers = ofQuestion("of others", "another question", NOON);
        Task tooOld = ofQuestion("too old", "q", NOON.minus(Duration.ofHours(1)));

        assertThat(selection.select(List.of(own, ofOthers, tooOld)))
                .satisfies(others -> others.forEach(selection::taken))
                .extracting(FinishedTask::id)
                .containsExactly("of others", "too old");
        selection.covered(NOON.plusSeconds(60));
        assertThat(run.mark).isEqualTo(NOON.plusSeconds(1));
        run.stored.created(
                "entry", List.of(PendingTask.of(own, entry.requests().get(0).withReference("R"))));
        run.pass(Duration.ofSeconds(4));

        assertThat(selection.dueAgain()).hasSize(1);
        assertThat(selection.select(List.of(own)))
                .extracting(task -> task.pending().reference())
                .containsExactly("R");
    }

    private static Task ofQuestion(String id, String question, Instant createdAt) {
        RawJson input = RawJson.wrap(("{\"q\":\"" + question + "\"}").getBytes(StandardCharsets.UTF_8));
        return new Task(id, "search", TaskStatus.COMPLETED, createdAt, NOON.plusSeconds(1), input, input, null, input);
    }

    @Test
    void aFailedResultThatIsNotFoundIsLookedForLater() {
        selection.failed(selected(selection, "a"), "down");
        run.pass(Duration.ofSeconds(1));

        selection.missed(pending("a"));

        assertThat(selection.dueAgain()).isEmpty();
        run.pass(Duration.ofMinutes(1));
        assertThat(selection.dueAgain()).hasSize(1);
    }

    @Test
    void theMarkStaysBehindWhatIsPostponed() {
        FinishedTask task = selectedThatFinished("a", NOON.plusSeconds(100));
        selection.postponed(task, 1);
        selection.covered(NOON.plusSeconds(300));
        assertThat(run.mark).isEqualTo(NOON.plusSeconds(100));

        run.pass(Duration.ofSeconds(1));
        selection.taken(selectedThatFinished("a", NOON.plusSeconds(100)));
        selection.covered(NOON.plusSeconds(300));
        assertThat(run.mark).isEqualTo(NOON.plusSeconds(300));
    }

    @Test
    void theMarkStaysBehindWhatIsUnderWayOrHasFailed() {
        selectedThatFinished("under way", NOON.plusSeconds(200));
        selection.failed(selectedThatFinished("failed", NOON.plusSeconds(100)), "down");
        selection.covered(NOON.plusSeconds(300));
        assertThat(run.mark).isEqualTo(NOON.plusSeconds(100));

        run.pass(Duration.ofSeconds(1));
        selection.taken(selectedThatFinished("failed", NOON.plusSeconds(100)));
        selection.covered(NOON.plusSeconds(300));
        assertThat(run.mark).isEqualTo(NOON.plusSeconds(200));
    }

    /** A page that was being read when a route was stopped may end after the exchanges that the stop has ended. */
    @Test
    void theMarkStaysBehindWhatWasReturnedUntilItWasThereAgain() {
        Instant end = NOON.plusSeconds(100);
        selection.returned(selectedThatFinished("returned", end));
        selection.covered(NOON.plusSeconds(300));
        assertThat(run.mark).isEqualTo(end);

        selection.taken(selectedThatFinished("returned", end));
        selection.covered(NOON.plusSeconds(300));
        assertThat(run.mark).isEqualTo(NOON.plusSeconds(300));
    }

    @Test
    void whatWasReturnedAndTakenByAnotherNodeHoldsTheMarkBackNoLonger() {
        Instant end = NOON.plusSeconds(100);
        selection.returned(selectedThatFinished("returned", end));
        run.seen.add("returned");
        assertThat(selection.select(List.of(finished("returned", TaskStatus.COMPLETED, end))))
                .isEmpty();

        selection.covered(NOON.plusSeconds(300));

        assertThat(run.mark).isEqualTo(NOON.plusSeconds(300));
    }

    @Test
    void whatWasReturnedAndHasLeftTheListHoldsTheMarkBackOnlyOnce() {
        selection.returned(selectedThatFinished("returned", NOON.plusSeconds(100)));
        selection.covered(NOON.plusSeconds(300));

        selection.covered(NOON.plusSeconds(400));

        assertThat(run.mark).isEqualTo(NOON.plusSeconds(400));
    }

    @Test
    void aResultOfWhichNoTimeIsKnownHoldsTheMarkBackToTheBeginning() {
        selectedThatFinished("timeless", null);

        selection.covered(NOON.plusSeconds(300));

        assertThat(run.mark).isEqualTo(NOON);
    }

    @Test
    void theNextRunGoesOnALittleBeforeTheMark() {
        run.mark = NOON.plusSeconds(300);
        TaskSelection next = run.all();

        assertThat(next.since()).isBetween(NOON.plusSeconds(240), NOON.plusSeconds(290));
        assertThat(next.select(List.of(finished("late", TaskStatus.COMPLETED, NOON.plusSeconds(290)))))
                .hasSize(1);
        assertThat(next.select(List.of(finished("old", TaskStatus.COMPLETED, NOON.plusSeconds(200)))))
                .isEmpty();
    }

    @Test
    void theNextRunBeginsNoLaterThanTheFirstAlsoIfThatHasCoveredNothing() {
        assertThat(selection.since()).isEqualTo(NOON);
        selection.postponed(selectedThatFinished("interrupted", NOON), 1);

        TaskSelection next = run.all(run.nothingOpen(), NOON.plus(Duration.ofHours(1)));

        assertThat(select(next, "interrupted")).hasSize(1);
    }

    @Test
    void theNextStartOfAConsumerGoesOnALittleBeforeWhatItHasCovered() {
        selection.covered(NOON.plusSeconds(300));
        assertThat(selection.since()).isBetween(NOON.plusSeconds(240), NOON.plusSeconds(300));

        Instant failing = NOON.plusSeconds(600);
        selection.failed(selectedThatFinished("a", failing), "down");
        selection.covered(NOON.plusSeconds(9_000));
        assertThat(selection.since()).isBetween(NOON.plusSeconds(300), failing);

        selection.covered(NOON);
        assertThat(selection.since()).isAfter(NOON);
    }

    @Test
    void whatAnotherNodeHasDealtWithIsNotWaitedFor() {
        FinishedTask task = selected(selection, "a");
        selection.failed(task, "down");
        run.pass(Duration.ofMinutes(1));
        assertThat(selection.dueAgain()).hasSize(1);

        run.seen.add("a");
        selection.missed(task.pending());
        run.pass(Duration.ofMinutes(1));
        selection.covered(NOON.plusSeconds(600));

        assertThat(selection.dueAgain()).isEmpty();
        assertThat(selection.since()).isAfter(NOON);
    }

    @Test
    void theNextStartGoesOnWhereAnotherNodeLeftOffMeanwhile() {
        selection.covered(NOON.plusSeconds(300));
        Instant ofTheOther = NOON.plusSeconds(86_400);
        run.mark = ofTheOther;

        assertThat(selection.since()).isBetween(ofTheOther.minusSeconds(60), ofTheOther);
        selection.covered(selection.since());
        assertThat(run.mark).isEqualTo(ofTheOther);
    }
}
