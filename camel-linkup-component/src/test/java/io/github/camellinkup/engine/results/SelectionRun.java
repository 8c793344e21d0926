package io.github.camellinkup.engine.results;

import io.github.camellinkup.client.model.RawJson;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.HandDrivenTimer;
import io.github.camellinkup.engine.outbox.Outbox;
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
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What selections select from: a repository that can be down, what was seen, a mark, and a time that tests move. */
final class SelectionRun {

    static final Instant NOON = Instant.parse("2026-05-18T12:00:00Z");
    private static final RawJson JSON = RawJson.wrap("{}".getBytes(StandardCharsets.UTF_8));

    private final Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
    private final TaskRepository asked;
    private final HandDrivenTimer timer = new HandDrivenTimer();
    private final CompletionRecorder recorder = Recorders.of(timer);
    private long nanoTime;

    /** What is remembered, as it is while nothing can be asked. */
    final TaskRepository stored = new MemoryTaskRepository(clock);

    final Set<String> seen = new HashSet<>();

    /** How far everything was taken, or null. */
    Instant mark;

    /** Whether nothing that is remembered or was seen can be asked or changed. */
    boolean down;

    /** Of how many ids it was asked what is remembered of their tasks. */
    int lookedUp;

    SelectionRun() {
        asked = (TaskRepository) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {TaskRepository.class}, (proxy, method, arguments) -> {
                    failIfDown();
                    lookedUp += "findAll".equals(method.getName()) ? ((Collection<?>) arguments[0]).size() : 0;
                    try {
                        return method.invoke(stored, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void failIfDown() {
        if (down) {
            throw new TaskRepositoryException("down", null);
        }
    }

    /** Selects completed tasks; an exchange that fails for the third time is the last one. */
    SubmittedTasks submitted() {
        return new SubmittedTasks(asked, options(), ConcurrentHashMap.newKeySet(), recorder, clock, () -> nanoTime);
    }

    OpenResults nothingOpen() {
        return new OpenResults(() -> nanoTime);
    }

    /** Selects completed tasks since noon; an exchange that fails for the third time is the last one. */
    AllTasks all() {
        return all(nothingOpen(), NOON);
    }

    /** As {@link #all()}, going on with what is open. */
    AllTasks all(OpenResults open, Instant since) {
        SeenTasks seenTasks = new SeenTasks() {
            @Override
            public boolean contains(String taskId) {
                return seen.contains(taskId);
            }

            @Override
            public void add(String taskId) {
                failIfDown();
                seen.add(taskId);
            }
        };
        WatermarkStore kept = new WatermarkStore() {
            @Override
            public Instant load() {
                return mark;
            }

            @Override
            public void store(Instant time) {
                mark = time;
            }
        };
        return new AllTasks(
                seenTasks,
                open,
                asked,
                tasks -> Outbox.ofOpenEntries(asked, tasks),
                options(),
                recorder,
                kept,
                since,
                Clock.offset(clock, Duration.ofDays(1)),
                () -> nanoTime);
    }

    private static SelectionOptions options() {
        return new SelectionOptions(Set.of(), Set.of(TaskStatus.COMPLETED), 2);
    }

    void pass(Duration time) {
        nanoTime += time.toNanos();
        timer.advance(time);
    }

    static PendingTask pending(String id) {
        return pending(id, null);
    }

    static PendingTask pending(String id, Instant awaitedUntil) {
        return new PendingTask(id, "search", NOON, null, Map.of(), awaitedUntil, null, 0);
    }

    void remember(String... ids) {
        List.of(ids).forEach(id -> remember(pending(id)));
    }

    void remember(PendingTask task) {
        stored.created("intent-" + task.id(), List.of(task));
    }

    static Task finished(String id, TaskStatus status, Instant updatedAt) {
        return new Task(id, "search", status, NOON, updatedAt, JSON, JSON, null, JSON);
    }

    static List<FinishedTask> select(TaskSelection selection, String id) {
        return selection.select(List.of(finished(id, TaskStatus.COMPLETED, NOON)));
    }

    /** Selects a task that is wanted. */
    static FinishedTask selected(TaskSelection selection, String id) {
        return select(selection, id).get(0);
    }
}
