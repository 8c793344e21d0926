package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.impl.cluster.ClusteredRoutePolicy;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.Test;

/** What an operator sees by JMX. */
class ManagementTest extends ConsumerTestSupport {

    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        super.configureTest(configuration);
        configuration.withJMX(true);
    }

    private Object attribute(String type, String attribute) throws Exception {
        return new TaskBeans(context).attribute(type, attribute);
    }

    private void routes() throws Exception {
        routes(routes -> {
            routes.from("linkup:tasks?taskScope=submitted&" + FAST)
                    .routeId("finished")
                    .to("mock:finished");
            routes.from("direct:send").to("linkup:tasks?type=search");
        });
    }

    @Test
    void consumerAndProducerShowWhatIsOutstandingAndWhatWasDone() throws Exception {
        routes();
        template.sendBody("direct:send", List.of("camel", "llama"));

        Instant created = standIn().tasks().get(0).createdAt();
        for (String type : TaskBeans.TYPES) {
            assertThat(attribute(type, "OutstandingTasks")).isEqualTo(2);
            assertThat(attribute(type, "OutstandingByType")).isEqualTo("{search=2}");
            // A repository may tell the second only.
            assertThat(Instant.parse((String) attribute(type, "OldestOutstanding")))
                    .isBetween(created.minusSeconds(1), created);
            assertThat(attribute(type, "CreatedTasks")).isEqualTo(2L);
        }
        CLOCK.advance(TASK_TIME);
        finished().expectedMessageCount(2);
        finished().assertIsSatisfied();
        awaitEmptyRepository();

        await().until(() -> attribute("consumers", "OutstandingTasks").equals(0));
        assertThat(attribute("consumers", "EmittedResults")).isEqualTo(2L);
        assertThat(attribute("producers", "EmittedResults")).isEqualTo(2L);
        assertThat(attribute("consumers", "OldestOutstanding")).isEqualTo("");
        assertThat(attribute("consumers", "LagMillis")).isEqualTo(0L);
        assertThat(attribute("consumers", "GivenUpResults")).isEqualTo(0L);
    }

    @Test
    void whatHoldsUpCallsIsShown() throws Exception {
        routes(routes -> routes.from("direct:send").to("linkup:search?maxRetries=0"));
        standIn().failNext(Operation.SEARCH, Fault.error(429, "EXCEED_BUDGET_LIMIT"));
        template.send("direct:send", exchange -> exchange.getMessage().setBody("question"));
        assertThat((String) attribute("producers", "HeldUp")).startsWith("BUDGET_REACHED: The budget of the API key");

        template.sendBody("direct:send", "question");
        assertThat(attribute("producers", "HeldUp")).isEqualTo("");
    }

    @Test
    void awaitedResultsAreCountedApart() throws Exception {
        routes(routes -> routes.from("direct:await").to("linkup:tasks?mode=await&type=search&awaitTimeout=3600000"));
        var answer = template.asyncRequestBody("direct:await", "question");
        await().until(() -> !standIn().tasks().isEmpty());
        letTasksFinish();
        answer.get(30, TimeUnit.SECONDS);

        assertThat(attribute("producers", "AwaitedResults")).isEqualTo(1L);
        assertThat(attribute("producers", "EmittedResults")).isEqualTo(0L);
    }

    @Test
    void noAttributeShowsTheKey() throws Exception {
        routes();
        List<String> shown = new ArrayList<>();
        for (String type : TaskBeans.TYPES) {
            shown.addAll(new TaskBeans(context).values(type));
        }
        assertThat(shown).isNotEmpty().noneMatch(value -> value.contains(API_KEY));
    }

    /** Camel makes a new consumer then. Of the one behind {@code master:} it shows nothing. */
    @Test
    void aConsumerThatHasRegainedTheLeadIsShownToo() throws Exception {
        HandDrivenCluster cluster = new HandDrivenCluster();
        context.addService(cluster);
        ClusteredRoutePolicy policy = ClusteredRoutePolicy.forNamespace(context, "results");
        routes(routes -> routes.from("linkup:tasks?taskScope=submitted&" + FAST)
                .routeId("finished")
                .routePolicy(policy)
                .to("mock:finished"));
        cluster.lead(false);
        template.sendBody("linkup:tasks?type=search", List.of("camel"));
        CLOCK.advance(TASK_TIME);
        assertThat(context.getRouteController().getRouteStatus("finished").isStopped())
                .isTrue();

        cluster.lead(true);

        await().until(() -> attribute("consumers", "EmittedResults").equals(1L));
    }
}
