package io.github.camellinkup.component;

import io.github.camellinkup.client.Account;
import io.github.camellinkup.client.CallListener;
import io.github.camellinkup.client.HttpLinkupClient;
import io.github.camellinkup.client.LinkupClientSettings;
import io.github.camellinkup.client.transport.HttpAsyncClients;
import io.github.camellinkup.client.transport.HttpSettings;
import io.github.camellinkup.client.transport.RenewingHttpClient;
import io.github.camellinkup.component.monitoring.EventPublisher;
import io.github.camellinkup.component.monitoring.Meters;
import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.monitoring.AccountState;
import io.github.camellinkup.engine.monitoring.EngineStatistics;
import io.github.camellinkup.engine.ratelimit.RateLimitGate;
import io.github.camellinkup.engine.ratelimit.RateLimits;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.results.RepositoryUsers;
import io.github.camellinkup.engine.results.TaskReaders;
import io.github.camellinkup.engine.spend.DailySpend;
import io.github.camellinkup.engine.spend.PriceList;
import io.github.camellinkup.engine.spend.SpendLimiter;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.camel.util.IOHelper;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The resources of a started component: threads, HTTP client, and an engine per address and key. */
final class LinkupRuntime extends ServiceSupport {

    /**
     * The clocks, limits and timer of a component; tests replace them.
     *
     * @param clock the present time
     * @param nanoTime a monotonic clock, in nanoseconds
     * @param limits the limits of an account
     * @param spend what an account has spent today
     * @param timer decorates the timer from Camel
     */
    record Time(
            Clock clock,
            LongSupplier nanoTime,
            Function<Account, RateLimits> limits,
            Function<Account, DailySpend> spend,
            UnaryOperator<ScheduledExecutorService> timer) {

        /** The system time, with one pair of limits per key and base URL in the JVM. */
        static final Time REAL = new Time(
                Clock.systemUTC(), System::nanoTime, RateLimits::shared, DailySpend::shared, UnaryOperator.identity());
    }

    private record EngineKey(LinkupClientSettings settings, int requestsPerSecond, TaskRepository repository) {}

    /** @param limits of the account, shared with other engines */
    record RunningEngine(RateLimits limits, RateLimitGate gate, HttpLinkupClient client, TaskEngine engine) {}

    /** @param account the first that uses it */
    private record UsedRepository(Account account, RepositoryUsers users) {}

    /** Linkup limits reads per key. */
    private record AccountKey(Account account, String authHeader) {}

    private static final Logger LOG = LoggerFactory.getLogger(LinkupRuntime.class);
    private static final long TICK_MILLIS = 1_000;

    /** The maximum number of ids in one line of the log. */
    private static final int MAX_LOGGED_IDS = 10;

    private final LinkupComponent component;
    private final ExecutorServiceManager threads;
    private final Time time;
    private final String nodeId;
    private final AtomicInteger engineNumber = new AtomicInteger();

    private final Map<TaskRepository, UsedRepository> repositories =
            Collections.synchronizedMap(new IdentityHashMap<>());
    private final Map<EngineKey, RunningEngine> engines = new ConcurrentHashMap<>();
    private final Map<AccountKey, TaskReaders> readers = new ConcurrentHashMap<>();
    private final Map<Account, SpendLimiter> spend = new ConcurrentHashMap<>();
    private final Map<Account, AccountState> accounts = new ConcurrentHashMap<>();
    private ExecutorService workerPool;
    private ScheduledExecutorService timerPool;
    private ScheduledExecutorService timer;
    private final Set<LinkupConsumer> consumers = ConcurrentHashMap.newKeySet();
    private final ProducerHealthChecks healthChecks;
    private final EventPublisher events;
    private Meters meters = Meters.NONE;
    private PriceList prices;
    private HttpSettings httpSettings;
    private RenewingHttpClient http;

    LinkupRuntime(LinkupComponent component, Time time, String nodeId) {
        this.component = component;
        this.threads = component.getCamelContext().getExecutorServiceManager();
        this.time = time;
        this.nodeId = nodeId;
        this.healthChecks = new ProducerHealthChecks(component, time.clock());
        this.events = new EventPublisher(component.getCamelContext());
    }

    TaskEngine engine(LinkupClientSettings settings, LinkupConfiguration connection, TaskRepository repository) {
        EngineKey key = new EngineKey(settings, connection.getRequestsPerSecond(), repository);
        TaskEngine engine = engines.computeIfAbsent(key, this::newEngine).engine();
        engine.spend().limitTo(connection.spendLimitAmount());
        return engine;
    }

    private RunningEngine newEngine(EngineKey key) {
        LinkupClientSettings settings = key.settings();
        Account account = Account.of(settings);
        UsedRepository repository = repositories.computeIfAbsent(
                key.repository(), first -> new UsedRepository(account, new RepositoryUsers()));
        if (!repository.account().equals(account)) {
            LOG.warn("Two API keys use one task repository. If they belong to different organisations, give each its"
                    + " own taskRepository: otherwise the tasks of one look expired to the other");
        }
        RateLimits limits = time.limits().apply(account);
        RateLimitGate gate = new RateLimitGate(limits, key.requestsPerSecond(), settings.maxRetryDelay(), timer);
        AccountState state = accounts.computeIfAbsent(
                account,
                first -> new AccountState(account, time.clock(), problem -> workers()
                        .execute(() -> events.limitReached(account, problem))));
        EngineStatistics statistics = new EngineStatistics(time.clock(), List.of(events, meters.ofTasks(account)));
        HttpLinkupClient client = new HttpLinkupClient(
                settings,
                http,
                timer,
                gate,
                HttpAsyncClients.secrets(httpSettings),
                CallListener.all(List.of(statistics, state, meters.ofCalls(account))),
                time.nanoTime());
        TaskEngine engine = new TaskEngine(
                client,
                readers.computeIfAbsent(
                        new AccountKey(account, settings.authHeader()),
                        ignored -> TaskReaders.of(client, workers(), time.clock())),
                key.repository(),
                repository.users(),
                timer,
                workers(),
                nextNodeId(),
                time.clock(),
                time.nanoTime(),
                statistics,
                state,
                spend.computeIfAbsent(
                        account,
                        first -> new SpendLimiter(time.spend().apply(account), prices, state::spendLimitReached)));
        meters.started(account, engine);
        return new RunningEngine(limits, gate, client, engine);
    }

    /** An operation uses this engine. */
    void uses(LinkupOperations operation, TaskEngine engine) {
        healthChecks.uses(operation, engine);
    }

    /** A consumer has started. */
    void started(LinkupConsumer consumer) {
        consumers.add(consumer);
    }

    /** A consumer has stopped. */
    void stopped(LinkupConsumer consumer) {
        consumers.remove(consumer);
    }

    /** The consumers that are started, also those that are suspended. */
    List<LinkupConsumer> consumers() {
        return List.copyOf(consumers);
    }

    /** The engines that were made so far. */
    List<RunningEngine> engines() {
        return List.copyOf(engines.values());
    }

    /** Engines of one component can share a repository, so each has its own name. The order of their start numbers them. */
    private String nextNodeId() {
        int number = engineNumber.incrementAndGet();
        return number == 1 ? nodeId : nodeId + "#" + number;
    }

    /** Runs all that it is given; on the calling thread if the pool is shut down or there is no memory for a thread. */
    Executor workers() {
        ExecutorService pool = workerPool;
        return work -> {
            try {
                pool.execute(work);
            } catch (RejectedExecutionException | OutOfMemoryError e) {
                work.run();
            }
        };
    }

    @Override
    protected void doStart() throws Exception {
        ThreadPoolProfile workerProfile = profile("LinkupWorker", component.getWorkerPoolSize())
                .rejectedPolicy(ThreadPoolRejectedPolicy.Abort)
                .build();
        workerPool = threads.newThreadPool(this, "LinkupWorker", workerProfile);
        timerPool = threads.newScheduledThreadPool(
                this, "LinkupTimer", profile("LinkupTimer", 1).build());
        timer = time.timer().apply(timerPool);
        // A new timer that is due before all others wakes the thread. This tick is always due earlier than the time
        // limit of a call, so that calls do not wake the thread.
        timer.scheduleAtFixedRate(() -> {}, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        meters = Meters.of(component.getCamelContext(), component::name, time.clock());
        prices = component.prices();
        httpSettings = component.httpSettings();
        http = HttpAsyncClients.start(httpSettings, work -> threads.newThread("LinkupHttp", work));
    }

    /** Without a limit of the queue: each call in flight has a timer. Camel's default is a maximum of 1,000. */
    private static ThreadPoolProfileBuilder profile(String name, int size) {
        return new ThreadPoolProfileBuilder(name)
                .poolSize(size)
                .maxPoolSize(size)
                .maxQueueSize(-1);
    }

    @Override
    protected void doStop() throws Exception {
        // The gates first: they fail the calls that wait there with the reason.
        engines.values().forEach(running -> running.gate().close());
        engines.values().forEach(running -> running.client().close());
        readers.values().forEach(TaskReaders::close);
        engines.values().forEach(running -> running.engine().close());
        meters.close();
        healthChecks.close();
        IOHelper.close(http);
        // A graceful shutdown would wait for cancelled retries.
        threads.shutdownNow(timerPool);
        threads.shutdownGraceful(workerPool);
        repositories.keySet().forEach(LinkupRuntime::warnOfForgottenTasks);
    }

    /** Warns of paid results that only exist in memory. */
    private static void warnOfForgottenTasks(TaskRepository repository) {
        if (!(repository instanceof MemoryTaskRepository)) {
            return;
        }
        int tasks = repository.outstanding(Set.of(), Instant.MAX).count();
        int calls = repository.openEntries().stream()
                .mapToInt(entry -> entry.requests().size())
                .sum();
        if (tasks + calls > 0) {
            String ids = repository.oldest(Set.of(), Instant.MAX, MAX_LOGGED_IDS).stream()
                    .map(PendingTask::id)
                    .collect(Collectors.joining(", "));
            LOG.warn(
                    "The Linkup component stops with {} tasks whose results were not processed: {}{}, and {} requests"
                            + " whose outcome is unknown. They are in memory and are lost when the process ends."
                            + " To keep them, set the option taskRepository to one in a database",
                    tasks,
                    ids,
                    tasks > MAX_LOGGED_IDS ? " and " + (tasks - MAX_LOGGED_IDS) + " more" : "",
                    calls);
        }
    }
}
