package io.github.camellinkup.component;

import static org.awaitility.Awaitility.await;

import io.github.camellinkup.component.DoomedRepository.Moment;
import io.github.camellinkup.engine.ratelimit.RateLimits;
import io.github.camellinkup.engine.repository.JdbcTaskRepository;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.cluster.FileLockClusterService;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.cluster.ClusteredRoutePolicy;
import org.apache.camel.model.RouteDefinition;

/**
 * A flow in a process of its own, which may be killed at any moment: it sends rows that no process has sent, and puts results
 * into a sink, until all rows are there. Exit code 0 says that they are.
 *
 * <p>Arguments: base URL, JDBC URL, name of the node, first row, row after the last, moment to die, at the how manieth
 * time, the directory of the lock by which the nodes of a cluster elect the one that polls, or {@code alone}, and the file
 * of the journal.
 */
public final class DoomedNode {

    /** The stand-in allows a read each 50 ms: everything goes twenty times as fast as at Linkup. */
    static final Duration READ_INTERVAL = Duration.ofMillis(50);

    /** No cluster. */
    static final String ALONE = "alone";

    private static final int FASTER = 20;

    private final String node;
    private final String process;
    private final EmissionJournal journal;
    private final RowSink sink;
    private final DoomedRepository repository;

    private DoomedNode(String node, DataSource database, Moment moment, int count, EmissionJournal journal) {
        this.node = node;
        this.process = ChildNodes.label(node, ProcessHandle.current().pid());
        this.journal = journal;
        this.sink = new RowSink(database);
        this.repository = new DoomedRepository(new JdbcTaskRepository(database), journal, process, moment, count);
    }

    public static void main(String[] arguments) throws Exception {
        DoomedNode node = new DoomedNode(
                arguments[2],
                ChildNodes.dataSource(arguments[1]),
                Moment.valueOf(arguments[5]),
                Integer.parseInt(arguments[6]),
                new EmissionJournal(Path.of(arguments[8])));
        node.run(arguments[0], Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]), arguments[7]);
    }

    private void run(String baseUrl, int from, int to, String lockDirectory) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        boolean alone = ALONE.equals(lockDirectory);
        if (!alone) {
            context.addService(lock(lockDirectory));
        }
        LinkupComponent linkup = context.getComponent("linkup", LinkupComponent.class);
        linkup.setTime(TestTime.of(
                Clock.systemUTC(),
                () -> System.nanoTime() * FASTER,
                account -> RateLimits.of(System::nanoTime, READ_INTERVAL.plusMillis(3), Math::random)));
        linkup.setTaskRepository(repository);
        linkup.setNodeId(node);
        linkup.getConfiguration().setApiKey(ChildNodes.API_KEY);
        linkup.getConfiguration().setBaseUrl(baseUrl);
        linkup.getConfiguration().setMaxRetryDelay(Duration.ofMillis(50));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() throws Exception {
                from("direct:rows")
                        .to("linkup:tasks?type=search&batchSize=10&maxConcurrentBatches=2&settleDelay=300"
                                + "&keepHeaders=" + TortureRows.NUMBER);
                RouteDefinition results = from("linkup:tasks?taskScope=submitted&initialDelay=0&delay=10");
                if (!alone) {
                    results.routePolicy(ClusteredRoutePolicy.forNamespace(context, "results"));
                }
                results.process(exchange -> {
                    Emission emission = Emission.of(exchange.getMessage());
                    repository.reached(Moment.BEFORE_SINK);
                    sink.add(emission.reference(), emission.taskId());
                    journal.ended(process, emission);
                });
            }
        });
        context.start();
        // What a killed predecessor left half-done is settled first. Then it is known what was sent.
        await().atMost(Duration.ofSeconds(60))
                .until(() -> repository.openEntries().isEmpty());
        List<Map<String, Object>> rows = unsent(from, to);
        if (!rows.isEmpty()) {
            context.createProducerTemplate().requestBody("direct:rows", rows);
        }
        await().forever().until(() -> isDone(from, to));
        context.stop();
        System.exit(0);
    }

    private FileLockClusterService lock(String directory) {
        FileLockClusterService lock = new FileLockClusterService();
        lock.setId(node);
        lock.setRoot(directory);
        lock.setAcquireLockDelay(1, TimeUnit.SECONDS);
        lock.setAcquireLockInterval(1, TimeUnit.SECONDS);
        return lock;
    }

    private List<Map<String, Object>> unsent(int from, int to) throws Exception {
        Set<String> known = sink.known();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int row = from; row < to; row++) {
            if (!known.contains(TortureRows.reference(row))) {
                rows.add(TortureRows.request(row));
            }
        }
        return rows;
    }

    private boolean isDone(int from, int to) throws Exception {
        Set<String> emitted = new HashSet<>(sink.references());
        for (int row = from; row < to; row++) {
            if (!emitted.contains(TortureRows.reference(row))) {
                return false;
            }
        }
        return true;
    }
}
