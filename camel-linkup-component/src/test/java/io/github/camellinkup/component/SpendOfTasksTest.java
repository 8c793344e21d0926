package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camellinkup.client.LogCapture;
import io.github.camellinkup.client.exception.LinkupInvalidRequestException;
import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.engine.exception.LinkupPartialBatchException;
import io.github.camellinkup.engine.exception.LinkupSpendLimitException;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is counted of tasks, and what {@code spendLimit} does to batches, single tasks and failed ones. */
class SpendOfTasksTest extends SpendTestSupport {

    @Test
    void aBatchSendsWhatFitsAndGoesOnTomorrow() throws Exception {
        limitTo(0.9);
        Exchange exchange = send(BATCH, questions(250));

        LinkupPartialBatchException partial = (LinkupPartialBatchException) exchange.getException();
        assertThat(partial).hasCauseInstanceOf(LinkupSpendLimitException.class);
        assertThat(partial.isRetryable()).isTrue();
        assertThat(partial.getCreated()).hasSize(150);
        assertThat(partial.getNotCreated()).hasSize(100);
        assertThat(partial.getUncertain()).isEmpty();
        assertThat(standIn().tasks()).hasSize(150);
        assertSpent("0.9");

        CLOCK.advance(Duration.ofDays(1));
        exchange.setException(null);
        Exchange tomorrow = template.send(BATCH, exchange);

        assertThat(tomorrow.getException()).isNull();
        assertThat(standIn().tasks())
                .extracting(task -> task.input().path("q").asText())
                .containsExactlyInAnyOrderElementsOf(questions(250));
    }

    @Test
    void aBatchThatLinkupRefusesCostsNothing() {
        standIn().failNext(Operation.TASKS_CREATE, Fault.error(401, "UNAUTHORIZED"));

        send(BATCH, questions(3));

        assertSpent("0");
    }

    @Test
    void aCutCallCostsWhatItsTasksCostOnce() {
        standIn().failNext(Operation.TASKS_CREATE, Fault.cutConnection());
        CompletableFuture<Exchange> batch = template.asyncSend(
                BATCH + "&settleDelay=1", exchange -> exchange.getMessage().setBody(questions(3)));

        assertThat(batch.join().getException()).isNull();
        assertThat(standIn().tasks()).hasSize(3);
        assertSpent("0.018");
    }

    @Test
    void whatAnEarlierProcessLeftUnsentCountsWhereItIsSent() throws Exception {
        Instant now = CLOCK.instant();
        TaskRequest left = TaskRequest.of(SearchRequest.builder().q("left").build());
        repository().open(new OutboxEntry("entry", "earlier node", now, now.minusSeconds(1), false, List.of(left)));

        routes(routes -> routes.from("direct:batch").to(BATCH + "&settleDelay=1"));

        await().until(() -> standIn().tasks().size() == 1);
        await().untilAsserted(() -> assertSpent("0.006"));
    }

    /** They travel in one call. The dear one is refused for itself. */
    @Test
    void aDearRequestDoesNotHoldBackCheapOnes() {
        String single = "linkup:tasks?mode=single&spendLimit=0.1&batchLinger=200";
        CompletableFuture<Exchange> dear = template.asyncSend(single, exchange -> exchange.getMessage()
                .setBody(Map.of("type", "research", "input", Map.of("q", "dear", "outputType", "sourcedAnswer"))));
        CompletableFuture<Exchange> cheap = template.asyncSend(
                single + "&type=search", exchange -> exchange.getMessage().setBody("cheap"));

        assertThat(dear.join().getException())
                .isInstanceOfSatisfying(LinkupSpendLimitException.class, e -> assertThat(e.getAsked())
                        .isEqualByComparingTo("1.50"));
        assertThat(cheap.join().getException()).isNull();
        assertThat(standIn().tasks()).hasSize(1);
    }

    @Test
    void aFailedTaskIsTakenOffOnce() throws Exception {
        standIn().failTasksWhen(task -> task.input().path("q").asText().equals("question 1"), "no luck");
        finished().whenAnyExchangeReceived(exchange -> {
            if (exchange.getMessage().getHeader(LinkupConstants.TASK_ERROR) != null
                    && finished().getReceivedCounter() < 6) {
                throw new IllegalStateException("again");
            }
        });
        consumeFrom("linkup:tasks?taskScope=submitted&" + FAST);

        send(BATCH, questions(3));
        assertSpent("0.018");
        letTasksFinish();
        await().untilAsserted(() -> assertThat(pending(repository())).isEmpty());

        assertSpent("0.012");
        assertThat(finished().getExchanges()).hasSizeGreaterThan(3).allSatisfy(exchange -> assertThat(cost(exchange))
                .isEqualByComparingTo(
                        exchange.getMessage().getHeader(LinkupConstants.TASK_ERROR) == null ? "0.006" : "0"));
    }

    @Test
    void anAwaitedResultTellsItsCostAndAFailedOneIsTakenOff() {
        standIn().failTasksWhen(task -> task.input().path("q").asText().equals("bad"), "no luck");
        String awaiting = "linkup:research?mode=await&reasoningDepth=S&outputType=sourcedAnswer";
        CompletableFuture<Exchange> good =
                template.asyncSend(awaiting, exchange -> exchange.getMessage().setBody("good"));
        CompletableFuture<Exchange> bad =
                template.asyncSend(awaiting, exchange -> exchange.getMessage().setBody("bad"));
        await().until(() -> standIn().tasks().size() == 2);
        assertSpent("0.50");
        CLOCK.advance(TASK_TIME);

        assertThat(cost(good.join())).isEqualByComparingTo("0.25");
        assertThat(bad.join().getException()).hasMessageContaining("no luck");
        assertSpent("0.25");
    }

    @Test
    void aBatchOfWhichNothingFitsFailsWithTheLimitItself() {
        Exchange exchange = send(BATCH + "&spendLimit=0.005", questions(3));

        assertThat(exchange.getException()).isInstanceOf(LinkupSpendLimitException.class);
        assertThat(standIn().tasks()).isEmpty();
        assertSpent("0");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.006})
    void oneOnExceptionGetsTheBatchWhetherAPartOrNothingOfItFits(double limit) throws Exception {
        routes(routes -> {
            routes.onException(LinkupSpendLimitException.class).handled(true).to("mock:tomorrow");
            routes.from("direct:batch").to(BATCH + "&spendLimit=" + limit);
        });

        template.sendBody("direct:batch", questions(2));

        assertThat(getMockEndpoint("mock:tomorrow").getReceivedCounter()).isEqualTo(1);
    }

    @Test
    void aQueueThatIsFullMeanwhileDoesNotCountTwice() {
        standIn().failNext(Operation.TASKS_CREATE, Fault.error(429, "TASKS_QUEUE_LIMIT_EXCEEDED"));

        Exchange exchange = send(BATCH + "&spendLimit=0.018", questions(3));

        assertThat(exchange.getException()).isNull();
        assertThat(standIn().count(Operation.TASKS_CREATE)).isEqualTo(2);
        assertSpent("0.018");
    }

    /** Three fit. Linkup refuses one of them, so the fourth fits in its place. */
    @Test
    void aRequestThatLinkupRefusesLeavesItsPlaceToAnother() {
        standIn()
                .failNext(
                        Operation.TASKS_CREATE,
                        Fault.answer(
                                400,
                                "application/json",
                                "{\"error\":{\"code\":\"VALIDATION_ERROR\",\"message\":\"no\",\"details\":"
                                        + "[{\"field\":\"1.input.q\",\"message\":\"no\"}]}}"));
        String single = "linkup:tasks?mode=single&type=search&spendLimit=0.018&batchSize=4&batchLinger=60000";
        List<Exchange> sent = questions(4).stream().map(question -> sendAsync(single, question)).toList().stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(sent).filteredOn(each -> each.getException() == null).hasSize(3);
        assertThat(sent)
                .extracting(Exchange::getException)
                .filteredOn(LinkupInvalidRequestException.class::isInstance)
                .hasSize(1);
        assertThat(standIn().tasks()).hasSize(3);
        assertSpent("0.018");
    }

    @Test
    void aReferenceIsFreeAgainAfterARefusal() {
        String once = BATCH + "&idempotencyPeriod=1h&spendLimit=0.006";
        List<Map<String, String>> rows =
                List.of(Map.of("q", "one", "reference", "1"), Map.of("q", "two", "reference", "2"));
        assertThat(send(once, rows).getException()).isInstanceOf(LinkupPartialBatchException.class);

        CLOCK.advance(Duration.ofDays(1));

        assertThat(send(once, rows.subList(1, 2)).getException()).isNull();
        assertThat(standIn().tasks()).extracting(SpendTestSupport::question).containsExactly("one", "two");
        assertSpent("0.006");
    }

    @Test
    void aFailedTaskOfAnotherNodeIsNotTakenOffHere() throws Exception {
        standIn().failTasksWhen(task -> !question(task).equals("question 0"), "no luck");
        try (DefaultCamelContext otherNode = new DefaultCamelContext()) {
            LinkupComponent component = otherNode.getComponent("linkup", LinkupComponent.class);
            component.setTime(TestTime.of(CLOCK, anHourLaterEachTime()));
            component.getConfiguration().setApiKey(API_KEY);
            component.getConfiguration().setBaseUrl(standIn().baseUrl());
            component.setTaskRepository(repository());
            otherNode.start();
            otherNode.createProducerTemplate().sendBody("linkup:tasks?type=search&depth=deep", List.of("of another"));
        }
        send(BATCH, questions(2));
        consumeFrom("linkup:tasks?taskScope=submitted&" + FAST);
        letTasksFinish();
        awaitEmptyRepository();

        assertThat(finished().getExchanges()).hasSize(3);
        assertSpent("0.006");
    }

    @Test
    void aTaskThatFailedWithoutATextIsFree() throws Exception {
        standIn().failTasksWhen(task -> true, "no luck");
        Fault withoutText = Fault.changedBody(answer -> {
            answer.findParents("error").forEach(task -> ((ObjectNode) task).putNull("error"));
            return answer;
        });
        standIn()
                .failWhen(
                        call -> List.of(Operation.TASKS_LIST, Operation.TASKS_GET)
                                .contains(call.operation()),
                        withoutText);
        consumeFrom("linkup:tasks?taskScope=submitted&" + FAST);
        send(BATCH, questions(1));
        letTasksFinish();
        awaitEmptyRepository();

        assertThat(cost(finished().getExchanges().get(0))).isEqualByComparingTo("0");
        assertSpent("0");
    }

    /** What the limit refuses waits for the next day, and is not given up after some attempts. */
    @Test
    void aFailedTaskIsSentAgainWhenTheLimitHasRoomForIt() throws Exception {
        standIn().failTasksWhen(task -> task.number() == 0, "no luck");
        send(BATCH, questions(1));
        send(SEARCH, "takes the limit");
        limitTo(0.007);
        consumeFrom("linkup:tasks?taskScope=submitted&maxResubmits=1&" + FAST);
        try (LogCapture log = new LogCapture()) {
            letTasksFinish();

            await().untilAsserted(() -> assertThat(log.warnings())
                    .filteredOn(line -> line.contains("is not sent again today"))
                    .hasSize(1));
        }
        assertThat(finished().getReceivedCounter()).isZero();
        assertThat(standIn().tasks()).hasSize(1);
        assertSpent("0.006");

        CLOCK.advance(Duration.ofDays(1));
        await().until(() -> standIn().tasks().size() == 2);
        assertSpent("0.006");
    }
}
