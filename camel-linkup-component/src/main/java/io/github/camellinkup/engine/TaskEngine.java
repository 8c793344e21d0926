package io.github.camellinkup.engine;

import io.github.camellinkup.client.LinkupClient;
import io.github.camellinkup.client.model.LinkupRequest;
import io.github.camellinkup.client.model.ResearchRequest;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.monitoring.AccountState;
import io.github.camellinkup.engine.monitoring.EngineStatistics;
import io.github.camellinkup.engine.outbox.Outbox;
import io.github.camellinkup.engine.outbox.ReconciliationOptions;
import io.github.camellinkup.engine.repository.Outstanding;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.engine.results.RepositoryUsers;
import io.github.camellinkup.engine.results.TaskReaders;
import io.github.camellinkup.engine.results.TaskResults;
import io.github.camellinkup.engine.spend.SpendLimiter;
import io.github.camellinkup.engine.submit.QueueQuota;
import io.github.camellinkup.engine.submit.SendingOptions;
import io.github.camellinkup.engine.submit.TaskSubmitter;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * Sends tasks, each once, and remembers them until their results are taken. Thread-safe; nothing here blocks but the
 * repository, which is called on the workers.
 */
public final class TaskEngine implements AutoCloseable {

    /** So late that no exchange waits for its result any more. */
    private static final Instant WHENEVER = Instant.parse("9999-01-01T00:00:00Z");

    private final LinkupClient client;
    private final TaskRepository repository;
    private final EngineStatistics statistics;
    private final AccountState account;
    private final SpendLimiter spend;
    private final EngineTimer timer;
    private final QueueQuota quota;
    private final Map<SendingOptions, TaskSubmitter> submitters = new ConcurrentHashMap<>();
    private final Outbox outbox;
    private final TaskResults results;

    /**
     * @param client calls the API
     * @param repository remembers the calls in flight, and the tasks that were created
     * @param readers one pair for all engines that use the base URL and the key; not closed here
     * @param users one for all engines of this JVM that use the repository
     * @param scheduler runs timers
     * @param workers runs what must not hold up the HTTP client: the repository, the source of a batch. Runs all that it is
     *     given, if need be on the calling thread
     * @param nodeId who answers for the calls in flight. After a restart under the same id they are reconciled at once;
     *     engines that share a repository at the same time must have different ones
     * @param clock the present time, which must not differ from Linkup's by more than two minutes
     * @param nanoTime a clock that only goes forward, in nanoseconds, for the reads of results
     * @param statistics counts what happens
     * @param account what its calls tell of the account
     * @param spend counts what is sent at list price, and refuses what would pass its limit
     */
    public TaskEngine(
            LinkupClient client,
            TaskReaders readers,
            TaskRepository repository,
            RepositoryUsers users,
            ScheduledExecutorService scheduler,
            Executor workers,
            String nodeId,
            Clock clock,
            LongSupplier nanoTime,
            EngineStatistics statistics,
            AccountState account,
            SpendLimiter spend) {
        this.client = client;
        this.repository = repository;
        this.statistics = statistics;
        this.account = account;
        this.spend = spend;
        this.timer = new EngineTimer(scheduler, workers, System::nanoTime);
        this.results = new TaskResults(
                client,
                readers,
                repository,
                users,
                tasks -> Outbox.ofOpenEntries(repository, tasks),
                timer,
                workers,
                clock,
                nanoTime);
        this.quota = new QueueQuota(readers.tasks()::quota, timer);
        readers.tasks().addQuotaListener(quota::quotaRead);
        readers.tasks().addQuotaListener(seen -> {
            if (seen.inFlight() < seen.limit()) {
                account.queueHasRoom();
            }
        });
        this.outbox = new Outbox(
                this::create,
                (research, query) -> (research ? readers.research() : readers.tasks()).page(query),
                repository,
                nodeId,
                clock,
                statistics,
                timer,
                results::recorded,
                spend);
    }

    private CompletionStage<List<Task>> create(boolean research, List<TaskRequest> requests) {
        List<LinkupRequest> inputs = requests.stream().map(TaskRequest::input).toList();
        return research
                ? client.createResearch((ResearchRequest) inputs.get(0)).thenApply(List::of)
                : client.createTasks(inputs);
    }

    /** What receives results. */
    public TaskResults results() {
        return results;
    }

    /** The tasks whose results have not been taken, also those that exchanges wait for. Asks the repository. */
    public Outstanding outstanding() {
        return repository.outstanding(Set.of(), WHENEVER);
    }

    public LinkupClient client() {
        return client;
    }

    public TaskRepository repository() {
        return repository;
    }

    /** What has happened since the engine was made. */
    public EngineStatistics statistics() {
        return statistics;
    }

    /** What holds up the calls of the account at present, and its last errors. */
    public AccountState account() {
        return account;
    }

    /**
     * Asks for the credits if nothing was heard of Linkup for a minute: a refused key, spent credits and a broken network
     * show then also where nothing is sent. Returns at once; the {@link #account()} tells later. The call is free.
     */
    public void askIfSilent() {
        if (account.beginAsking()) {
            CompletableFuture.completedFuture(client)
                    .thenCompose(LinkupClient::creditBalance)
                    .whenComplete((credits, failure) -> {
                        if (failure == null) {
                            account.creditsRead(credits.balance());
                        }
                        account.asked();
                    });
        }
    }

    /** The organisation's queue, as far as it is known, and who waits for room. */
    public QueueQuota.State queue() {
        return quota.state();
    }

    /** What was sent for the account today, at list price. */
    public SpendLimiter spend() {
        return spend;
    }

    /**
     * Reconciles the calls that were in flight when their sender ended: what they created is remembered, and the rest is
     * sent. Those of this node are reconciled at once, those of others when their lease has run out. Returns at once; can be
     * called again.
     *
     * @param options how it is found out what was created; of several the longest counts, null leaves it to the others or
     *     to the default
     */
    public void start(ReconciliationOptions options) {
        outbox.reconcileLeftovers(options);
    }

    /** Reconciles as {@link #start(ReconciliationOptions)} with what others say, or with the default. */
    public void start() {
        start(null);
    }

    /** Sends tasks in the way that the options say. Senders with equal options share their calls. */
    public TaskSubmitter submitter(SendingOptions options) {
        return submitters.computeIfAbsent(options, this::newSubmitter);
    }

    private TaskSubmitter newSubmitter(SendingOptions options) {
        return new TaskSubmitter(
                options,
                outbox.sender(false, options.reconciliation()),
                outbox.sender(true, options.reconciliation()),
                quota,
                spend,
                repository,
                timer);
    }

    /**
     * Ends the waiting: what waits for others to travel with, or for room in the queue, is tried now, and what is not
     * reconciled yet is given back as uncertain and stays open in the repository. Close the client first, and it fails.
     */
    @Override
    public void close() {
        outbox.close();
        results.close();
        timer.close();
    }
}
