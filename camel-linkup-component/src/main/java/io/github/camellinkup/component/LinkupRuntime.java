package io.github.camellinkup.component;

import io.github.camellinkup.client.HttpLinkupClient;
import io.github.camellinkup.client.LinkupClientSettings;
import io.github.camellinkup.client.transport.HttpAsyncClients;
import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.ratelimit.RateLimitGate;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.results.RepositoryUsers;
import io.github.camellinkup.engine.results.TaskReaders;
import io.github.camellinkup.engine.statistics.CountingGate;
import io.github.camellinkup.engine.statistics.TaskStatistics;
import java.net.URI;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.camel.util.IOHelper;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a started component holds: its threads, its HTTP client, and an engine for each address and key. */
final class LinkupRuntime extends ServiceSupport {

    private record EngineKey(LinkupClientSettings settings, int requestsPerSecond, TaskRepository repository) {}

    /** Linkup limits reads by key. */
    private record AccountKey(URI baseUrl, String account, String authHeader) {}

    private static final Logger LOG = LoggerFactory.getLogger(LinkupRuntime.class);
    private static final long TICK_MILLIS = 1_000;

    private final CamelContext context;
    private final LinkupHttpConfiguration httpConfiguration;
    private final int workerPoolSize;
    private final RuntimeTime time;
    private final String nodeId;
    private final AtomicInteger engineNumber = new AtomicInteger();

    private final Map<TaskRepository, String> accounts = Collections.synchronizedMap(new IdentityHashMap<>());
    private final Map<TaskRepository, RepositoryUsers> users = Collections.synchronizedMap(new IdentityHashMap<>());
    private final Map<EngineKey, TaskEngine> engines = new ConcurrentHashMap<>();
    private final Map<AccountKey, TaskReaders> readers = new ConcurrentHashMap<>();
    private final Set<HttpLinkupClient> clients = ConcurrentHashMap.newKeySet();
    private final Set<RateLimitGate> gates = ConcurrentHashMap.newKeySet();
    private ExecutorService workerPool;
    private ScheduledExecutorService timerPool;
    private ScheduledExecutorService timer;
    private CloseableHttpAsyncClient http;

    LinkupRuntime(
            CamelContext context,
            LinkupHttpConfiguration httpConfiguration,
            int workerPoolSize,
            RuntimeTime time,
            String nodeId) {
        this.context = context;
        this.httpConfiguration = httpConfiguration;
        this.workerPoolSize = HttpOptions.atLeastOne("workerPoolSize", workerPoolSize);
        this.time = time;
        this.nodeId = nodeId;
    }

    TaskEngine engine(LinkupClientSettings settings, int requestsPerSecond, TaskRepository repository) {
        return engines.computeIfAbsent(new EngineKey(settings, requestsPerSecond, repository), this::newEngine);
    }

    private TaskEngine newEngine(EngineKey key) {
        LinkupClientSettings settings = key.settings();
        String account = settings.apiKey() == null ? "paymentSigner" : settings.apiKey();
        String known = accounts.putIfAbsent(key.repository(), account);
        if (known != null && !known.equals(account)) {
            LOG.warn("Two API keys use one task repository. If they belong to different organisations, give each a"
                    + " taskRepository of its own: the tasks of one would look expired to the other");
        }
        RateLimitGate gate = new RateLimitGate(
                time.limits().apply(settings.baseUrl(), account),
                key.requestsPerSecond(),
                settings.maxRetryDelay(),
                timer);
        gates.add(gate);
        TaskStatistics statistics = new TaskStatistics();
        HttpLinkupClient client = new HttpLinkupClient(settings, http, timer, new CountingGate(gate, statistics));
        clients.add(client);
        return new TaskEngine(
                client,
                readers.computeIfAbsent(
                        new AccountKey(settings.baseUrl(), account, settings.authHeader()),
                        ignored -> TaskReaders.of(client, workers(), time.clock())),
                key.repository(),
                users.computeIfAbsent(key.repository(), repository -> new RepositoryUsers()),
                timer,
                workers(),
                nextNodeId(),
                time.clock(),
                time.nanoTime(),
                statistics);
    }

    /** Engines of one component can share a repository: each has a name of its own, in the order in which they begin. */
    private String nextNodeId() {
        int number = engineNumber.incrementAndGet();
        return number == 1 ? nodeId : nodeId + "#" + number;
    }

    /** Where routes continue when an answer has come: never a thread of the HTTP client. */
    Executor workers() {
        ExecutorService pool = workerPool;
        return work -> {
            try {
                pool.execute(work);
            } catch (RejectedExecutionException e) {
                // The pool is shut down: the exchange has to be given back all the same, or it would hang for ever.
                work.run();
            }
        };
    }

    @Override
    protected void doStart() throws Exception {
        ExecutorServiceManager threads = context.getExecutorServiceManager();
        ThreadPoolProfile profile = new ThreadPoolProfileBuilder("LinkupWorker")
                .poolSize(workerPoolSize)
                .maxPoolSize(workerPoolSize)
                .maxQueueSize(-1)
                .rejectedPolicy(ThreadPoolRejectedPolicy.Abort)
                .build();
        workerPool = threads.newThreadPool(this, "LinkupWorker", profile);
        ThreadPoolProfile timerProfile = new ThreadPoolProfileBuilder("LinkupTimer")
                .poolSize(1)
                .maxPoolSize(1)
                // There is a timer for each call under way. Camel's default refuses the 1,001st.
                .maxQueueSize(-1)
                .build();
        timerPool = threads.newScheduledThreadPool(this, "LinkupTimer", timerProfile);
        timer = time.timer().apply(timerPool);
        // A timer that comes before the one that the thread waits for wakes it. With calls one after the other that is
        // each call's time limit, unless something else always comes before.
        timer.scheduleAtFixedRate(() -> {}, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        http = HttpAsyncClients.start(
                HttpOptions.read(context, httpConfiguration), work -> threads.newThread("LinkupHttp", work));
    }

    @Override
    protected void doStop() throws Exception {
        // First the gates: they tell the calls that wait there why they end.
        gates.forEach(RateLimitGate::close);
        clients.forEach(HttpLinkupClient::close);
        readers.values().forEach(TaskReaders::close);
        engines.values().forEach(TaskEngine::close);
        IOHelper.close(http);
        // Nothing needs its timers any more: a graceful end would wait for retries that are given up.
        context.getExecutorServiceManager().shutdownNow(timerPool);
        context.getExecutorServiceManager().shutdownGraceful(workerPool);
        ForgottenTasks.warn(users.keySet());
        clients.clear();
        gates.clear();
        readers.clear();
        engines.clear();
        accounts.clear();
        users.clear();
    }
}
