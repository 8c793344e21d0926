package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.engine.monitoring.TaskEventType;
import io.github.camellinkup.engine.repository.MemoryTaskRepository;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.StatefulService;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.cluster.FileLockClusterService;
import org.apache.camel.impl.cluster.ClusteredRoutePolicy;
import org.apache.camel.support.service.ServiceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of results when the node of a cluster that polls stops, while one of them is under way. */
class ClusterStopTest extends ConsumerTestSupport {

    private static final int TASKS = 5;
    private static final String RESULTS = "linkup:tasks?taskScope=submitted&maxRedeliveries=0&" + FAST;
    private static final String ROUTE = "results";

    @TempDir
    Path directory;

    private final TaskRepository repository = new MemoryTaskRepository();
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final List<String> emittedByTheNextNode = new CopyOnWriteArrayList<>();
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.getComponent("linkup", LinkupComponent.class).setTaskRepository(repository);
        FileLockClusterService lock = new FileLockClusterService();
        lock.setRoot(directory.toString());
        lock.setAcquireLockDelay(20, TimeUnit.MILLISECONDS);
        lock.setAcquireLockInterval(20, TimeUnit.MILLISECONDS);
        context.addService(lock);
        return context;
    }

    private static String taskId(Exchange exchange) {
        return exchange.getMessage().getHeader(LinkupConstants.TASK_ID, String.class);
    }

    private void begin(Exchange exchange) throws InterruptedException {
        begun.add(taskId(exchange));
        mayEnd.await();
    }

    private List<String> submit() {
        template.sendBody("linkup:tasks?type=search", Collections.nCopies(TASKS, "camel"));
        CLOCK.advance(TASK_TIME);
        return pendingIds();
    }

    private List<String> pendingIds() {
        return pending(repository).stream().map(PendingTask::id).toList();
    }

    /** Stops the node; the exchange that is under way ends when the stop has come so far. */
    private void stopWhileOneIsUnderWay(BooleanSupplier soFar) {
        await().until(() -> begun.size() == 1);
        CompletableFuture<Void> stop = CompletableFuture.runAsync(context::stop);
        await().until(soFar::getAsBoolean);
        mayEnd.countDown();
        stop.join();
        assertThat(begun).hasSize(1);
    }

    private void theNextNodeEmits(List<String> tasks, String uri, boolean policy) throws Exception {
        CamelContext next = createCamelContext();
        next.addRoutes(new RouteBuilder() {
            @Override
            public void configure() throws Exception {
                var results = from(uri);
                if (policy) {
                    results.routePolicy(ClusteredRoutePolicy.forNamespace(next, "cluster"));
                }
                results.process(exchange -> emittedByTheNextNode.add(taskId(exchange)));
            }
        });
        next.start();
        try {
            await().until(() -> pendingIds().isEmpty());
        } finally {
            next.stop();
        }
        assertThat(emittedByTheNextNode).containsExactlyInAnyOrderElementsOf(tasks);
    }

    @Test
    void withAClusteredRoutePolicyItIsRecordedAndOnlyTheOthersComeFromTheNextNode() throws Exception {
        ClusteredRoutePolicy policy = ClusteredRoutePolicy.forNamespace(context, "cluster");
        List<String> tasks = submit();
        routes(routes -> routes.from(RESULTS).routeId(ROUTE).routePolicy(policy).process(this::begin));

        stopWhileOneIsUnderWay(() -> ((StatefulService) context.getRoute(ROUTE).getConsumer()).isSuspended());

        assertThat(pendingIds()).hasSize(TASKS - 1).doesNotContain(begun.get(0));
        theNextNodeEmits(pendingIds(), RESULTS, true);
        assertThat(tasks).containsAll(emittedByTheNextNode);
    }

    /** Camel stops the route before the consumer, and rejects the exchange although its last step has ended. */
    @Test
    void withMasterItComesAgainFromTheNextNode() throws Exception {
        List<String> tasks = submit();
        routes(routes -> routes.from("master:cluster:" + RESULTS).routeId(ROUTE).process(this::begin));

        stopWhileOneIsUnderWay(() -> ((StatefulService) context.getRoute(ROUTE).getProcessor()).isStopped());

        assertThat(pendingIds()).containsExactlyInAnyOrderElementsOf(tasks);
        theNextNodeEmits(tasks, "master:cluster:" + RESULTS, false);
    }

    @Test
    void onceTheRouteIsStoppedTheConsumerBeginsNoExchange() throws Exception {
        List<String> tasks = submit();
        routes(routes -> routes.from(RESULTS).routeId("finished").process(this::begin));
        await().until(() -> begun.size() == 1);

        ServiceHelper.stopService(context.getRoute("finished").getProcessor());
        mayEnd.countDown();
        awaitPolls(2);

        assertThat(counted(TaskEventType.EMITTED)).isEqualTo(1);
        assertThat(pendingIds()).containsExactlyInAnyOrderElementsOf(tasks);
    }
}
