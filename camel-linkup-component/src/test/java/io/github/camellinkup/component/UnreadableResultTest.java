package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import io.github.camellinkup.client.LogCapture;
import io.github.camellinkup.client.exception.LinkupResponseTooLargeException;
import io.github.camellinkup.engine.monitoring.TaskEventType;
import io.github.camellinkup.engine.repository.JdbcTaskRepository;
import io.github.camellinkup.engine.repository.TaskRepository;
import io.github.camellinkup.engine.repository.TaskRepositoryException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A result of ours that is larger than {@code maxResponseSize}: told of once, kept as failed, and brought back. */
class UnreadableResultTest extends ConsumerTestSupport {

    private static final int LIMIT = 20_000;
    private static final String SUBMITTED = "linkup:tasks?taskScope=submitted&";
    private static final String BRIDGED = SUBMITTED + "bridgeErrorHandler=true&";
    private static final String AWAIT = "linkup:tasks?mode=await&type=search&keepHeaders=crmId";
    private static final String GIANT = "x".repeat(100_000);

    private final JdbcDataSource database = new JdbcDataSource();
    private final AtomicInteger failuresToGiveUp = new AtomicInteger();

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        LinkupComponent linkup = context.getComponent("linkup", LinkupComponent.class);
        linkup.setTaskRepository(failingAsTold(new JdbcTaskRepository(database)));
        linkup.getConfiguration().setMaxResponseSize(LIMIT);
        standIn()
                .answerSearch(
                        input -> TextNode.valueOf("giant".equals(input.path("q").asText()) ? GIANT : "small"));
        return context;
    }

    private TaskRepository failingAsTold(TaskRepository repository) {
        return (TaskRepository) Proxy.newProxyInstance(
                TaskRepository.class.getClassLoader(),
                new Class<?>[] {TaskRepository.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("giveUp") && failuresToGiveUp.getAndDecrement() > 0) {
                        throw new TaskRepositoryException("down", null);
                    }
                    if (method.getName().equals("equals")) {
                        return proxy == arguments[0];
                    }
                    try {
                        return method.invoke(repository, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private String submit(String question) {
        Exchange sent = template.send(
                "linkup:tasks?mode=single&type=search&keepHeaders=crmId", exchange -> exchange.getMessage()
                        .setHeaders(Map.of(LinkupConstants.Q, question, LinkupConstants.REFERENCE, "R", "crmId", 7)));
        assertThat(sent.getException()).isNull();
        return sent.getMessage().getHeader(LinkupConstants.TASK_ID, String.class);
    }

    private void consume(String uri) throws Exception {
        routes(routes -> {
            routes.onException(LinkupResponseTooLargeException.class)
                    .handled(true)
                    .to("mock:tooLarge");
            routes.from(uri).routeId("finished").to("mock:finished");
        });
    }

    private List<Exchange> tooLarge() {
        return getMockEndpoint("mock:tooLarge").getExchanges();
    }

    private static long readsOf(String task) {
        return standIn().received().stream()
                .filter(call -> call.path().endsWith(task))
                .count();
    }

    private static void assertHeaders(Map<String, Object> headers, String giant) {
        assertThat(headers)
                .containsEntry(LinkupConstants.TASK_ID, giant)
                .containsEntry(LinkupConstants.TASK_TYPE, "search")
                .containsEntry(LinkupConstants.REFERENCE, "R")
                .containsEntry("crmId", 7)
                .doesNotContainKey(LinkupConstants.TASK_STATUS)
                .hasEntrySatisfying(LinkupConstants.TASK_ERROR, error -> assertThat((String) error)
                        .contains("maxResponseSize"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "failedTasks=emit&",
                "failedTasks=error&",
                "failedTasks=skip&",
                "concurrentConsumers=2&",
                "maxResubmits=3&maxRedeliveries=-1&"
            })
    void theErrorHandlerIsToldOnceItIsReadOnceAndTheRowSaysWhy(String options) throws Exception {
        List<String> small =
                IntStream.range(0, 20).mapToObj(i -> submit("small")).toList();
        String giant = submit("giant");
        CLOCK.advance(TASK_TIME);
        finished().expectedMessageCount(20);

        try (LogCapture log = new LogCapture()) {
            consume(BRIDGED + options + FAST);
            finished().assertIsSatisfied();
            awaitEmptyRepository();
            awaitPolls(10);

            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith(TaskCompletion.class.getName()))
                    .singleElement()
                    .asString()
                    .contains(giant, "maxResponseSize", "mode=get");
        }
        assertThat(emitted()).containsExactlyInAnyOrderElementsOf(small);
        assertThat(readsOf(giant)).isEqualTo(1);
        assertThat(tooLarge()).singleElement().satisfies(exchange -> {
            assertThat(exchange.getProperty(Exchange.EXCEPTION_CAUGHT))
                    .isInstanceOf(LinkupResponseTooLargeException.class);
            assertHeaders(exchange.getMessage().getHeaders(), giant);
        });
        assertThat(failedRows(database))
                .singleElement()
                .asString()
                .startsWith(giant)
                .contains("maxResponseSize");
        assertThat(counted(TaskEventType.GIVEN_UP)).isEqualTo(1);
        assertThat(counted(TaskEventType.DELIVERY_FAILED)).isZero();
        assertThat(counted(TaskEventType.EXPIRED)).isZero();
    }

    @Test
    void theOnlyOneIsReadOnceAndTheExceptionHandlerOfTheConsumerGetsIt() throws Exception {
        List<Throwable> handled = new CopyOnWriteArrayList<>();
        List<Map<String, Object>> headers = new CopyOnWriteArrayList<>();
        context.getRegistry().bind("handler", new ExceptionHandler() {
            @Override
            public void handleException(Throwable exception) {
                handled.add(exception);
            }

            @Override
            public void handleException(String message, Throwable exception) {
                handled.add(exception);
            }

            @Override
            public void handleException(String message, Exchange exchange, Throwable exception) {
                headers.add(Map.copyOf(exchange.getMessage().getHeaders()));
                handled.add(exception);
                throw new IllegalStateException("so has the handler");
            }
        });
        String giant = submit("giant");
        CLOCK.advance(TASK_TIME);
        consume(SUBMITTED + "exceptionHandler=#handler&" + FAST);
        awaitEmptyRepository();
        awaitPolls(10);

        assertThat(handled).hasAtLeastOneElementOfType(LinkupResponseTooLargeException.class);
        assertThat(headers).hasSize(1);
        assertHeaders(headers.get(0), giant);
        assertThat(reads()).isEqualTo(1);
        assertThat(failedRows(database)).hasSize(1);
    }

    @Test
    void ifTheRepositoryCannotRecordItItIsTriedAgainAndTheResultIsNotReadAgain() throws Exception {
        failuresToGiveUp.set(2);
        String giant = submit("giant");
        CLOCK.advance(TASK_TIME);
        consume(BRIDGED + FAST);
        awaitEmptyRepository();
        awaitPolls(10);

        assertThat(readsOf(giant)).isEqualTo(1);
        assertThat(tooLarge()).hasSize(1);
        assertThat(failedRows(database)).hasSize(1);
        assertThat(counted(TaskEventType.GIVEN_UP)).isEqualTo(1);
    }

    @Test
    void anExchangeThatAwaitsItFailsAtOnceAndTheRowSaysWhy() throws Exception {
        List<CompletableFuture<Exchange>> others = IntStream.range(0, 10)
                .mapToObj(i -> template.asyncSend(
                        AWAIT, exchange -> exchange.getMessage().setBody("small")))
                .toList();
        CompletableFuture<Exchange> awaiting = template.asyncSend(AWAIT, exchange -> exchange.getMessage()
                .setHeaders(Map.of(LinkupConstants.Q, "giant", LinkupConstants.REFERENCE, "R", "crmId", 7)));
        await().until(() -> standIn().tasks().size() == 11);
        CLOCK.advance(TASK_TIME);

        Exchange exchange = awaiting.join();
        String giant = exchange.getMessage().getHeader(LinkupConstants.TASK_ID, String.class);
        assertThat(exchange.getException()).isExactlyInstanceOf(LinkupResponseTooLargeException.class);
        assertHeaders(exchange.getMessage().getHeaders(), giant);
        assertThat(others)
                .allSatisfy(other -> assertThat(other.join().getException()).isNull());
        awaitEmptyRepository();
        await().until(() -> counted(TaskEventType.GIVEN_UP) == 1);
        assertThat(failedRows(database))
                .singleElement()
                .asString()
                .startsWith(giant)
                .contains("maxResponseSize");
        consume(BRIDGED + FAST);
        awaitPolls(10);
        assertThat(tooLarge()).isEmpty();
        assertThat(finished().getReceivedCounter()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withAHigherLimitTheDocumentedStatementBringsItBack(boolean wasAwaited) throws Exception {
        if (wasAwaited) {
            CompletableFuture<Exchange> awaiting =
                    template.asyncSend(AWAIT + "&awaitTimeout=36000000", exchange -> exchange.getMessage()
                            .setBody("giant"));
            await().until(() -> standIn().tasks().size() == 1);
            CLOCK.advance(TASK_TIME);
            awaiting.join();
        } else {
            submit("giant");
            CLOCK.advance(TASK_TIME);
            consume(BRIDGED + FAST);
        }
        await().until(() -> failedRows(database).size() == 1);
        if (!wasAwaited) {
            context.getRouteController().stopRoute("finished");
            context.removeRoute("finished");
        }
        finished().expectedMessageCount(1);

        consume(BRIDGED + "maxResponseSize=1000000&" + FAST);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(documented("too-large"))).isEqualTo(1);
        }

        finished().assertIsSatisfied();
        assertThat(finished().getExchanges().get(0).getMessage().getBody(String.class))
                .contains(GIANT);
        awaitEmptyRepository();
        assertThat(failedRows(database)).isEmpty();
    }

    private static String documented(String snippet) throws Exception {
        String all = Files.readString(Path.of("src/test/resources/docs/repository.sql"));
        int begin = all.indexOf("-- snippet:" + snippet) + ("-- snippet:" + snippet).length();
        return all.substring(begin, all.indexOf("-- end:" + snippet)).strip().replace(";", "");
    }
}
