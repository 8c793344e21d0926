package io.github.camellinkup.engine.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupResponseTooLargeException;
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
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What selections make of tasks whose result cannot be read. */
class UnreadableTasksTest {

    private static final Instant NOON = Instant.parse("2026-05-18T12:00:00Z");
    private static final LinkupException TOO_LARGE = new LinkupResponseTooLargeException("too large");

    private final Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
    private final AtomicLong nanoTime = new AtomicLong();
    private final MemoryTaskRepository repository = new MemoryTaskRepository(clock);
    private final Set<String> inProgress = ConcurrentHashMap.newKeySet();
    private final TaskSelection selection = submitted(repository);

    private TaskSelection submitted(TaskRepository asked) {
        return new SubmittedTasks(asked, options(), inProgress, Recorders.direct(), clock, nanoTime::get);
    }

    private static SelectionOptions options() {
        return new SelectionOptions(Set.of("search"), Set.of(TaskStatus.COMPLETED), -1);
    }

    private PendingTask remember(String id, String type, Instant awaitedUntil) {
        PendingTask task = new PendingTask(id, type, NOON, null, Map.of(), awaitedUntil, null, 0);
        repository.created("intent-" + id, List.of(task));
        return task;
    }

    private PendingTask remember(String id) {
        return remember(id, "search", null);
    }

    private static Task finished(String id) {
        RawJson json = RawJson.wrap("{}".getBytes(StandardCharsets.UTF_8));
        return new Task(id, "search", TaskStatus.COMPLETED, NOON, NOON, json, json, null, json);
    }

    @Test
    void aTaskIsOneOfTheThree() {
        PendingTask pending = remember("a");
        assertThat(FinishedTask.of(pending, finished("a")))
                .returns(false, FinishedTask::isExpired)
                .returns(false, FinishedTask::isUnreadable);
        assertThat(FinishedTask.expired(pending))
                .returns(true, FinishedTask::isExpired)
                .returns(false, FinishedTask::isUnreadable);
        assertThat(FinishedTask.unreadable(pending, TOO_LARGE))
                .returns(false, FinishedTask::isExpired)
                .returns(true, FinishedTask::isUnreadable);
        assertThatThrownBy(() -> new FinishedTask(pending, finished("a"), TOO_LARGE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneIsSelectedOnceAndGivenUpEvenWithoutALimitOfRedeliveries() {
        PendingTask task = remember("a");

        FinishedTask selected = selection.selectUnreadable(task, TOO_LARGE);
        assertThat(selected.unreadable()).isSameAs(TOO_LARGE);
        assertThat(selection.selectUnreadable(task, TOO_LARGE)).isNull();
        assertThat(inProgress).containsExactly("a");

        selection.giveUp(selected, "too large");
        assertThat(repository.find("a")).isEmpty();
        assertThat(repository.known(Set.of("a"))).containsExactly("a");
        assertThat(inProgress).isEmpty();
        assertThat(selection.selectUnreadable(task, TOO_LARGE)).isNull();
        assertThat(inProgress).isEmpty();
    }

    @Test
    void whatIsAwaitedOfAnotherTypeOrTakenIsLeftAlone() {
        PendingTask awaited = remember("awaited", "search", NOON.plusSeconds(60));
        PendingTask fetch = remember("fetch", "fetch", null);
        PendingTask taken = remember("taken");
        repository.taken("taken");

        for (PendingTask task : List.of(awaited, fetch, taken)) {
            assertThat(selection.selectUnreadable(task, TOO_LARGE)).isNull();
        }
        selection.passedOver(Set.of("awaited", "fetch", "taken", "nobody's"));

        assertThat(inProgress).isEmpty();
        assertThat(selection.dueAgain()).isEmpty();
    }

    @Test
    void whatAPagePassesOverIsToBeReadAlone() {
        PendingTask task = remember("a");
        selection.passedOver(Set.of("a"));
        assertThat(selection.dueAgain())
                .extracting(delivery -> delivery.task().id())
                .containsExactly("a");
        assertThat(selection.demand().waiting()).isEqualTo(1);

        selection.giveUp(selection.selectUnreadable(task, TOO_LARGE), "too large");
        assertThat(selection.dueAgain()).isEmpty();
    }

    @Test
    void whatAPagePassesOverAgainDoesNotComeSoonerForIt() {
        PendingTask task = remember("a");
        selection.passedOver(Set.of("a"));
        selection.missed(task);

        selection.passedOver(Set.of("a"));
        assertThat(selection.dueAgain()).isEmpty();
    }

    @Test
    void ifTheRepositoryCannotRecordItIsNotReadAgain() {
        PendingTask task = remember("a");
        TaskSelection failing = submitted(failingToGiveUp());

        failing.giveUp(failing.selectUnreadable(task, TOO_LARGE), "too large");
        nanoTime.addAndGet(Duration.ofHours(1).toNanos());

        assertThat(failing.dueAgain()).isEmpty();
        assertThat(failing.demand().waiting()).isZero();
        assertThat(failing.selectUnreadable(task, TOO_LARGE)).isNull();
    }

    private TaskRepository failingToGiveUp() {
        return (TaskRepository) Proxy.newProxyInstance(
                TaskRepository.class.getClassLoader(),
                new Class<?>[] {TaskRepository.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("giveUp")) {
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
    void ofAllTasksOneThatWasReadBeforeIsGivenUpToo() {
        Set<String> seen = new HashSet<>();
        SeenTasks seenTasks = new SeenTasks() {
            @Override
            public boolean contains(String taskId) {
                return seen.contains(taskId);
            }

            @Override
            public void add(String taskId) {
                seen.add(taskId);
            }
        };
        TaskSelection all = new AllTasks(
                seenTasks,
                new OpenResults(nanoTime::get),
                repository,
                tasks -> Set.of(),
                options(),
                Recorders.direct(),
                WatermarkStore.NONE,
                NOON,
                clock,
                nanoTime::get);
        PendingTask task = remember("a");
        all.failed(all.select(List.of(finished("a"))).get(0), "the CRM is down");
        nanoTime.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(all.dueAgain()).hasSize(1);

        FinishedTask selected = all.selectUnreadable(task, TOO_LARGE);
        assertThat(all.selectUnreadable(task, TOO_LARGE)).isNull();
        all.giveUp(selected, "too large");

        assertThat(all.dueAgain()).isEmpty();
        assertThat(seen).containsExactly("a");
        assertThat(repository.find("a")).isEmpty();
    }
}
