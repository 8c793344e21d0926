package io.github.camellinkup.engine.sending;

import static io.github.camellinkup.engine.sending.Calls.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.HandDrivenTimer;
import io.github.camellinkup.engine.pace.EngineTimer;
import io.github.camellinkup.engine.repository.Intent;
import io.github.camellinkup.engine.repository.Intent.State;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.statistics.TaskStatistics;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A node that sends, with a Linkup, a time and a repository that the test drives. Everything runs on the test's thread.
 */
final class SettlingRun {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final SettleOptions OPTIONS = SettleOptions.DEFAULT;
    private static final SendingOptions SENDING =
            new SendingOptions(100, 4, Duration.ofMillis(20), Duration.ZERO, OPTIONS);

    final HandDrivenTimer time = new HandDrivenTimer();
    final EngineTimer timer = new EngineTimer(time);
    final FakeApi api = new FakeApi(this::now);
    final TaskStatistics statistics = new TaskStatistics();
    private final Map<String, Integer> failures = new HashMap<>();
    private final TaskRepository repository;
    private Runnable afterOpenIntents = () -> {};

    /** How often the nodes had something to do. */
    int worked;

    /** What the nodes have stored, as it is behind all failures. */
    final TaskRepository stored;

    /** The node under test. */
    final TaskSending node;

    SettlingRun() {
        this(new MemoryTaskRepository());
    }

    SettlingRun(TaskRepository stored) {
        this.stored = stored;
        this.repository = failing(stored);
        this.node = node("a");
    }

    /** A node that shares everything with the others. */
    TaskSending node(String name) {
        return node(api, name, repository, timer);
    }

    /** A node whose calls are answered elsewhere. */
    TaskSending node(TaskCalls calls, TaskRepository seen) {
        return node(calls, "a", seen, timer);
    }

    /** A node that has a timer of its own, which runs only when the test lets it, and sees the repository in its way. */
    TaskSending node(String name, TaskRepository seen, HandDrivenTimer ownTimer) {
        return node(api, name, seen, new EngineTimer(ownTimer));
    }

    private TaskSending node(TaskCalls calls, String name, TaskRepository seen, EngineTimer ownTimer) {
        return new TaskSending(
                calls, seen, name, clock(), time::nanoTime, statistics, ownTimer, this::work, adopted -> {});
    }

    private void work(Runnable work) {
        worked++;
        work.run();
    }

    Instant now() {
        return START.plusNanos(time.nanoTime());
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return now();
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }
        };
    }

    /** Lets the next calls of a method of the repository fail, so many of them; if negative, after they have written. */
    void fail(String method, int times) {
        failures.put(method, times);
    }

    /** Happens once, when open intents were read. */
    void afterOpenIntents(Runnable happens) {
        afterOpenIntents = happens;
    }

    private TaskRepository failing(TaskRepository real) {
        return (TaskRepository) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {TaskRepository.class}, (proxy, method, arguments) -> {
                    int left = failures.getOrDefault(method.getName(), 0);
                    failures.put(method.getName(), left - Integer.signum(left));
                    if (left > 0) {
                        throw new IllegalStateException("the database is down");
                    }
                    try {
                        Object answer = method.invoke(real, arguments);
                        if (method.getName().equals("openIntents")) {
                            Runnable happens = afterOpenIntents;
                            afterOpenIntents = () -> {};
                            happens.run();
                        }
                        if (left < 0) {
                            throw new IllegalStateException("the database went down");
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    CompletableFuture<SentBatch> send(List<TaskRequest> requests) {
        return send(node, requests);
    }

    CompletableFuture<SentBatch> send(TaskSending sender, List<TaskRequest> requests) {
        return sender.submitter(SENDING)
                .submitAll(requests.iterator(), new BatchProgress(BatchAnswer.TASKS, false))
                .toCompletableFuture();
    }

    CompletableFuture<SentBatch> send(String... questions) {
        return send(List.of(questions).stream().map(Calls::request).toList());
    }

    List<PendingTask> pending() {
        return stored.oldest(Set.of(), Instant.MAX, Integer.MAX_VALUE);
    }

    /** An intent that a sender has left, whose references are "ref " and the question. */
    Intent intent(String id, String owner, Instant leasedUntil, String... questions) {
        List<TaskRequest> requests = List.of(questions).stream()
                .map(question -> request(question).withReference("ref " + question))
                .toList();
        return new Intent(id, owner, now(), leasedUntil, State.SENDING, false, requests);
    }

    static List<String> questions(CompletableFuture<SentBatch> sent) {
        return done(sent).tasks().stream().map(SettlingRun::question).toList();
    }

    static String question(Task task) {
        return task.input().toTree().path("q").asText();
    }

    static <T> T done(CompletableFuture<T> stage) {
        assertThat(stage).isDone();
        return stage.join();
    }

    static Throwable failureOf(CompletableFuture<?> sent) {
        assertThat(sent).isCompletedExceptionally();
        return sent.handle((nothing, failure) -> failure).join();
    }
}
