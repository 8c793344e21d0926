package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.engine.repository.JdbcTaskRepository;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a stop cuts off while exchanges await results stays pending, and a consumer emits it. */
class AwaitStopTest extends ConsumerTestSupport {

    private static final int ROWS = 10;

    private final TaskRepository repository = new JdbcTaskRepository(newDatabase());
    private final List<String> afterwards = new CopyOnWriteArrayList<>();
    private final List<String> handled = new CopyOnWriteArrayList<>();

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.getComponent("linkup", LinkupComponent.class).setTaskRepository(repository);
        context.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
        context.getShutdownStrategy().setTimeout(200);
        context.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
        context.getExecutorServiceManager().setShutdownAwaitTermination(1_000);
        return context;
    }

    @BeforeEach
    void route() throws Exception {
        routes(routes -> routes.from("seda:rows?concurrentConsumers=10")
                .routeId("awaiting")
                .to("linkup:tasks?mode=await&type=search")
                .process(exchange -> handled.add(id(exchange))));
    }

    private static String id(Exchange exchange) {
        return exchange.getMessage().getHeader(LinkupConstants.TASK_ID, String.class);
    }

    private List<String> send() {
        IntStream.range(0, ROWS).forEach(i -> template.sendBody("seda:rows", "row " + i));
        await().until(() -> pending(repository).size() == ROWS);
        return pending(repository).stream().map(PendingTask::id).toList();
    }

    @Test
    void aStoppedRouteLeavesResultsThatComeLaterToTheConsumer() throws Exception {
        List<String> tasks = send();

        context.getRouteController().stopRoute("awaiting");
        CLOCK.advance(TASK_TIME);
        consumeFrom("linkup:tasks?taskScope=submitted&" + FAST);

        await().until(() -> pending(repository).isEmpty());
        assertThat(handled).isEmpty();
        assertThat(emitted()).containsExactlyInAnyOrderElementsOf(tasks);
    }

    @Test
    void soDoesAConsumerThatRunsAllTheTime() throws Exception {
        consumeFrom("linkup:tasks?taskScope=submitted&" + FAST);
        List<String> tasks = send();
        context.getRouteController().stopRoute("awaiting");
        CLOCK.advance(TASK_TIME);

        await().until(() -> pending(repository).isEmpty());
        assertThat(handled).isEmpty();
        assertThat(emitted()).containsExactlyInAnyOrderElementsOf(tasks);
    }

    @Test
    void whileManyResultsComeAStopLosesNone() throws Exception {
        routes(routes -> routes.from("direct:many")
                .routeId("many")
                .to("linkup:tasks?mode=await&type=search")
                .process(exchange -> handled.add(id(exchange))));
        IntStream.range(0, 500)
                .forEach(i -> template.asyncSend(
                        "direct:many", exchange -> exchange.getMessage().setBody("row " + i)));
        await().until(() -> pending(repository).size() == 500);
        List<String> tasks = pending(repository).stream().map(PendingTask::id).toList();
        CLOCK.advance(TASK_TIME);
        await().until(() -> !handled.isEmpty());

        context.getRouteController().stopRoute("many", 1, TimeUnit.MILLISECONDS);
        consumeFrom("linkup:tasks?taskScope=submitted&" + FAST);

        await().until(() -> pending(repository).isEmpty());
        Set<String> seen = new HashSet<>(handled);
        seen.addAll(emitted());
        assertThat(seen).containsExactlyInAnyOrderElementsOf(tasks);
    }

    @Test
    void aStoppedContextLeavesThemToTheNextStart() throws Exception {
        List<String> tasks = send();

        context.stop();

        assertThat(pending(repository)).extracting(PendingTask::id).containsExactlyInAnyOrderElementsOf(tasks);
        CLOCK.advance(TASK_TIME);
        theNextStartEmits(tasks);
    }

    /** The results are there, and the exchanges stand in a step that does not end while the context is stopped. */
    @Test
    void anExchangeThatIsInterruptedHasNotHadItsResult() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        context.getRouteController().stopRoute("awaiting");
        context.removeRoute("awaiting");
        routes(routes -> routes.from("seda:rows?concurrentConsumers=10")
                .routeId("awaiting")
                .to("linkup:tasks?mode=await&type=search")
                .process(exchange -> {
                    handled.add(id(exchange));
                    never.await();
                }));
        List<String> tasks = send();
        CLOCK.advance(TASK_TIME);
        await().until(() -> handled.size() == ROWS);

        context.stop();

        assertThat(pending(repository)).extracting(PendingTask::id).containsExactlyInAnyOrderElementsOf(tasks);
    }

    private void theNextStartEmits(List<String> tasks) throws Exception {
        CamelContext next = createCamelContext();
        next.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("linkup:tasks?taskScope=submitted&" + FAST).process(exchange -> afterwards.add(id(exchange)));
            }
        });
        next.start();
        try {
            await().until(() -> pending(repository).isEmpty());
        } finally {
            next.stop();
        }
        assertThat(afterwards).containsExactlyInAnyOrderElementsOf(tasks);
    }
}
