package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.engine.monitoring.TaskEventType;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.engine.PooledExchangeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exchanges that Camel uses again and again: {@code camel.main.exchange-factory=pooled}. */
class PooledExchangesTest extends ConsumerTestSupport {

    public record Company(String name, int employees) {}

    private static final String SUBMITTED = "linkup:tasks?taskScope=submitted&";
    private static final String TYPED = "structuredOutputClass=" + Company.class.getName() + "&";

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.getCamelContextExtension().setExchangeFactory(new PooledExchangeFactory());
        return context;
    }

    private void submit(String options, int number) {
        template.sendBody("linkup:tasks?" + options + "type=search", Collections.nCopies(number, "camel"));
        CLOCK.advance(TASK_TIME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "concurrentConsumers=2&", "maxInFlight=3&"})
    void eachResultComesOnceAndOneWhoseExchangeFailsComesAgain(String options) throws Exception {
        AtomicInteger tries = new AtomicInteger();
        routes(routes -> routes.from(SUBMITTED + options + FAST)
                .routeId("finished")
                .process(exchange -> {
                    if (tries.incrementAndGet() % 10 == 0) {
                        throw new IllegalStateException("the CRM is down");
                    }
                })
                .convertBodyTo(String.class)
                .to("mock:finished"));
        submit("", 30);
        awaitEmptyRepository();

        assertThat(emitted()).hasSize(30).doesNotHaveDuplicates();
        assertThat(counted(TaskEventType.DELIVERY_FAILED)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "concurrentConsumers=2&"})
    void anOutputThatDoesNotFitIsGivenUpAlsoInAnExchangeThatWasUsedBefore(String options) throws Exception {
        AtomicBoolean fits = new AtomicBoolean(true);
        standIn()
                .answerSearch(input -> json("{\"name\":\"Camel\",\"employees\":" + (fits.get() ? "3" : "\"x\"") + "}"));
        consumeFrom(SUBMITTED + "maxRedeliveries=2&" + options + TYPED + FAST);
        for (int i = 0; i < 3; i++) {
            submit(TYPED, 1);
            int more = i + 1;
            await().until(() -> finished().getReceivedCounter() == more);
        }
        fits.set(false);
        submit(TYPED, 1);
        await().until(() -> counted(TaskEventType.GIVEN_UP) == 1);
        awaitEmptyRepository();

        assertThat(counted(TaskEventType.DELIVERY_FAILED)).isZero();
        assertThat(finished().getReceivedCounter()).isEqualTo(3);
    }

    @Test
    void theErrorHandlerGetsFailedTasks() throws Exception {
        standIn().failTasksWhen(task -> true, "no such company");
        routes(routes -> {
            routes.onException(Exception.class)
                    .handled(true)
                    .setBody(routes.header(LinkupConstants.TASK_ID))
                    .to("mock:failed");
            routes.from(SUBMITTED + "failedTasks=error&bridgeErrorHandler=true&" + FAST)
                    .routeId("finished")
                    .to("mock:finished");
        });
        submit("", 5);
        awaitEmptyRepository();

        assertThat(getMockEndpoint("mock:failed").getReceivedExchanges())
                .extracting(exchange -> exchange.getMessage().getBody())
                .doesNotContainNull()
                .doesNotHaveDuplicates()
                .hasSize(5);
    }

    @Test
    void aPollingConsumerGetsItsOwn() throws Exception {
        routes(routes -> routes.from("direct:next").pollEnrich(SUBMITTED + FAST, 20_000));
        submit("", 5);
        for (int i = 0; i < 5; i++) {
            Exchange next = template.request("direct:next", exchange -> {});
            assertThat(next.getException()).isNull();
            assertThat(next.getMessage().getBody()).isNotNull();
        }
        awaitEmptyRepository();
    }
}
