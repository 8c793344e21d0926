package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.exception.LinkupUnsupportedTaskTypeException;
import io.github.camellinkup.client.model.CreateAnswer;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.EngineTimer;
import io.github.camellinkup.engine.exception.Failures;
import io.github.camellinkup.engine.exception.LinkupSpendLimitException;
import io.github.camellinkup.engine.monitoring.EngineStatistics;
import io.github.camellinkup.engine.monitoring.TaskEvent;
import io.github.camellinkup.engine.monitoring.TaskEventType;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.spend.Counted;
import io.github.camellinkup.engine.spend.Receipt;
import io.github.camellinkup.engine.spend.SpendLimiter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends calls so that each request is created once. This is the journey of a call:
 *
 * <ol>
 *   <li>{@link #send} writes down an entry, and only then lets the call go out.
 *   <li>{@link #attempt} makes the call. It is the same step for the first time and for the rest of a call that was cut.
 *   <li>{@link #answered} sees how the call has ended. The created tasks take the place of the entry; or nothing was
 *       created for certain, and the entry is discarded; or it is not known.
 *   <li>Then the {@link Reconciler} reads the list of tasks. What was created is recorded, the entry keeps the rest, and
 *       the rest goes back to {@link #attempt}. {@link #sendRest} counts it first, if this process has not counted it before.
 * </ol>
 *
 * Thread-safe; the repository is called on the workers, and nothing else blocks.
 */
public final class Outbox implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final TaskCreator creator;
    private final Leases leases;
    private final OutboxWriter writer;
    private final Reconciler reconciler;
    private final ClockDifference clocks;
    private final EngineStatistics statistics;
    private final EngineTimer timer;
    private final Consumer<List<Task>> recordedListener;
    private final SpendLimiter spend;

    /**
     * @param nodeId the node that answers for what is sent; no two engines that share a repository have the same at a time
     * @param clock the time that is written into the repository, and compared with Linkup's
     * @param recordedListener gets tasks that were just recorded; they may have finished long before
     * @param spend is told of the tasks of counted requests, and counts what an earlier process has left
     */
    public Outbox(
            TaskCreator creator,
            TaskLists lists,
            TaskRepository repository,
            String nodeId,
            Clock clock,
            EngineStatistics statistics,
            EngineTimer timer,
            Consumer<List<Task>> recordedListener,
            SpendLimiter spend) {
        this.creator = creator;
        this.leases = new Leases(repository, nodeId, clock, timer);
        this.writer = new OutboxWriter(repository, leases, timer);
        this.clocks = new ClockDifference(timer::nanoTime);
        this.statistics = statistics;
        this.timer = timer;
        this.recordedListener = recordedListener;
        this.spend = spend;
        UncertainCalls uncertain =
                new UncertainCalls(repository, writer, leases, statistics, timer, this::adopted, this::sendRest);
        this.reconciler = new Reconciler(lists, uncertain, leases, clocks, timer);
    }

    /**
     * What sends requests in one call. The tasks come also if the answer to the call does not; the stage fails with
     * {@link io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException} if it could not be found out in
     * time what was created, and with {@link PartialCallException} if not all requests came to the same end.
     *
     * @param research whether it is done by the API's own call for research, which creates one task
     */
    public CountedSender sender(boolean research, ReconciliationOptions options) {
        return (requests, receipts) -> send(research, List.copyOf(requests), receipts, options);
    }

    private CompletableFuture<List<Task>> send(
            boolean research, List<TaskRequest> requests, List<Receipt> receipts, ReconciliationOptions options) {
        return CompletableFuture.supplyAsync(() -> writer.open(research, requests), timer.workers())
                .thenCompose(entry -> {
                    OutboxCall call = new OutboxCall(entry, true, options);
                    call.counted(receipts);
                    attempt(call);
                    return call.result();
                });
    }

    private void attempt(OutboxCall call) {
        if (!leases.isLeased(call.id())) {
            reconciler.add(
                    call,
                    new IllegalStateException("this node was held up before the call for longer than it answers for it,"
                            + " and another node may have sent it"));
            return;
        }
        CompletableFuture.completedFuture(call.requests())
                .thenCompose(requests -> creator.create(call.entry().research(), requests))
                .whenCompleteAsync((tasks, failure) -> answered(call, tasks, failure), timer.workers());
    }

    private void answered(OutboxCall call, List<Task> tasks, Throwable failure) {
        String problem =
                failure == null ? CreateAnswer.problem(tasks, call.requests().size()) : null;
        if (failure == null && problem == null) {
            created(call, call.asSent(tasks.toArray(Task[]::new), leases.now()));
            return;
        }
        Throwable cause = failure == null ? new IllegalStateException(problem) : Failures.cause(failure);
        // What is certain of this call is not of one that a neighbour may have made meanwhile.
        if (!Failures.isCertainlyNotCreated(cause) || !leases.isLeased(call.id())) {
            reconciler.add(call, cause);
        } else if (call.isAwaited()) {
            notCreated(call, cause);
        } else {
            call.takeReceipts().forEach(spend::giveBack);
            leftoverNotCreated(call, cause);
        }
    }

    private void created(OutboxCall call, Task[] tasks) {
        happened(TaskEventType.CREATED, call, tasks);
        Arrays.stream(tasks)
                .map(Task::createdAt)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .ifPresent(createdAt -> clocks.learn(createdAt, leases.now()));
        Runnable written = () -> {
            recordedListener.accept(List.of(tasks));
            call.created(tasks);
        };
        writer.created(call, call.toRecord(tasks), written, late -> call.failUnrecorded(tasks, late));
    }

    private void notCreated(OutboxCall call, Throwable cause) {
        writer.discard(
                call,
                isDiscarded -> {
                    if (isDiscarded) {
                        call.fail(cause);
                    } else {
                        reconciler.add(call, cause);
                    }
                },
                late -> {
                    // As long as the entry is there, another node may take it when the lease has run out.
                    if (leases.isLeased(call.id())) {
                        call.fail(cause);
                    } else {
                        call.failUncertain(cause);
                    }
                });
    }

    /** No sender waits who could be told: it is tried again, or left for an operator to see. */
    private void leftoverNotCreated(OutboxCall call, Throwable cause) {
        if (!isFinal(cause)) {
            boolean isRefused =
                    cause instanceof LinkupException refusal && !refusal.isRetryable() && refusal.getStatusCode() > 0;
            if (isRefused && call.isRefusedForTheFirstTime()) {
                LOG.warn(
                        "Linkup refuses {} tasks of a call that its sender had left open: {}. They are sent when Linkup"
                                + " accepts them",
                        call.requests().size(),
                        cause.getMessage());
            }
            if (cause instanceof LinkupSpendLimitException && call.isRefusedForTheFirstTime()) {
                LOG.warn(
                        "{} tasks of a call that its sender had left open are not sent today. {}",
                        call.requests().size(),
                        cause.getMessage());
            }
            Duration asked = cause instanceof LinkupException failure
                    ? failure.getRetryAfter().orElse(Duration.ZERO)
                    : Duration.ZERO;
            reconciler.addLater(call, cause, asked);
            return;
        }
        LOG.warn(
                "Linkup refuses {} tasks of a call that its sender had left open: {}. They are given up; a task repository"
                        + " in a database keeps them as entry {}",
                call.requests().size(),
                cause.getMessage(),
                call.id());
        writer.giveUp(call.id(), true);
    }

    /** Whether Linkup refuses the requests themselves. A key, its rights and its credits can be put right later. */
    private static boolean isFinal(Throwable cause) {
        return cause instanceof LinkupInvalidRequestException || cause instanceof LinkupUnsupportedTaskTypeException;
    }

    private void sendRest(OutboxCall call) {
        if (!call.isCounted()) {
            Counted counted = spend.countAll(
                    call.requests().stream().map(TaskRequest::input).toList());
            if (counted.refusal() != null) {
                leftoverNotCreated(call, counted.refusal());
                return;
            }
            call.counted(counted.receipts());
        }
        call.requests().forEach(request -> statistics.happened(TaskEvent.of(TaskEventType.SENT_AGAIN, request, null)));
        attempt(call);
    }

    private void adopted(OutboxCall call, Task[] found) {
        happened(TaskEventType.ADOPTED, call, found);
        recordedListener.accept(Arrays.stream(found).filter(Objects::nonNull).toList());
    }

    private void happened(TaskEventType type, OutboxCall call, Task[] tasks) {
        for (int i = 0; i < tasks.length; i++) {
            if (tasks[i] != null) {
                spend.created(tasks[i], call.receipt(i));
                PendingTask task = PendingTask.of(tasks[i], call.requests().get(i));
                statistics.happened(TaskEvent.of(type, task, null));
            }
        }
    }

    /** The ids of those of the tasks that open entries may have created, so that their references are not recorded yet. */
    public static Set<String> ofOpenEntries(TaskRepository repository, Collection<Task> tasks) {
        Set<String> found = new HashSet<>();
        for (OutboxEntry entry : tasks.isEmpty() ? List.<OutboxEntry>of() : repository.openEntries()) {
            Instant since = entry.openedAt().minus(ClockDifference.MARGIN);
            Set<String> keys = SentInput.of(entry).stream().map(SentInput::key).collect(Collectors.toSet());
            tasks.stream()
                    .filter(task ->
                            task.createdAt() == null || !task.createdAt().isBefore(since))
                    .filter(task -> SentInput.candidate(task, keys) != null)
                    .forEach(task -> found.add(task.id()));
        }
        return found;
    }

    /**
     * Reconciles what was left open before: by this node at once, by others when their lease has run out.
     *
     * @param options how it is found out what was created; of several the longest counts, null leaves it to the others or
     *     to the default
     */
    public void reconcileLeftovers(ReconciliationOptions options) {
        reconciler.addLeftovers(options);
    }

    /** Ends the waiting. What is not reconciled stays open in the repository. Close the timer afterwards. */
    @Override
    public void close() {
        leases.close();
        writer.close();
        reconciler.close();
    }
}
