package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camellinkup.engine.monitoring.TaskEventType;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import io.github.camellinkup.test.StandInTask;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code maxResubmits}: the requests of failed tasks are sent again. */
class ResubmitTest extends ConsumerTestSupport {

    private void consume(String uri) throws Exception {
        routes(routes -> routes.from(uri).routeId("finished").to("mock:finished"));
    }

    private static void failTheFirst(int number) {
        AtomicInteger left = new AtomicInteger(number);
        standIn().failTasksWhen(task -> left.getAndDecrement() > 0, "out of luck");
    }

    /** Lets each task that is created come to its end, until the route has got so many. */
    private void awaitEmitted(int number) {
        await().until(() -> {
            letTasksFinish();
            return finished().getReceivedCounter() >= number;
        });
    }

    private Message emitted(int index) {
        return finished().getExchanges().get(index).getMessage();
    }

    @Test
    void onlyTheFailedOnesAreSentAgainAndTheNewOneIsLinkedToTheOld() throws Exception {
        standIn()
                .failTasksWhen(
                        task -> task.number() < 3
                                && task.input().path("q").asText().equals("bad"),
                        "out of luck");
        consume("linkup:tasks?taskScope=submitted&maxResubmits=2&" + FAST);
        for (String question : List.of("good", "bad", "fine")) {
            template.sendBodyAndHeaders(
                    "linkup:tasks?mode=single&type=search&keepHeaders=crmId",
                    question,
                    Map.of(LinkupConstants.REFERENCE, question, "crmId", 7));
        }
        awaitEmitted(3);
        awaitEmptyRepository();

        List<StandInTask> tasks = standIn().tasks();
        assertThat(tasks)
                .extracting(task -> task.input().path("q").asText())
                .containsExactly("good", "bad", "fine", "bad");
        Message again = finished().getExchanges().stream()
                .map(Exchange::getMessage)
                .filter(message -> "bad".equals(message.getHeader(LinkupConstants.REFERENCE)))
                .findFirst()
                .orElseThrow();
        assertThat(again.getHeaders())
                .containsEntry(LinkupConstants.TASK_STATUS, "completed")
                .containsEntry(LinkupConstants.TASK_ID, tasks.get(3).id())
                .containsEntry(LinkupConstants.RESUBMITTED_TASK_ID, tasks.get(1).id())
                .containsEntry(LinkupConstants.RESUBMITS, 1)
                .containsEntry("crmId", 7);
        assertThat(counted(TaskEventType.RESUBMITTED)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"q\":\"camel\",\"depth\":\"deep\",\"outputType\":\"structured\",\"structuredOutputSchema\":"
                        + "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}}},\"includeSources\":true,"
                        + "\"includeDomains\":[\"a.org\"],\"fromDate\":\"2020-01-01\",\"maxResults\":3}",
                "{\"q\":\"camel\",\"depth\":\"fast\",\"outputType\":\"searchResults\"}"
            })
    void whatGoesOverTheWireIsWhatWentTheFirstTime(String request) throws Exception {
        failTheFirst(1);
        consume("linkup:tasks?taskScope=submitted&maxResubmits=1&" + FAST);
        template.sendBody("linkup:tasks?mode=single&type=search", json(request));
        awaitEmitted(1);

        List<JsonNode> sent = standIn().received(Operation.TASKS_CREATE).stream()
                .map(call -> call.json())
                .toList();
        assertThat(sent).hasSize(2);
        assertThat(withSchemaAsJson(sent.get(1))).isEqualTo(withSchemaAsJson(sent.get(0)));
        if (sent.get(1).at("/0/input").has("structuredOutputSchema")) {
            assertThat(sent.get(1).at("/0/input/structuredOutputSchema").isTextual())
                    .isTrue();
        }
    }

    private static JsonNode withSchemaAsJson(JsonNode body) {
        JsonNode copy = body.deepCopy();
        JsonNode input = copy.at("/0/input");
        if (input.has("structuredOutputSchema")) {
            ((com.fasterxml.jackson.databind.node.ObjectNode) input)
                    .set(
                            "structuredOutputSchema",
                            json(input.path("structuredOutputSchema").asText()));
        }
        return copy;
    }

    @Test
    void afterTheLastTimeTheTaskIsEmittedAsFailed() throws Exception {
        failTheFirst(100);
        consume("linkup:tasks?taskScope=submitted&maxResubmits=2&" + FAST);
        template.sendBodyAndHeader("linkup:tasks?mode=single&type=search", "camel", LinkupConstants.REFERENCE, "R");
        awaitEmitted(1);
        awaitEmptyRepository();

        assertThat(standIn().tasks()).hasSize(3);
        assertThat(emitted(0).getHeaders())
                .containsEntry(LinkupConstants.TASK_STATUS, "failed")
                .containsEntry(LinkupConstants.TASK_ERROR, "out of luck")
                .containsEntry(LinkupConstants.REFERENCE, "R")
                .containsEntry(LinkupConstants.RESUBMITS, 2)
                .containsEntry(
                        LinkupConstants.RESUBMITTED_TASK_ID,
                        standIn().tasks().get(1).id());
        assertThat(finished().getReceivedCounter()).isEqualTo(1);
    }

    @Test
    void researchIsSentAgainByItsOwnCall() throws Exception {
        failTheFirst(1);
        consume("linkup:research?taskScope=submitted&maxResubmits=1&" + FAST);
        template.sendBody("linkup:research?reasoningDepth=XL", "why");
        awaitEmitted(1);

        assertThat(standIn().count(Operation.TASKS_CREATE)).isZero();
        assertThat(standIn().received(Operation.RESEARCH_CREATE))
                .extracting(call -> call.json())
                .hasSize(2)
                .containsOnly(
                        standIn().received(Operation.RESEARCH_CREATE).get(0).json());
        assertThat(emitted(0).getHeader(LinkupConstants.TASK_STATUS)).isEqualTo("completed");
    }

    @Test
    void whatCannotBeSentNowComesAgainAndIsSentLater() throws Exception {
        failTheFirst(1);
        consume("linkup:tasks?taskScope=submitted&maxResubmits=1&" + FAST);
        template.sendBody("linkup:tasks?mode=single&type=search", "camel");
        standIn().failNext(Operation.TASKS_CREATE, 2, Fault.error(429, "INSUFFICIENT_FUNDS_CREDITS"));
        awaitEmitted(1);

        assertThat(standIn().count(Operation.TASKS_CREATE)).isEqualTo(4);
        assertThat(standIn().tasks()).hasSize(2);
        assertThat(emitted(0).getHeader(LinkupConstants.TASK_STATUS)).isEqualTo("completed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"400", "429"})
    void whatCannotBeSentAtAllIsEmittedAsFailedInTheEnd(String status) throws Exception {
        failTheFirst(1);
        consume("linkup:tasks?taskScope=submitted&maxResubmits=1&" + FAST);
        template.sendBody("linkup:tasks?mode=single&type=search", "camel");
        standIn()
                .failWhen(
                        call -> call.operation() == Operation.TASKS_CREATE,
                        "400".equals(status)
                                ? Fault.error(400, "VALIDATION_ERROR")
                                : Fault.error(429, "EXCEED_BUDGET_LIMIT"));
        awaitEmitted(1);
        awaitEmptyRepository();

        assertThat(standIn().count(Operation.TASKS_CREATE)).isEqualTo("400".equals(status) ? 2 : 6);
        assertThat(emitted(0).getHeader(LinkupConstants.TASK_STATUS)).isEqualTo("failed");
    }

    @ParameterizedTest
    @CsvSource({"VALIDATION_ERROR, 400, 1", "EXCEED_BUDGET_LIMIT, 429, 5"})
    void whatCouldNotBeSentIsNotSentEitherWhenItsExchangeFails(String code, int status, int tries) throws Exception {
        failTheFirst(1);
        AtomicInteger exchanges = new AtomicInteger();
        routes(routes -> routes.from("linkup:tasks?taskScope=submitted&maxResubmits=1&" + FAST)
                .process(exchange -> {
                    if (exchanges.incrementAndGet() < 4) {
                        throw new IllegalStateException("the CRM is down");
                    }
                })
                .to("mock:finished"));
        template.sendBody("linkup:tasks?mode=single&type=search", "camel");
        standIn().failWhen(call -> call.operation() == Operation.TASKS_CREATE, Fault.error(status, code));
        awaitEmitted(1);
        awaitEmptyRepository();

        assertThat(exchanges).hasValue(4);
        assertThat(standIn().count(Operation.TASKS_CREATE)).isEqualTo(1 + tries);
    }

    @Test
    void tasksOfOthersAreNotSentAgain() {
        assertThatThrownBy(() -> consume("linkup:tasks?maxResubmits=1&" + FAST))
                .rootCause()
                .hasMessageContaining("maxResubmits")
                .hasMessageContaining("taskScope=submitted");
    }
}
