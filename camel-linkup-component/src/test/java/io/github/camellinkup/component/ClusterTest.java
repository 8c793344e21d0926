package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.camellinkup.engine.repository.JdbcTaskRepository;
import io.github.camellinkup.test.LinkupStandIn;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.component.file.cluster.FileLockClusterService;
import org.apache.camel.component.zookeeper.cluster.ZooKeeperClusterService;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.cluster.ClusteredRoutePolicy;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several nodes send, one polls: elected by what Camel has for clusters, over a repository that they share. */
class ClusterTest {

    private static final String RESULTS = "linkup:tasks?taskScope=submitted&initialDelay=0&delay=50";

    private static EmbeddedPostgres postgres;

    @TempDir
    static Path postgresDirectory;

    @TempDir
    Path directory;

    private final Map<String, Set<String>> emitted = new ConcurrentHashMap<>();
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());
    private final List<DefaultCamelContext> nodes = new ArrayList<>();
    private LinkupStandIn standIn;

    @BeforeAll
    static void startDatabase() throws IOException {
        assumeTrue("Linux".equals(System.getProperty("os.name")) && "amd64".equals(System.getProperty("os.arch")));
        postgres = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(postgresDirectory.toFile())
                .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        if (postgres != null) {
            postgres.close();
        }
    }

    @BeforeEach
    void start() {
        standIn = LinkupStandIn.builder()
                .noPollLimit()
                .taskTime("search", Duration.ofMillis(100))
                .start();
    }

    @AfterEach
    void stop() {
        nodes.forEach(DefaultCamelContext::stop);
        standIn.close();
    }

    /** A node of the cluster; its results go the way that the route builder says. */
    private DefaultCamelContext node(String name, CamelClusterService cluster, String from, boolean policy)
            throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        nodes.add(context);
        context.addService(cluster);
        LinkupComponent linkup = context.getComponent("linkup", LinkupComponent.class);
        linkup.setTaskRepository(new JdbcTaskRepository(postgres.getPostgresDatabase()));
        linkup.getConfiguration().setApiKey(standIn.apiKey());
        linkup.getConfiguration().setBaseUrl(standIn.baseUrl());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() throws Exception {
                var results = from(from).routeId("results-" + name);
                if (policy) {
                    results.routePolicy(ClusteredRoutePolicy.forNamespace(context, "results"));
                }
                results.process(exchange -> {
                    order.add(name);
                    emitted.computeIfAbsent(
                                    exchange.getMessage().getHeader(LinkupConstants.REFERENCE, String.class),
                                    reference -> ConcurrentHashMap.newKeySet())
                            .add(name);
                });
            }
        });
        context.start();
        return context;
    }

    private static void send(DefaultCamelContext node, String prefix) {
        List<Map<String, Object>> tasks = IntStream.range(0, 20)
                .<Map<String, Object>>mapToObj(i -> Map.of("q", prefix + i, "reference", prefix + i))
                .toList();
        node.createProducerTemplate().requestBody("linkup:tasks?type=search", tasks);
    }

    private void oneNodePollsAndAnotherTakesOver(DefaultCamelContext first, DefaultCamelContext second) {
        send(first, "a");
        send(second, "b");
        await().atMost(Duration.ofSeconds(60)).until(() -> emitted.size() == 40);
        assertThat(Set.copyOf(order)).as("one node polls for both").hasSize(1);
        boolean firstPolls = order.contains("first");

        (firstPolls ? first : second).stop();
        send(firstPolls ? second : first, "c");
        await().atMost(Duration.ofSeconds(60)).until(() -> emitted.size() == 60);

        assertThat(order).hasSize(60);
        assertThat(order.subList(40, 60)).containsOnly(firstPolls ? "second" : "first");
    }

    private CamelClusterService fileLock(String id) {
        FileLockClusterService lock = new FileLockClusterService();
        lock.setId(id);
        lock.setRoot(directory.toString());
        lock.setAcquireLockDelay(200, TimeUnit.MILLISECONDS);
        lock.setAcquireLockInterval(200, TimeUnit.MILLISECONDS);
        return lock;
    }

    private static CamelClusterService zooKeeper(String id, TestingServer server) {
        ZooKeeperClusterService zooKeeper = new ZooKeeperClusterService();
        zooKeeper.setId(id);
        zooKeeper.setNodes(server.getConnectString());
        zooKeeper.setBasePath("/camel-linkup");
        return zooKeeper;
    }

    @Test
    void theDocumentedRoute() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            LinkupComponent linkup = context.getComponent("linkup", LinkupComponent.class);
            linkup.getConfiguration().setApiKey(standIn.apiKey());
            linkup.getConfiguration().setBaseUrl(standIn.baseUrl());
            String directoryThatAllNodesSee = directory.toString();
            DataSource database = postgres.getPostgresDatabase();
            // snippet:cluster
            linkup.setTaskRepository(new JdbcTaskRepository(database));
            FileLockClusterService lock = new FileLockClusterService();
            lock.setId("node-1");
            lock.setRoot(directoryThatAllNodesSee);
            context.addService(lock);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() throws Exception {
                    from("direct:companies").to("linkup:tasks?type=search");
                    from("linkup:tasks?taskScope=submitted")
                            .routePolicy(ClusteredRoutePolicy.forNamespace(context, "results"))
                            .to("seda:crm");
                }
            });
            // end:cluster
            context.start();

            context.createProducerTemplate()
                    .requestBody("direct:companies", List.of(Map.of("q", "documented", "reference", "R")));

            assertThat(context.createConsumerTemplate()
                            .receive("seda:crm", 30_000)
                            .getMessage()
                            .getHeader(LinkupConstants.REFERENCE))
                    .isEqualTo("R");
        }
    }

    @Test
    void aMasterByZooKeeper() throws Exception {
        try (TestingServer server = new TestingServer()) {
            oneNodePollsAndAnotherTakesOver(
                    node("first", zooKeeper("first", server), "master:results:" + RESULTS, false),
                    node("second", zooKeeper("second", server), "master:results:" + RESULTS, false));
            nodes.forEach(DefaultCamelContext::stop);
        }
    }

    @Test
    void aMasterByALockFile() throws Exception {
        oneNodePollsAndAnotherTakesOver(
                node("first", fileLock("first"), "master:results:" + RESULTS, false),
                node("second", fileLock("second"), "master:results:" + RESULTS, false));
    }

    @Test
    void aClusteredRoutePolicy() throws Exception {
        oneNodePollsAndAnotherTakesOver(
                node("first", fileLock("first"), RESULTS, true), node("second", fileLock("second"), RESULTS, true));
    }
}
