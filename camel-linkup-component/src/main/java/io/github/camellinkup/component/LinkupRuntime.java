package io.github.camellinkup.component;

import io.github.camellinkup.client.HttpLinkupClient;
import io.github.camellinkup.client.LinkupClientSettings;
import io.github.camellinkup.client.transport.HttpAsyncClients;
import io.github.camellinkup.client.transport.HttpSettings;
import io.github.camellinkup.client.transport.RenewingHttpClient;
import io.github.camellinkup.engine.TaskEngine;
import io.github.camellinkup.engine.ratelimit.RateLimitGate;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.results.RepositoryUsers;
import io.github.camellinkup.engine.results.TaskReaders;
import io.github.camellinkup.engine.statistics.CountingLimiter;
import io.github.camellinkup.engine.statistics.TaskStatistics;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
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
import org.apache.camel.util.ObjectHelper;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The resources of a started component: threads, HTTP client, and an engine per address and key. */
final class LinkupRuntime extends ServiceSupport {

    private record EngineKey(LinkupClientSettings settings, int requestsPerSecond, TaskRepository repository) {}

    /** Linkup limits reads per key. */
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
    private RenewingHttpClient http;

    LinkupRuntime(
            CamelContext context,
            LinkupHttpConfiguration httpConfiguration,
            int workerPoolSize,
            RuntimeTime time,
            String nodeId) {
        this.context = context;
        this.httpConfiguration = httpConfiguration;
        this.workerPoolSize = workerPoolSize;
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
            LOG.warn("Two API keys use one task repository. If they belong to different organisations, give each its"
                    + " own taskRepository: otherwise the tasks of one look expired to the other");
        }
        RateLimitGate gate = new RateLimitGate(
                time.limits().apply(settings.baseUrl(), account),
                key.requestsPerSecond(),
                settings.maxRetryDelay(),
                timer);
        gates.add(gate);
        TaskStatistics statistics = new TaskStatistics();
        HttpLinkupClient client = new HttpLinkupClient(settings, http, timer, new CountingLimiter(gate, statistics));
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

    /** Engines of one component can share a repository, so each has its own name. The order of their start numbers them. */
    private String nextNodeId() {
        int number = engineNumber.incrementAndGet();
        return number == 1 ? nodeId : nodeId + "#" + number;
    }

    /** Continues routes after an answer, never on a thread of the HTTP client. */
    Executor workers() {
        ExecutorService pool = workerPool;
        return work -> {
            try {
                pool.execute(work);
            } catch (RejectedExecutionException e) {
                // The pool is shut down, but the exchange must still be completed.
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
                // Each call in flight has a timer. Camel's default is a maximum of 1,000.
                .maxQueueSize(-1)
                .build();
        timerPool = threads.newScheduledThreadPool(this, "LinkupTimer", timerProfile);
        timer = time.timer().apply(timerPool);
        // A new timer that is due before all others wakes the thread. This tick is always due earlier than the time
        // limit
        // of a call, so that calls do not wake the thread.
        timer.scheduleAtFixedRate(() -> {}, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        http = HttpAsyncClients.start(
                httpSettings(context, httpConfiguration), work -> threads.newThread("LinkupHttp", work));
    }

    private static HttpSettings httpSettings(CamelContext context, LinkupHttpConfiguration options)
            throws GeneralSecurityException, IOException {
        HttpSettings settings = new HttpSettings()
                .hostnameVerifier(options.getX509HostnameVerifier())
                .maxTotalConnections(options.getMaxTotalConnections())
                .connectionsPerRoute(options.getConnectionsPerRoute())
                .connectTimeout(timeout(options.getConnectTimeout()))
                .connectionRequestTimeout(timeout(options.getConnectionRequestTimeout()))
                .soTimeout(timeout(options.getSoTimeout()))
                .responseTimeout(timeout(options.getResponseTimeout()))
                .proxyAuthMethod(options.getProxyAuthMethod())
                .nonProxyHosts(TaskOptions.texts(options.getNonProxyHosts()))
                .useSystemProperties(options.isUseSystemProperties());
        if (!options.getConnectionTimeToLive().isNegative()) {
            settings.connectionTimeToLive(options.getConnectionTimeToLive());
        }
        if (options.getSslContextParameters() != null) {
            settings.sslContext(options.getSslContextParameters().createSSLContext(context));
        }
        if (ObjectHelper.isNotEmpty(options.getProxyHost())) {
            settings.proxy(options.getProxyHost(), options.getProxyPort());
        }
        if (ObjectHelper.isNotEmpty(options.getProxyAuthUsername())) {
            settings.proxyAuth(options.getProxyAuthUsername(), options.getProxyAuthPassword());
        }
        return settings;
    }

    /** 0 and negative times mean no limit. */
    private static Duration timeout(Duration timeout) {
        return timeout.isNegative() ? Duration.ZERO : timeout;
    }

    @Override
    protected void doStop() throws Exception {
        // The gates first: they fail the calls that wait there with the reason.
        gates.forEach(RateLimitGate::close);
        clients.forEach(HttpLinkupClient::close);
        readers.values().forEach(TaskReaders::close);
        engines.values().forEach(TaskEngine::close);
        IOHelper.close(http);
        // A graceful shutdown would wait for cancelled retries.
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
