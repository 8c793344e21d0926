package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.client.LogCapture;
import io.github.camellinkup.engine.exception.LinkupTaskExpiredException;
import io.github.camellinkup.engine.monitoring.TaskEventType;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** Results that Linkup no longer holds. */
class ExpiredResultsTest extends ConsumerTestSupport {

    /** More than the life of a task and of its result at the stand-in. */
    private static final Duration FOR_EVER = Duration.ofHours(30);

    private void consume(String options) throws Exception {
        routes(routes -> {
            routes.onException(LinkupTaskExpiredException.class).handled(true).to("mock:expired");
            routes.from("linkup:tasks?taskScope=submitted&" + options + FAST)
                    .routeId("finished")
                    .to("mock:finished");
        });
    }

    private String submit() {
        Exchange sent = template.send(
                "linkup:tasks?mode=single&type=search&keepHeaders=crmId", exchange -> exchange.getMessage()
                        .setHeaders(Map.of(LinkupConstants.Q, "camel", LinkupConstants.REFERENCE, "R", "crmId", 7)));
        assertThat(sent.getException()).isNull();
        return sent.getMessage().getHeader(LinkupConstants.TASK_ID, String.class);
    }

    @Test
    void theyAreEmittedWithTheirStatusAndWhoseTheyWere() throws Exception {
        String task = submit();
        CLOCK.advance(FOR_EVER);
        finished().expectedMessageCount(1);
        consume("");
        finished().assertIsSatisfied();
        awaitEmptyRepository();

        Exchange exchange = finished().getExchanges().get(0);
        assertThat(exchange.getMessage().getBody()).isNull();
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry(LinkupConstants.TASK_ID, task)
                .containsEntry(LinkupConstants.TASK_STATUS, "expired")
                .containsEntry(LinkupConstants.REFERENCE, "R")
                .containsEntry("crmId", 7)
                .containsKey(LinkupConstants.TASK_ERROR);
        assertThat(counted(TaskEventType.EXPIRED)).isEqualTo(1);
    }

    @Test
    void aTaskIsOneExpiredResultHoweverOftenItsExchangeFails() throws Exception {
        for (int i = 0; i < 2; i++) {
            submit();
        }
        CLOCK.advance(FOR_EVER);
        routes(routes -> routes.from("linkup:tasks?taskScope=submitted&maxRedeliveries=3&" + FAST)
                .routeId("finished")
                .throwException(new IllegalStateException("the CRM is down")));
        await().until(() -> counted(TaskEventType.GIVEN_UP) == 2);

        assertThat(counted(TaskEventType.DELIVERY_FAILED)).isEqualTo(8);
        assertThat(counted(TaskEventType.EXPIRED)).isEqualTo(2);
    }

    @Test
    void theyCanBeErrors() throws Exception {
        String task = submit();
        CLOCK.advance(FOR_EVER);
        getMockEndpoint("mock:expired").expectedHeaderReceived(LinkupConstants.TASK_ID, task);
        getMockEndpoint("mock:expired").expectedMessageCount(1);
        consume("failedTasks=error&bridgeErrorHandler=true&");
        getMockEndpoint("mock:expired").assertIsSatisfied();
        awaitEmptyRepository();

        assertThat(finished().getReceivedCounter()).isZero();
    }

    @Test
    void skippedTheyAreStillToldOf() throws Exception {
        String task = submit();
        CLOCK.advance(FOR_EVER);
        try (LogCapture log = new LogCapture()) {
            consume("failedTasks=skip&");
            awaitEmptyRepository();

            assertThat(log.lines())
                    .anyMatch(
                            line -> line.contains("ResultEmitter") && line.contains(task) && line.contains("is lost"));
        }
        assertThat(finished().getReceivedCounter()).isZero();
    }

    @Test
    void oneSingle404IsNotBelieved() throws Exception {
        submit();
        standIn().failNext(Operation.TASKS_GET, 1, Fault.error(404, "TASK_NOT_FOUND"));
        consume("");
        await().until(() -> standIn().count(Operation.TASKS_GET) >= 1);
        CLOCK.advance(TASK_TIME);
        await().until(() -> finished().getReceivedCounter() == 1);

        assertThat(finished().getExchanges().get(0).getMessage().getHeader(LinkupConstants.TASK_STATUS))
                .isEqualTo("completed");
        assertThat(counted(TaskEventType.EXPIRED)).isZero();
    }

    @Test
    void aConsumerOfResearchTakesNoSearchForExpired() throws Exception {
        submit();
        routes(routes -> routes.from("linkup:research?taskScope=submitted&" + FAST)
                .routeId("finished")
                .to("mock:finished"));
        awaitPolls(20);

        assertThat(standIn().received(Operation.RESEARCH_GET, Operation.RESEARCH_LIST))
                .as("nothing is outstanding for it")
                .isEmpty();
        assertThat(pending(repository())).hasSize(1);
    }
}
