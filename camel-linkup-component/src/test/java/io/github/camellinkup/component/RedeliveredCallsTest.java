package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.exception.LinkupResponseTooLargeException;
import io.github.camellinkup.client.exception.LinkupUnknownException;
import io.github.camellinkup.client.model.SourcedAnswer;
import io.github.camellinkup.client.model.StructuredAnswer;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.exception.LinkupSubmissionUncertainException;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRepositoryException;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever error handling a route has, a call that was paid for is not made once more for the same exchange. */
class RedeliveredCallsTest extends ConsumerTestSupport {

    private static final String NO_NAME = "linkup:search?structuredOutputClass=" + Company.class.getName();

    private static final String NO_ANSWER =
            "linkup:tasks?mode=single&type=search&batchLinger=0&settleDelay=1&settleTimeout=60";

    public record Company(int employees) {}

    private Exchange sendBy(Handling handling, String uri) throws Exception {
        routes(routes -> handling.configure(routes, uri));
        return template.send("direct:in", exchange -> exchange.getMessage().setBody("camel"));
    }

    /** What the error handling got, or else what the sender gets. */
    private <E extends Exception> E failure(Handling handling, Exchange sent, Class<E> type) {
        if (!handling.isHandled()) {
            return sent.getException(type);
        }
        assertThat(sent.getException()).isNull();
        assertThat(getMockEndpoint("mock:handled").getExchanges()).hasSize(1);
        return getMockEndpoint("mock:handled").getExchanges().get(0).getProperty(Exchange.EXCEPTION_CAUGHT, type);
    }

    @ParameterizedTest
    @EnumSource(Handling.class)
    void aSearchWhoseAnswerDoesNotFitTheClass(Handling handling) throws Exception {
        standIn().answerSearch(input -> json("{\"employees\":\"many\"}"));

        Exchange sent = sendBy(handling, NO_NAME);

        assertThat(standIn().count(Operation.SEARCH)).isEqualTo(1);
        assertThat(failure(handling, sent, LinkupUnknownException.class)).hasMessageContaining("Company");
        assertThat(sent.getProperty(LinkupConstants.ANSWER_PROPERTY, StructuredAnswer.class))
                .hasToString("{employees=many}");
    }

    @ParameterizedTest
    @EnumSource(Handling.class)
    void aTaskOfWhichNobodyKnowsWhetherItWasCreated(Handling handling) throws Exception {
        standIn().failNext(Operation.TASKS_CREATE, Fault.cutConnection().afterProcessing());
        standIn().failWhen(call -> call.operation() == Operation.TASKS_LIST, Fault.error(500, "INTERNAL"));

        Exchange sent = sendBy(handling, NO_ANSWER);

        assertThat(failure(handling, sent, LinkupSubmissionUncertainException.class))
                .isNotNull();
        assertThat(standIn().count(Operation.TASKS_CREATE)).isEqualTo(1);
        assertThat(standIn().tasks()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Handling.class)
    void aSearchWhoseAnswerIsTooLarge(Handling handling) throws Exception {
        standIn().failNext(Operation.SEARCH, Handling.REDELIVERIES + 1, Fault.hugeBody(10_000));

        Exchange sent = sendBy(handling, "linkup:search?maxResponseSize=1000");

        assertThat(failure(handling, sent, LinkupResponseTooLargeException.class))
                .isNotNull();
        assertThat(standIn().count(Operation.SEARCH)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linkup:search", "linkup:fetch"})
    void anAnswerThatCannotBeRead(String uri) throws Exception {
        standIn().failWhen(call -> true, Fault.answer(200, "application/json", "{\"answer\":"));

        routes(routes -> Handling.DEAD_LETTER_CHANNEL.configure(routes, uri));
        template.sendBody("direct:in", "https://a.org");

        assertThat(standIn().count()).isEqualTo(1);
        assertThat(getMockEndpoint("mock:handled").getExchanges()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linkup:credits", "linkup:tasks?mode=list"})
    void aReadThatCostsNothingIsTriedAgain(String uri) throws Exception {
        standIn().failNext(uri.contains("credits") ? Operation.CREDITS : Operation.TASKS_LIST, Fault.garbage());

        Exchange sent = sendBy(Handling.DEAD_LETTER_CHANNEL, uri);

        assertThat(sent.getException()).isNull();
        assertThat(standIn().count()).isEqualTo(2);
    }

    /** The reference of the task is asked of the repository. */
    @Test
    void soItIsWhereItsAnswerCouldNotBeCompleted() throws Exception {
        Task task = (Task) template.requestBody("linkup:tasks?mode=single&type=search", (Object) "camel");
        AtomicInteger failures = new AtomicInteger(2);
        TaskRepository repository = repository();
        context.getComponent("linkup", LinkupComponent.class).setTaskRepository((TaskRepository) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {TaskRepository.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("find") && failures.getAndDecrement() > 0) {
                        throw new TaskRepositoryException("the database is down", null);
                    }
                    return method.invoke(repository, arguments);
                }));

        routes(routes -> Handling.DEAD_LETTER_CHANNEL.configure(routes, "linkup:tasks?mode=get"));
        Exchange sent =
                template.send("direct:in", exchange -> exchange.getMessage().setBody(task.id()));

        assertThat(getMockEndpoint("mock:handled").getExchanges()).isEmpty();
        assertThat(sent.getMessage().getBody(Task.class).id()).isEqualTo(task.id());
    }

    @Test
    void aSearchThatIsCertainlyNotPaidIsTriedAgain() throws Exception {
        standIn().failNext(Operation.SEARCH, Fault.error(429, "INSUFFICIENT_FUNDS_CREDITS"));

        Exchange sent = sendBy(Handling.DEAD_LETTER_CHANNEL, "linkup:search");

        assertThat(sent.getMessage().getBody()).isInstanceOf(SourcedAnswer.class);
        assertThat(standIn().count(Operation.SEARCH)).isEqualTo(2);
    }

    @Test
    void aRouteGoesOnAfterItsDoCatch() throws Exception {
        standIn().answerSearch(input -> json("{\"employees\":\"many\"}"));
        routes(routes -> routes.from("direct:in")
                .doTry()
                .to(NO_NAME)
                .doCatch(Exception.class)
                .to("mock:handled")
                .end()
                .to("mock:after"));

        template.sendBody("direct:in", "camel");

        assertThat(getMockEndpoint("mock:after").getExchanges()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rowsOfASplit(boolean stopOnException) throws Exception {
        standIn()
                .answerSearch(input -> json(
                        "bad".equals(input.path("q").asText()) ? "{\"employees\":\"many\"}" : "{\"employees\":1}"));
        routes(routes -> {
            var split = Handling.from(routes).split(routes.body());
            (stopOnException ? split.stopOnException() : split).to(NO_NAME).to("mock:enriched");
        });

        template.send("direct:in", exchange -> exchange.getMessage().setBody(List.of("a", "bad", "b")));

        assertThat(standIn().count(Operation.SEARCH)).isEqualTo(stopOnException ? 2 : 3);
        assertThat(getMockEndpoint("mock:enriched").getExchanges()).hasSize(stopOnException ? 1 : 2);
    }
}
