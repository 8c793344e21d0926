package io.github.camellinkup.engine.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.SortBy;
import io.github.camellinkup.engine.listing.PageNotes;
import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FewTasksTest {

    private static final Instant HEAD = SelectionRun.NOON.plusSeconds(60);

    private final SelectionRun run = new SelectionRun();
    private final TaskSelection selection = run.submitted();
    private final FewTasks few = new FewTasks();

    private Optional<String> next() {
        return few.next(selection).map(PendingTask::id);
    }

    /** One that was asked for before may have finished until then, and nobody would look for it. */
    @Test
    void aRoundAsksForAllThatIsOutstandingSinceTheListWasRead() {
        run.remember("a", "b");
        String first = next().orElseThrow();

        few.listRunsOn(new PageNotes(SortBy.UPDATED_AT, null), selection.demand(), 0);

        assertThat(next()).contains(first);
        assertThat(next()).isPresent();
        assertThat(next()).as("it is the turn of the list").isEmpty();
    }
}
