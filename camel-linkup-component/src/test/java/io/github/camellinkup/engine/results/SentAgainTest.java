package io.github.camellinkup.engine.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.RawJson;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.Resubmission;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** What is waited for while the request of a failed task is being sent again. */
class SentAgainTest {

    private static final Instant NOON = Instant.parse("2026-05-18T12:00:00Z");
    private static final RawJson NO_JSON = RawJson.wrap("{}".getBytes(StandardCharsets.UTF_8));

    private final MemoryTaskRepository repository = new MemoryTaskRepository();
    private final SubmittedTasks selection = new SubmittedTasks(
            repository,
            new SelectionOptions(Set.of(), Set.of(TaskStatus.COMPLETED, TaskStatus.FAILED), -1),
            ConcurrentHashMap.newKeySet(),
            Recorders.direct(),
            Clock.fixed(NOON, ZoneOffset.UTC),
            () -> 0);

    private final Task failed =
            new Task("failed", "search", TaskStatus.FAILED, NOON, NOON, NO_JSON, null, "out of luck", NO_JSON);

    @Test
    void theOtherTasksAreAllWaitedForAndTheFailedOneIsNotSelectedAgain() {
        for (String id : List.of("failed", "other")) {
            repository.created("none", List.of(new PendingTask(id, "search", NOON, null, Map.of(), null, null, 0)));
        }
        FinishedTask selected = selection.select(List.of(failed)).get(0);
        assertThat(selection.demand().waiting()).isEqualTo(1);

        selection.sendingAgain(selected);
        assertThat(selection.select(List.of(failed))).isEmpty();
        repository.open(entry());
        assertThat(selection.demand().waiting()).as("the other task").isEqualTo(1);

        repository.discard(entry());
        assertThat(selection.select(List.of(failed))).isEmpty();
        selection.returned(selected);
        assertThat(selection.select(List.of(failed))).hasSize(1);
    }

    private static OutboxEntry entry() {
        TaskRequest again = new TaskRequest(
                SearchRequest.builder().q("camel").build(), null, null, null, new Resubmission("failed", 1), null);
        return new OutboxEntry("i", "node", NOON, NOON, false, List.of(again));
    }
}
