package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.component.HeldExchanges.Held;
import io.github.camellinkup.engine.monitoring.TaskEventType;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.cluster.ClusteredRoutePolicy;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node of a cluster goes on where it was when it loses the lead, with exchanges under way, and regains it. */
class LeadLostAndRegainedTest extends ConsumerTestSupport {

    private final HandDrivenCluster cluster = new HandDrivenCluster();
    private final HeldExchanges held = new HeldExchanges();

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.addService(cluster);
        context.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
        context.getShutdownStrategy().setTimeout(100);
        return context;
    }

    private void consume(boolean master, String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() throws Exception {
                var results = from(master ? "master:results:" + uri : uri);
                if (!master) {
                    results.routePolicy(ClusteredRoutePolicy.forNamespace(context, "results"));
                }
                results.process(held);
            }
        });
    }

    private void submit(int tasks) {
        template.sendBody("linkup:tasks?type=search", Collections.nCopies(tasks, "camel"));
        CLOCK.advance(TASK_TIME);
    }

    @ParameterizedTest
    @CsvSource({"true, submitted", "true, all", "false, submitted", "false, all"})
    void whatHasEndedDoesNotComeAgainAndWhatHasFailedDoes(boolean master, String scope) throws Exception {
        context.getRegistry().bind("seen", new MemoryIdempotentRepository());
        String all = "all&idempotentRepository=#seen";
        consume(master, "linkup:tasks?maxInFlight=10&taskScope=" + ("all".equals(scope) ? all : scope) + "&" + FAST);
        submit(4);
        await().until(() -> held.held().size() == 4);
        List<Held> old = List.copyOf(held.held());
        held.held().clear();

        cluster.lead(false);
        old.get(0).fail();
        cluster.lead(true);
        submit(1);
        await().until(() -> held.held().size() == 2);
        assertThat(held.taskIds()).contains(old.get(0).taskId());
        old.get(1).fail();
        old.get(2).end();
        await().until(() -> held.held().size() == 3);
        old.get(3).end();
        held.held().forEach(Held::end);
        awaitEmptyRepository();

        assertThat(held.taskIds())
                .contains(old.get(0).taskId(), old.get(1).taskId())
                .doesNotContain(old.get(2).taskId(), old.get(3).taskId());
        assertThat(counted(TaskEventType.EMITTED)).isEqualTo(7);
    }
}
