package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import io.github.camellinkup.client.LogCapture;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.engine.monitoring.TaskEventType;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A task of ours whose output is no JSON, or nested too deep: it is given up, said why, and the others are emitted. */
class UnreadableOwnTaskTest extends ConsumerTestSupport {

    private static final String BAD = "bad";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private SpoilingProxy proxy;

    @Override
    protected CamelContext createCamelContext() throws Exception {
        proxy = new SpoilingProxy(standIn().baseUrl());
        CamelContext context = super.createCamelContext();
        context.getComponent("linkup", LinkupComponent.class).getConfiguration().setBaseUrl(proxy.baseUrl());
        standIn()
                .answerSearch(input ->
                        TextNode.valueOf(input.path("q").asText().equals(BAD) ? SpoilingProxy.MARK : "the answer"));
        return context;
    }

    @AfterEach
    void closeProxy() {
        proxy.close();
    }

    private String submit(String question) {
        return template.request("linkup:tasks?mode=single&type=search", exchange -> exchange.getMessage()
                        .setBody(question))
                .getMessage()
                .getHeader(LinkupConstants.TASK_ID, String.class);
    }

    private void spoilWith(String value) {
        proxy.spoilMarked(SpoilingProxy.value(value.getBytes(StandardCharsets.UTF_8)));
    }

    private MockEndpoint failed() {
        return getMockEndpoint("mock:failed");
    }

    private void consume() throws Exception {
        routes(routes -> {
            routes.onException(LinkupException.class).handled(true).to("mock:failed");
            routes.from("linkup:tasks?taskScope=submitted&bridgeErrorHandler=true&" + FAST)
                    .routeId("finished")
                    .to("mock:finished");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":nought", "[[[2,000 levels]]]"})
    void itIsGivenUpAndTheOthersAreEmitted(String kind) throws Exception {
        spoilWith(kind.startsWith("[") ? "[".repeat(2_000) + "]".repeat(2_000) : kind);
        List<String> good =
                IntStream.range(0, 20).mapToObj(i -> submit("question " + i)).toList();
        String bad = submit(BAD);
        CLOCK.advance(TASK_TIME);

        try (LogCapture log = new LogCapture()) {
            consume();
            await().atMost(PATIENCE).until(() -> finished().getReceivedCounter() >= good.size());
            await().atMost(PATIENCE).until(() -> failed().getReceivedCounter() >= 1);
            awaitEmptyRepository();
            awaitPolls(10);

            assertThat(log.warnings())
                    .filteredOn(line -> line.startsWith(TaskCompletion.class.getName()))
                    .singleElement()
                    .asString()
                    .contains(bad);
        }
        assertThat(emitted()).containsExactlyInAnyOrderElementsOf(good);
        assertThat(failed().getExchanges()).singleElement().satisfies(exchange -> {
            assertThat(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, LinkupException.class))
                    .hasMessageContaining("cannot be read");
            assertThat(exchange.getMessage().getHeader(LinkupConstants.TASK_ID)).isEqualTo(bad);
        });
    }

    @Test
    void aNumberOfAMillionDigitsIsEmittedAsItIs() throws Exception {
        spoilWith("1" + "0".repeat(1_000_000));
        String good = submit("question");
        String bad = submit(BAD);
        CLOCK.advance(TASK_TIME);

        consume();
        await().atMost(PATIENCE).until(() -> finished().getReceivedCounter() >= 2);
        awaitEmptyRepository();

        assertThat(emitted()).containsExactlyInAnyOrder(good, bad);
        assertThat(failed().getReceivedCounter()).isZero();
    }

    @Test
    void aPageOfAProxyInPlaceOfTheAnswerLosesNoResult() throws Exception {
        String task = submit("question");
        CLOCK.advance(TASK_TIME);
        for (int i = 0; i < 3; i++) {
            standIn().failNext(Operation.TASKS_GET, Fault.answer(200, "text/html", "<html>Please log in</html>"));
        }

        consume();
        await().atMost(PATIENCE).until(() -> finished().getReceivedCounter() >= 1);
        awaitEmptyRepository();

        assertThat(standIn().count(Operation.TASKS_GET)).isEqualTo(4);
        assertThat(emitted()).containsExactly(task);
        assertThat(counted(TaskEventType.GIVEN_UP)).isZero();
    }

    @Test
    void anExchangeThatAwaitsItFailsAndTheOthersAreAnswered() {
        spoilWith("{\"a\":nought");
        List<CompletableFuture<Exchange>> good =
                IntStream.range(0, 20).mapToObj(i -> ask("question " + i)).toList();
        CompletableFuture<Exchange> bad = ask(BAD);
        await().until(() -> standIn().tasks().size() == 21);

        CLOCK.advance(TASK_TIME);

        assertThat(good).allSatisfy(each -> assertThat(
                        each.orTimeout(60, TimeUnit.SECONDS).join().getException())
                .isNull());
        assertThat(bad.orTimeout(60, TimeUnit.SECONDS).join().getException())
                .isInstanceOf(LinkupException.class)
                .hasMessageContaining("cannot be read");
    }

    private CompletableFuture<Exchange> ask(String question) {
        return template.asyncSend("linkup:tasks?mode=await&type=search", exchange -> exchange.getMessage()
                .setBody(question));
    }
}
