package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.exception.LinkupMismatchedAnswerException;
import io.github.camellinkup.client.model.StructuredAnswer;
import io.github.camellinkup.engine.monitoring.TaskEventType;
import io.github.camellinkup.engine.repository.JdbcTaskRepository;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A result that does not fit {@code structuredOutputClass}: told of once with the answer at hand, and kept as failed. */
class MismatchedResultTest extends ConsumerTestSupport {

    public record Company(String name, List<String> board) {}

    private static final String CLASS =
            "structuredOutputClass=" + "io.github.camellinkup.component.MismatchedResultTest$Company";

    private final JdbcDataSource database = newDatabase();

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.getComponent("linkup", LinkupComponent.class).setTaskRepository(new JdbcTaskRepository(database));
        standIn()
                .answerSearch(input -> json(
                        switch (input.path("q").asText()) {
                            case "misfit" -> "{\"name\":\"Acme\",\"board\":\"nobody\"}";
                            case "list" -> "[\"Acme\"]";
                            default -> "{\"name\":\"Good\",\"board\":[]}";
                        }));
        return context;
    }

    private String submit(String question) {
        Exchange sent = template.send(
                "linkup:tasks?mode=single&type=search&keepHeaders=crmId&" + CLASS, exchange -> exchange.getMessage()
                        .setHeaders(Map.of(LinkupConstants.Q, question, LinkupConstants.REFERENCE, "R", "crmId", 7)));
        assertThat(sent.getException()).isNull();
        return sent.getMessage().getHeader(LinkupConstants.TASK_ID, String.class);
    }

    private void assertAnswerAtHand(Exchange exchange, String task) {
        assertThat(exchange.getProperty(LinkupConstants.ANSWER_PROPERTY, StructuredAnswer.class)
                        .json())
                .hasToString("{\"name\":\"Acme\",\"board\":\"nobody\"}");
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry(LinkupConstants.TASK_ID, task)
                .containsEntry(LinkupConstants.REFERENCE, "R")
                .containsEntry("crmId", 7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "taskScope=submitted&maxRedeliveries=-1&",
                "taskScope=submitted&concurrentConsumers=2&",
                "taskScope=submitted&maxInFlight=3&",
                "taskScope=submitted&maxResubmits=3&failedTasks=skip&",
                "taskScope=all&since=2000-01-01T00:00:00Z&maxRedeliveries=-1&"
            })
    void theErrorHandlerOfTheRouteGetsItOnceAndItIsKeptAsFailed(String options) throws Exception {
        String misfit = submit("misfit");
        List<String> good = List.of(submit("good"), submit("good"));
        CLOCK.advance(TASK_TIME);
        routes(routes -> {
            routes.onException(LinkupMismatchedAnswerException.class)
                    .handled(true)
                    .to("mock:misfit");
            routes.from("linkup:tasks?bridgeErrorHandler=true&" + CLASS + "&" + options + FAST)
                    .routeId("finished")
                    .to("mock:finished");
        });

        await().until(() -> finished().getReceivedCounter() == 2);
        awaitEmptyRepository();
        awaitPolls(10);

        assertThat(emitted()).containsExactlyInAnyOrderElementsOf(good);
        assertThat(finished().getExchanges())
                .allSatisfy(exchange ->
                        assertThat(exchange.getMessage().getBody()).isEqualTo(new Company("Good", List.of())));
        assertThat(getMockEndpoint("mock:misfit").getExchanges())
                .singleElement()
                .satisfies(exchange -> assertAnswerAtHand(exchange, misfit));
        assertThat(failedRows(database))
                .singleElement()
                .asString()
                .startsWith(misfit)
                .contains("board");
        assertThat(counted(TaskEventType.GIVEN_UP)).isEqualTo(1);
        assertThat(counted(TaskEventType.DELIVERY_FAILED)).isZero();
    }

    @Test
    void anErrorHandlingThatFailsGetsItAgain() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        String misfit = submit("misfit");
        CLOCK.advance(TASK_TIME);
        routes(routes -> {
            routes.onException(LinkupMismatchedAnswerException.class)
                    .handled(true)
                    .process(exchange -> {
                        if (tries.incrementAndGet() == 1) {
                            throw new IllegalStateException("the broker of the dead letters is down");
                        }
                    })
                    .to("mock:misfit");
            routes.from("linkup:tasks?bridgeErrorHandler=true&taskScope=submitted&" + CLASS + "&" + FAST)
                    .routeId("finished")
                    .to("mock:finished");
        });

        await().until(() -> getMockEndpoint("mock:misfit").getReceivedCounter() == 1);
        awaitEmptyRepository();

        assertAnswerAtHand(getMockEndpoint("mock:misfit").getExchanges().get(0), misfit);
        assertThat(failedRows(database)).hasSize(1);
        assertThat(counted(TaskEventType.DELIVERY_FAILED)).isEqualTo(1);
    }

    @Test
    void withoutABridgeTheExceptionHandlerOfTheConsumerGetsItOnce() throws Exception {
        List<Exchange> handled = new CopyOnWriteArrayList<>();
        context.getRegistry().bind("handler", new ExceptionHandler() {
            @Override
            public void handleException(Throwable exception) {}

            @Override
            public void handleException(String message, Throwable exception) {}

            @Override
            public void handleException(String message, Exchange exchange, Throwable exception) {
                handled.add(exchange.copy());
            }
        });
        String misfit = submit("misfit");
        CLOCK.advance(TASK_TIME);

        consumeFrom("linkup:tasks?taskScope=submitted&exceptionHandler=#handler&" + CLASS + "&" + FAST);
        awaitEmptyRepository();
        awaitPolls(10);

        assertThat(handled).singleElement().satisfies(exchange -> assertAnswerAtHand(exchange, misfit));
        assertThat(failedRows(database)).hasSize(1);
    }

    @Test
    void anOutputThatIsNoObjectFitsNoClass() throws Exception {
        String list = submit("list");
        CLOCK.advance(TASK_TIME);
        routes(routes -> {
            routes.onException(LinkupMismatchedAnswerException.class)
                    .handled(true)
                    .to("mock:misfit");
            routes.from("linkup:tasks?bridgeErrorHandler=true&taskScope=submitted&" + CLASS + "&" + FAST)
                    .to("mock:finished");
        });

        awaitEmptyRepository();

        assertThat(getMockEndpoint("mock:misfit").getExchanges())
                .singleElement()
                .satisfies(exchange -> {
                    assertThat(exchange.getProperty(LinkupConstants.ANSWER_PROPERTY, String.class))
                            .isEqualTo("[\"Acme\"]");
                    assertThat(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class))
                            .hasMessageContaining("an object was expected, but it is array");
                });
        assertThat(finished().getExchanges()).isEmpty();
        assertThat(failedRows(database)).singleElement().asString().startsWith(list);
    }
}
