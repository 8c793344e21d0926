package io.github.camellinkup.engine.results;

import static io.github.camellinkup.engine.results.SelectionRun.NOON;
import static io.github.camellinkup.engine.results.SelectionRun.finished;
import static io.github.camellinkup.engine.results.SelectionRun.pending;
import static io.github.camellinkup.engine.results.SelectionRun.select;
import static io.github.camellinkup.engine.results.SelectionRun.selected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepositoryException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Which tasks of a repository are wanted, and when they are wanted again. */
class SubmittedTasksTest {

    private final SelectionRun run = new SelectionRun();
    private final TaskSelection selection = run.submitted();

    private void leaveToOthers(String id) {
        selection.select(List.of(finished(id, TaskStatus.FAILED, NOON)));
    }

    @Test
    void whatAnExchangeAwaitsIsNotSelectedUntilItsTimeIsOver() {
        run.remember(pending("awaited", NOON.plusSeconds(60)));
        run.remember(pending("given up", NOON.minusSeconds(1)));

        assertThat(select(selection, "awaited")).isEmpty();
        assertThat(select(selection, "given up")).hasSize(1);
    }

    @Test
    void whatAnExchangeAwaitsIsNotTakenOffWhatIsOutstanding() {
        run.remember(pending("awaited", NOON.plusSeconds(60)));
        run.remember("wanted");

        leaveToOthers("awaited");
        assertThat(selection.demand().waiting()).isEqualTo(1);
        run.stored.taken("awaited");

        assertThat(selection.demand().waiting()).isEqualTo(1);
    }

    @Test
    void whatIsTakenBeforeItWasSeenOutstandingDoesNotHideTheRest() {
        run.remember("wanted");
        assertThat(selection.demand().waiting()).isEqualTo(1);

        run.remember("of others");
        leaveToOthers("of others");
        run.stored.taken("of others");

        assertThat(selection.demand().waiting()).isEqualTo(1);
    }

    @Test
    void whatWasLeftToOthersDoesNotHideWhatComesAfterNothingWasOutstanding() {
        run.remember("of others");
        leaveToOthers("of others");
        assertThat(selection.demand().isNothing()).isTrue();
        run.stored.taken("of others");
        assertThat(selection.demand().isNothing()).isTrue();

        run.remember("wanted");

        assertThat(selection.demand().waiting()).isEqualTo(1);
    }

    @Test
    void whatOthersHaveTakenHidesWhatIsNewOnlyForAWhileEvenIfAsMuchIsOutstanding() {
        run.remember("of others", "left");
        leaveToOthers("of others");
        leaveToOthers("left");
        assertThat(selection.demand().isNothing()).isTrue();

        run.stored.taken("of others");
        run.remember("wanted");
        selection.demand();
        run.pass(Duration.ofSeconds(10));

        assertThat(selection.demand().waiting()).isEqualTo(1);
    }

    /** As when what the route writes to is down for long, and new results come all the time. */
    @Test
    void whatBecameOfManyIsNotAskedAtEachChange() {
        for (int i = 0; i < 1_000; i++) {
            run.remember("failed" + i);
            selection.postponed(selected(selection, "failed" + i), 20);
        }
        run.lookedUp = 0;

        for (int second = 0; second < 20; second++) {
            run.remember("new" + second);
            selection.demand();
            run.stored.taken("new" + second);
            selection.demand();
            run.pass(Duration.ofSeconds(1));
        }

        assertThat(run.lookedUp).isBetween(1_000, 2_000);
    }

    @Test
    void aPollCountsOnlyAsManyAsItNeeds() {
        for (int i = 0; i < 1_500; i++) {
            run.remember("t" + i);
        }
        selected(selection, "t0");

        assertThat(selection.demand().waiting()).isEqualTo(1_000);
    }

    @Test
    void aFailedResultThatAnotherNodeHasTakenDoesNotHideWhatIsNew() {
        run.remember("failed");
        FinishedTask task = selected(selection, "failed");
        for (int failure = 0; failure < 20; failure++) {
            selection.postponed(task, failure + 1);
        }
        assertThat(selection.demand().isNothing()).isTrue();

        run.stored.taken("failed");
        run.remember("wanted");
        selection.demand();
        run.pass(Duration.ofSeconds(10));

        assertThat(selection.demand().waiting()).isEqualTo(1);
    }

    @Test
    void whatCannotBeAskedForNowDoesNotHideTheNextOldest() {
        run.remember("in progress", "failed", "of others", "wanted");
        selected(selection, "in progress");
        selection.failed(selected(selection, "failed"), "down");
        leaveToOthers("of others");

        assertThat(selection.oldest(1)).extracting(PendingTask::id).containsExactly("wanted");
    }

    @Test
    void aResultThatSomebodyElseHasTakenIsNotWantedAgainWhenItsExchangeFails() {
        run.remember("a");
        FinishedTask task = selected(selection, "a");
        run.stored.taken("a");

        selection.failed(task, "down");

        run.pass(Duration.ofMinutes(10));
        assertThat(selection.dueAgain()).isEmpty();
    }

    @Test
    void aResultWhoseEndCannotBeRecordedStaysInProgressUntilItCan() {
        run.remember("taken", "failed", "given up");
        FinishedTask taken = selected(selection, "taken");
        FinishedTask failed = selected(selection, "failed");
        FinishedTask givenUp = selected(selection, "given up");
        run.down = true;
        selection.taken(taken);
        CompletableFuture<Boolean> wantedAgain = selection.failed(failed, "the CRM is down");
        selection.giveUp(givenUp, "too large");
        run.pass(Duration.ofHours(1));
        assertThat(wantedAgain).isNotDone();
        run.down = false;
        assertThat(select(selection, "taken")).isEmpty();
        assertThat(selection.dueAgain()).isEmpty();
        assertThat(selection.demand().waiting()).isZero();

        run.pass(Duration.ofSeconds(30));
        assertThat(run.stored.findAll(Set.of("taken", "failed", "given up"))).containsOnlyKeys("failed");
        assertThat(wantedAgain).isCompletedWithValue(true);
        run.pass(Duration.ofSeconds(1));
        assertThat(selection.dueAgain()).extracting(due -> due.task().id()).containsExactly("failed");
    }

    @Test
    void aFailedResultThatIsNotFoundIsLookedForLaterUnlessSomebodyElseHasTakenIt() {
        run.remember("slow", "gone");
        selection.failed(selected(selection, "slow"), "down");
        selection.failed(selected(selection, "gone"), "down");
        run.stored.taken("gone");
        run.pass(Duration.ofSeconds(1));
        assertThat(selection.dueAgain()).hasSize(2);

        selection.missed(pending("slow"));
        selection.missed(pending("gone"));

        assertThat(selection.dueAgain()).isEmpty();
        run.pass(Duration.ofMinutes(1));
        assertThat(selection.dueAgain()).extracting(due -> due.task().id()).containsExactly("slow");
    }

    @Test
    void anExpiredTaskIsWantedAgainAfterTheRepositoryCouldNotBeAsked() {
        run.remember("gone");
        assertThat(selection.selectExpired(pending("gone"))).isNull();
        run.pass(Duration.ofMinutes(2));

        run.down = true;
        assertThatThrownBy(() -> selection.selectExpired(pending("gone"))).isInstanceOf(TaskRepositoryException.class);
        run.down = false;

        assertThat(selection.selectExpired(pending("gone"))).isNotNull();
    }
}
