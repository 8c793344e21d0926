package io.github.camellinkup.engine.outbox;

import static io.github.camellinkup.engine.outbox.Calls.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.EngineTimer;
import io.github.camellinkup.engine.HandDrivenTimer;
import io.github.camellinkup.engine.SimulatedLinkup;
import io.github.camellinkup.engine.monitoring.EngineStatistics;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.spend.DailySpend;
import io.github.camellinkup.engine.spend.SpendLimiter;
import io.github.camellinkup.engine.submit.BatchAnswer;
import io.github.camellinkup.engine.submit.BatchProgress;
import io.github.camellinkup.engine.submit.QueueQuota;
import io.github.camellinkup.engine.submit.SendingOptions;
import io.github.camellinkup.engine.submit.SentBatch;
import io.github.camellinkup.engine.submit.TaskSubmitter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A node that sends, with a Linkup, a time and a repository that the test drives. Everything runs on the test's thread.
 */
public final class OutboxRun {

    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    public static final ReconciliationOptions OPTIONS = ReconciliationOptions.DEFAULT;
    private static final SendingOptions SENDING =
            new SendingOptions(100, 4, Duration.ofMillis(20), Duration.ZERO, OPTIONS);

    public final HandDrivenTimer time = new HandDrivenTimer();
    public final EngineTimer timer = new EngineTimer(time, this::work, time::nanoTime);
    public final SimulatedLinkup api = new SimulatedLinkup(this::now);
    public final EngineStatistics statistics = new EngineStatistics(Clock.systemUTC());

    /** What all nodes spend. */
    public final SpendLimiter spend = SpendLimiter.unlimited(new DailySpend(clock()));

    private final Map<String, Integer> failures = new HashMap<>();
    private final TaskRepository repository;
    private Runnable afterOpenEntries = () -> {};

    /** The tasks that were said to be recorded. */
    public final List<Task> recorded = new ArrayList<>();

    /** How often the nodes had something to do. */
    public int worked;

    /** What the nodes have stored, as it is behind all failures. */
    public final TaskRepository stored;

    /** The node under test. */
    public final Outbox node;

    public OutboxRun() {
        this(new MemoryTaskRepository());
    }

    public OutboxRun(TaskRepository stored) {
        this.stored = stored;
        this.repository = failing(stored);
        this.node = node("a");
    }

    /** A node that shares everything with the others. */
    public Outbox node(String name) {
        return node(api, api, name, repository, timer);
    }

    /** A node whose calls are answered elsewhere. */
    public Outbox node(TaskCreator creator, TaskLists lists, TaskRepository seen) {
        return node(creator, lists, "a", seen, timer);
    }

    /** A node that has a timer of its own, which runs only when the test lets it, and sees the repository in its way. */
    public Outbox node(String name, TaskRepository seen, HandDrivenTimer ownTimer) {
        return node(api, api, name, seen, new EngineTimer(ownTimer, this::work, time::nanoTime));
    }

    private Outbox node(TaskCreator creator, TaskLists lists, String name, TaskRepository seen, EngineTimer ownTimer) {
        return new Outbox(creator, lists, seen, name, clock(), statistics, ownTimer, recorded::addAll, spend);
    }

    /** Sends through a node, and finds the queue never full. */
    public TaskSubmitter submitter(Outbox sender, SendingOptions options) {
        return new TaskSubmitter(
                options,
                sender.sender(false, options.reconciliation()),
                sender.sender(true, options.reconciliation()),
                new QueueQuota(
                        () -> CompletableFuture.failedFuture(new IllegalStateException("no list is read")), timer),
                spend,
                repository,
                timer);
    }

    private void work(Runnable work) {
        worked++;
        work.run();
    }

    public Instant now() {
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
    public void fail(String method, int times) {
        failures.put(method, times);
    }

    /** Happens once, when open entries were read. */
    public void afterOpenEntries(Runnable happens) {
        afterOpenEntries = happens;
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
                        if (method.getName().equals("openEntries")) {
                            Runnable happens = afterOpenEntries;
                            afterOpenEntries = () -> {};
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

    public CompletableFuture<SentBatch> send(List<TaskRequest> requests) {
        return send(node, requests);
    }

    public CompletableFuture<SentBatch> send(Outbox sender, List<TaskRequest> requests) {
        return submitter(sender, SENDING)
                .submitAll(requests.iterator(), new BatchProgress(BatchAnswer.TASKS, false))
                .toCompletableFuture();
    }

    public CompletableFuture<Task> sendResearch(String question) {
        TaskRequest request =
                TaskRequest.of(ResearchRequest.builder().q(question).build());
        return submitter(node, SENDING).submitResearch(request).toCompletableFuture();
    }

    public CompletableFuture<SentBatch> send(String... questions) {
        return send(List.of(questions).stream().map(Calls::request).toList());
    }

    public List<PendingTask> pending() {
        return stored.oldest(Set.of(), Instant.MAX, Integer.MAX_VALUE);
    }

    /** An entry that a sender has left, whose references are "ref " and the question. */
    public OutboxEntry entry(String id, String owner, Instant leasedUntil, String... questions) {
        List<TaskRequest> requests = List.of(questions).stream()
                .map(question -> request(question).withReference("ref " + question))
                .toList();
        return new OutboxEntry(id, owner, now(), leasedUntil, false, requests);
    }

    public static List<String> questions(CompletableFuture<SentBatch> sent) {
        return done(sent).tasks().stream().map(OutboxRun::question).toList();
    }

    public static String question(Task task) {
        return task.input().toTree().path("q").asText();
    }

    public static <T> T done(CompletableFuture<T> stage) {
        assertThat(stage).isDone();
        return stage.join();
    }

    public static Throwable failureOf(CompletableFuture<?> sent) {
        assertThat(sent).isCompletedExceptionally();
        return sent.handle((nothing, failure) -> failure).join();
    }
}
