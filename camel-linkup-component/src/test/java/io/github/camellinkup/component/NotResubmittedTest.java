package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.model.SearchRequest;
import io.github.camellinkup.engine.repository.OutboxEntry;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.engine.repository.Resubmission;
import io.github.camellinkup.engine.repository.TaskRequest;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Failed tasks whose requests cannot be sent again although {@code maxResubmits} allows it. */
class NotResubmittedTest extends ConsumerTestSupport {

    private final AtomicInteger exchangesToFail = new AtomicInteger();

    @BeforeEach
    void letTheFirstTaskFail() {
        AtomicInteger left = new AtomicInteger(1);
        standIn().failTasksWhen(task -> left.getAndDecrement() > 0, "out of luck");
        template.sendBody("linkup:tasks?mode=single&type=search", "camel");
    }

    private void consume(String options) throws Exception {
        routes(routes -> routes.from("linkup:tasks?taskScope=submitted&maxResubmits=1&" + FAST + options)
                .to("mock:attempts")
                .process(exchange -> {
                    if (exchangesToFail.getAndDecrement() > 0) {
                        throw new IllegalStateException("the CRM is down");
                    }
                })
                .to("mock:finished"));
    }

    /** The exchange with the failed task, once it has come through. */
    private Message awaitEmitted() {
        await().until(() -> {
            letTasksFinish();
            return finished().getReceivedCounter() == 1;
        });
        awaitEmptyRepository();
        Message message = finished().getExchanges().get(0).getMessage();
        assertThat(message.getHeaders())
                .containsEntry(LinkupConstants.TASK_ID, standIn().tasks().get(0).id())
                .containsEntry(LinkupConstants.TASK_STATUS, "failed")
                .containsEntry(LinkupConstants.TASK_ERROR, "out of luck");
        return message;
    }

    @Test
    void whatLinkupRefusesIsRefusedOnceAlsoIfTheExchangeWithItFails() throws Exception {
        standIn().failWhen(call -> call.operation() == Operation.TASKS_CREATE, Fault.error(400, "NO_MORE", "not that"));
        exchangesToFail.set(2);
        consume("");

        Message message = awaitEmitted();

        assertThat(message.getHeader(LinkupConstants.RESUBMIT_ERROR, String.class))
                .contains("not that");
        assertThat(standIn().count(Operation.TASKS_CREATE)).isEqualTo(2);
        assertThat(getMockEndpoint("mock:attempts").getExchanges()).hasSize(3).allSatisfy(exchange -> assertThat(
                        exchange.getMessage().getHeader(LinkupConstants.RESUBMIT_ERROR, String.class))
                .contains("not that"));
    }

    @Test
    void whatFailedTooOftenIsNotTriedAgainAfterAFailedExchange() throws Exception {
        standIn().failWhen(call -> call.operation() == Operation.TASKS_CREATE, Fault.error(429, "EXCEED_BUDGET_LIMIT"));
        exchangesToFail.set(1);
        consume("");

        Message message = awaitEmitted();

        assertThat(message.getHeader(LinkupConstants.RESUBMIT_ERROR, String.class))
                .contains("budget");
        assertThat(standIn().count(Operation.TASKS_CREATE)).isEqualTo(6);
    }

    @Test
    void whatMayHaveBeenSentIsNotSentOnceMoreAndItsTaskIsEmittedAsFailed() throws Exception {
        standIn().failNext(Operation.TASKS_CREATE, Fault.cutConnection());
        exchangesToFail.set(1);
        consume("");
        CLOCK.advance(TASK_TIME);
        await().until(() ->
                repository().openEntries().stream().anyMatch(entry -> entry.state() == OutboxEntry.State.UNCERTAIN));
        repository().giveUpEntry(repository().openEntries().get(0), false);

        Message message = awaitEmitted();

        assertThat(message.getHeader(LinkupConstants.RESUBMIT_ERROR, String.class))
                .contains("not known whether Linkup");
        assertThat(standIn().count(Operation.TASKS_CREATE)).isEqualTo(2);
    }

    @Test
    void whatAnotherNodeMayHaveSentIsNotSentOnceMoreEither() throws Exception {
        PendingTask failed = pending(repository()).get(0);
        TaskRequest again = new TaskRequest(
                SearchRequest.builder().q("camel").build(),
                null,
                Map.of(),
                null,
                new Resubmission(failed.id(), 1),
                null);
        Instant now = CLOCK.instant();
        OutboxEntry ofAnother = new OutboxEntry("of another", "another", now, now, false, List.of(again));
        repository().open(ofAnother);
        repository().giveUpEntry(ofAnother, false);
        consume("");

        Message message = awaitEmitted();

        assertThat(message.getHeader(LinkupConstants.RESUBMIT_ERROR, String.class))
                .contains("not known whether Linkup");
        assertThat(standIn().count(Operation.TASKS_CREATE)).isEqualTo(1);
    }

    @Test
    void whatWasEmittedAsFailedBeforeARestartIsEmittedAgainAndNotSent() throws Exception {
        repository().deliveryFailed(pending(repository()).get(0).id(), "the CRM was down");
        consume("");

        awaitEmitted();

        assertThat(standIn().count(Operation.TASKS_CREATE)).isEqualTo(1);
    }
}
