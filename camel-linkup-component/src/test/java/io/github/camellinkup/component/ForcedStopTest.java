package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.engine.repository.JdbcTaskRepository;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.TaskRepository;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A stop that Camel forces, because an exchange has not ended within the timeout of its shutdown strategy. */
class ForcedStopTest extends ConsumerTestSupport {

    private static final int TASKS = 6;

    private final TaskRepository repository = new JdbcTaskRepository(newDatabase());
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final List<String> emittedByTheNextStart = new CopyOnWriteArrayList<>();

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.getComponent("linkup", LinkupComponent.class).setTaskRepository(repository);
        context.getExecutorServiceManager().setShutdownAwaitTermination(1_000);
        return context;
    }

    private void submit() {
        template.sendBody("linkup:tasks?type=search", Collections.nCopies(TASKS, "camel"));
        CLOCK.advance(TASK_TIME);
    }

    private static String taskId(Exchange exchange) {
        return exchange.getMessage().getHeader(LinkupConstants.TASK_ID, String.class);
    }

    private List<String> pendingIds() {
        return pending(repository).stream().map(PendingTask::id).toList();
    }

    private void allArePendingAfterTheStopAndTheNextStartEmitsThem(int underWay) throws Exception {
        await().until(() -> begun.size() == underWay);
        List<String> tasks = pendingIds();
        assertThat(tasks).hasSize(TASKS);

        context.getShutdownStrategy().setTimeUnit(TimeUnit.SECONDS);
        context.getShutdownStrategy().setTimeout(1);
        context.stop();

        assertThat(begun).hasSize(underWay);
        assertThat(pendingIds()).containsExactlyInAnyOrderElementsOf(tasks);
        CamelContext next = createCamelContext();
        next.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("linkup:tasks?taskScope=submitted&" + FAST)
                        .process(exchange -> emittedByTheNextStart.add(taskId(exchange)));
            }
        });
        next.start();
        try {
            await().until(() -> pendingIds().isEmpty());
        } finally {
            next.stop();
        }
        assertThat(emittedByTheNextStart).containsExactlyInAnyOrderElementsOf(tasks);
    }

    @ParameterizedTest
    @CsvSource({"'', 1", "maxRedeliveries=0&, 1", "concurrentConsumers=2&maxRedeliveries=0&, 2"})
    void ofARouteThatHoldsItsThread(String options, int underWay) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        submit();
        routes(routes -> routes.from("linkup:tasks?taskScope=submitted&" + options + FAST)
                .process(exchange -> {
                    begun.add(taskId(exchange));
                    never.await();
                }));

        allArePendingAfterTheStopAndTheNextStartEmitsThem(underWay);
    }

    @Test
    void ofARouteThatWaitsWithoutAThread() throws Exception {
        submit();
        routes(routes -> routes.from("linkup:tasks?taskScope=submitted&maxInFlight=3&" + FAST)
                .process(new AsyncProcessorSupport() {
                    @Override
                    public boolean process(Exchange exchange, AsyncCallback never) {
                        begun.add(taskId(exchange));
                        return false;
                    }
                }));

        allArePendingAfterTheStopAndTheNextStartEmitsThem(3);
    }
}
