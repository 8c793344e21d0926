package io.github.camellinkup.engine.receiving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camellinkup.client.model.RawJson;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRepositoryException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What selections want and what they keep in progress. */
class TaskSelectionsTest {

    private static final Instant NOON = Instant.parse("2026-05-18T12:00:00Z");
    private static final RawJson JSON = RawJson.wrap("{}".getBytes(StandardCharsets.UTF_8));

    private final Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
    private final AtomicLong nanoTime = new AtomicLong();
    private final MemoryTaskRepository repository = new MemoryTaskRepository(clock);

    private static PendingTask pending(String id, Instant awaitedUntil) {
        return new PendingTask(id, "search", NOON, null, Map.of(), awaitedUntil, null, 0);
    }

    private void remember(PendingTask task) {
        repository.created("intent-" + task.id(), List.of(task));
    }

    private static Task finished(String id, TaskStatus status, Instant updatedAt) {
        return new Task(id, "search", status, NOON, updatedAt, JSON, JSON, null, JSON);
    }

    private TaskSelection submitted(TaskRepository asked, Set<TaskStatus> statuses) {
        return new SubmittedTasks(
                asked,
                new SelectionOptions(Set.of(), statuses, 10),
                ConcurrentHashMap.newKeySet(),
                clock,
                nanoTime::get);
    }

    @Test
    void whatAnExchangeAwaitsIsNotTakenOffWhatIsOutstanding() {
        remember(pending("awaited", NOON.plusSeconds(60)));
        remember(pending("wanted", null));
        TaskSelection selection = submitted(repository, Set.of(TaskStatus.COMPLETED));

        selection.select(List.of(finished("awaited", TaskStatus.FAILED, NOON)));
        assertThat(selection.demand().waiting()).isEqualTo(1);
        repository.taken("awaited");

        assertThat(selection.demand().waiting()).isEqualTo(1);
    }

    @Test
    void whatIsTakenBeforeItWasSeenOutstandingDoesNotHideTheRest() {
        remember(pending("wanted", null));
        TaskSelection selection = submitted(repository, Set.of(TaskStatus.COMPLETED));
        assertThat(selection.demand().waiting()).isEqualTo(1);

        remember(pending("of others", null));
        selection.select(List.of(finished("of others", TaskStatus.FAILED, NOON)));
        repository.taken("of others");

        assertThat(selection.demand().waiting()).isEqualTo(1);
    }

    @Test
    void anExpiredTaskIsWantedAgainAfterTheRepositoryCouldNotBeAsked() {
        AtomicBoolean down = new AtomicBoolean();
        remember(pending("gone", null));
        TaskSelection selection = submitted(failingWhile(down), Set.of(TaskStatus.COMPLETED));
        assertThat(selection.selectExpired(pending("gone", null))).isNull();
        nanoTime.addAndGet(Duration.ofMinutes(2).toNanos());

        down.set(true);
        assertThatThrownBy(() -> selection.selectExpired(pending("gone", null)))
                .isInstanceOf(TaskRepositoryException.class);
        down.set(false);

        assertThat(selection.selectExpired(pending("gone", null))).isNotNull();
    }

    private TaskRepository failingWhile(AtomicBoolean down) {
        return (TaskRepository) Proxy.newProxyInstance(
                TaskRepository.class.getClassLoader(),
                new Class<?>[] {TaskRepository.class},
                (proxy, method, arguments) -> {
                    if (down.get()) {
                        throw new TaskRepositoryException("down", null);
                    }
                    try {
                        return method.invoke(repository, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void theNextStartOfAConsumerGoesOnALittleBeforeWhatItHasCovered() {
        Set<String> seen = new HashSet<>();
        AllTasks.SeenTasks remembered = new AllTasks.SeenTasks() {
            @Override
            public boolean contains(String taskId) {
                return seen.contains(taskId);
            }

            @Override
            public void add(String taskId) {
                seen.add(taskId);
            }
        };
        TaskSelection selection = new AllTasks(
                remembered,
                repository,
                new SelectionOptions(Set.of(), Set.of(TaskStatus.COMPLETED), 10),
                AllTasks.Mark.NONE,
                NOON,
                nanoTime::get);
        Instant failing = NOON.plusSeconds(600);
        selection.covered(NOON.plusSeconds(300));
        assertThat(selection.since()).isBetween(NOON.plusSeconds(240), NOON.plusSeconds(300));

        FinishedTask failed = selection
                .select(List.of(finished("a", TaskStatus.COMPLETED, failing)))
                .get(0);
        selection.failed(failed, "down");
        selection.covered(NOON.plusSeconds(9_000));
        assertThat(selection.since()).isBetween(NOON.plusSeconds(300), failing);

        selection.covered(NOON);
        assertThat(selection.since()).isAfter(NOON);
    }
}
