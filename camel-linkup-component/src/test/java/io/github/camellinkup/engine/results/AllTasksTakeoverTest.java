package io.github.camellinkup.engine.results;

import static io.github.camellinkup.engine.results.SelectionRun.NOON;
import static io.github.camellinkup.engine.results.SelectionRun.finished;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One selection of all tasks takes another one's place, which still has results under way. */
class AllTasksTakeoverTest {

    private static final Instant LATER = NOON.plus(Duration.ofHours(1));

    private final SelectionRun run = new SelectionRun();
    private final OpenResults open = run.nothingOpen();
    private final TaskSelection old = run.all(open, NOON);
    private final TaskSelection successor = run.all(open, LATER);

    private static List<FinishedTask> select(TaskSelection selection, String id, Instant finishedAt) {
        return selection.select(List.of(finished(id, TaskStatus.COMPLETED, finishedAt)));
    }

    @Test
    void whatIsUnderWayIsNotSelectedASecondTimeAndNeitherWhenItHasEnded() {
        FinishedTask task = select(old, "a", LATER).get(0);
        assertThat(select(successor, "a", LATER)).isEmpty();

        old.taken(task);

        assertThat(select(successor, "a", LATER)).isEmpty();
        assertThat(successor.dueAgain()).isEmpty();
    }

    @Test
    void whatFailsAfterwardsIsDueAgainAlsoIfItFinishedTooEarlyForTheSuccessor() {
        FinishedTask task = select(old, "a", NOON).get(0);
        assertThat(select(successor, "never begun", NOON)).isEmpty();
        old.failed(task, "down");
        assertThat(select(successor, "a", NOON)).as("it is too early").isEmpty();
        run.pass(Duration.ofSeconds(1));

        assertThat(successor.dueAgain())
                .extracting(delivery -> delivery.task().id())
                .containsExactly("a");
        FinishedTask again = select(successor, "a", NOON).get(0);
        assertThat(old.dueAgain()).isEmpty();
        successor.taken(again);
        assertThat(select(successor, "a", NOON)).isEmpty();
        assertThat(select(old, "a", NOON)).isEmpty();
    }

    @Test
    void itsFailuresAreCountedTogether() {
        FinishedTask task = select(old, "a", NOON).get(0);
        assertThat(old.failed(task, "down").join()).isTrue();
        for (boolean isWantedAgain : List.of(true, false)) {
            run.pass(Duration.ofMinutes(1));
            task = select(successor, "a", NOON).get(0);
            assertThat(successor.failed(task, "down").join()).isEqualTo(isWantedAgain);
        }
    }

    @Test
    void whatIsReturnedIsSelectedByTheSuccessor() {
        old.returned(select(old, "a", LATER).get(0));

        assertThat(select(successor, "a", LATER)).hasSize(1);
    }

    @Test
    void theMarkOfTheSuccessorStaysBehindWhatIsUnderWayOrHasFailedUntilItIsDealtWith() {
        FinishedTask task = select(old, "a", NOON.plusSeconds(60)).get(0);
        successor.covered(LATER.plusSeconds(60));
        assertThat(run.mark).isEqualTo(NOON.plusSeconds(60));

        old.failed(task, "down");
        successor.covered(LATER.plusSeconds(120));
        assertThat(run.mark).isEqualTo(NOON.plusSeconds(60));

        run.pass(Duration.ofSeconds(1));
        successor.taken(select(successor, "a", NOON.plusSeconds(60)).get(0));
        successor.covered(LATER.plusSeconds(180));
        assertThat(run.mark).isEqualTo(LATER.plusSeconds(180));
    }

    @Test
    void whatHasExpiredSinceItFailedHoldsTheMarkBackAsMuchAsBefore() {
        FinishedTask task = select(old, "a", NOON.plusSeconds(60)).get(0);
        old.failed(task, "down");
        run.pass(Duration.ofMinutes(1));
        assertThat(successor.selectExpired(task.pending())).isNull();
        run.pass(Duration.ofMinutes(2));
        successor.failed(successor.selectExpired(task.pending()), "down");

        successor.covered(LATER.plusSeconds(60));

        assertThat(run.mark).isEqualTo(NOON.plusSeconds(60));
    }
}
