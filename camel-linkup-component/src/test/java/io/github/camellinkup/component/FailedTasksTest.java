package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camellinkup.engine.exception.LinkupTaskFailedException;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.Operation;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code failedTasks}: what becomes of tasks that have failed. */
class FailedTasksTest extends ConsumerTestSupport {

    @Test
    void failedTasksAreEmittedWithTheirErrorAndNoBody() throws Exception {
        standIn().failTasksWhen(task -> true, "no such company");
        finished().expectedMessageCount(1);
        consumeFrom("linkup:tasks?taskScope=submitted&" + FAST);
        template.sendBody("linkup:tasks?mode=single&type=search", "camel");

        CLOCK.advance(TASK_TIME);
        finished().assertIsSatisfied();

        Exchange exchange = finished().getExchanges().get(0);
        assertThat(exchange.getMessage().getBody()).isNull();
        assertThat(exchange.getMessage().getHeader(LinkupConstants.TASK_STATUS)).isEqualTo("failed");
        assertThat(exchange.getMessage().getHeader(LinkupConstants.TASK_ERROR)).isEqualTo("no such company");
    }

    @Test
    void failedTasksCanBeErrorsForTheErrorHandlerOfTheRoute() throws Exception {
        standIn().failTasksWhen(task -> true, "no such company");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(LinkupTaskFailedException.class).handled(true).to("mock:failed");
                from("linkup:tasks?taskScope=submitted&failedTasks=error&bridgeErrorHandler=true&" + FAST)
                        .to("mock:finished");
            }
        });
        getMockEndpoint("mock:failed").expectedMessageCount(1);
        finished().expectedMessageCount(0);
        template.sendBody("linkup:tasks?mode=single&type=search", "camel");

        CLOCK.advance(TASK_TIME);
        getMockEndpoint("mock:failed").assertIsSatisfied();
        awaitEmptyRepository();
        finished().assertIsSatisfied();

        LinkupTaskFailedException failure = getMockEndpoint("mock:failed")
                .getExchanges()
                .get(0)
                .getProperty(Exchange.EXCEPTION_CAUGHT, LinkupTaskFailedException.class);
        assertThat(failure).hasMessageContaining("no such company");
    }

    @Test
    void theErrorHandlerIsToldWhoseTaskFailed() throws Exception {
        standIn().failTasksWhen(task -> true, "no such company");
        routes(routes -> {
            routes.onException(LinkupTaskFailedException.class).handled(true).to("mock:failed");
            routes.from("linkup:tasks?taskScope=submitted&failedTasks=error&bridgeErrorHandler=true&" + FAST)
                    .to("mock:finished");
        });
        getMockEndpoint("mock:failed").expectedHeaderReceived(LinkupConstants.REFERENCE, "ACME-1");
        getMockEndpoint("mock:failed").expectedHeaderReceived(LinkupConstants.TASK_STATUS, "failed");
        getMockEndpoint("mock:failed").expectedHeaderReceived("crmId", 7);
        getMockEndpoint("mock:failed").expectedMessageCount(1);
        template.sendBodyAndHeaders(
                "linkup:tasks?mode=single&type=search&keepHeaders=crmId",
                "camel",
                java.util.Map.of(LinkupConstants.REFERENCE, "ACME-1", "crmId", 7));

        CLOCK.advance(TASK_TIME);

        getMockEndpoint("mock:failed").assertIsSatisfied();
        await().until(() -> pending(repository()).isEmpty());
    }

    /** Changes the task in pages and where it is read alone. */
    private void changeReadTask(String fields) {
        standIn().failWhen(call -> call.operation() == Operation.TASKS_LIST, Fault.changedBody(page -> {
            page.path("data").forEach(task -> change(task, fields));
            return page;
        }));
        standIn().failWhen(call -> call.operation() == Operation.TASKS_GET, Fault.changedBody(task -> {
            change(task, fields);
            return task;
        }));
    }

    private static void change(JsonNode task, String fields) {
        if (task.path("status").asText().matches("completed|failed")) {
            ((ObjectNode) task).setAll((ObjectNode) json(fields));
        }
    }

    @Test
    void aFailedTaskWithAnOutputHasNoBody() throws Exception {
        standIn().failTasksWhen(task -> true, "no such company");
        changeReadTask("{\"output\":{\"answer\":\"half of it\"}}");
        finished().expectedMessageCount(1);
        template.sendBody("linkup:tasks?mode=single&type=search", "camel");
        CLOCK.advance(TASK_TIME);

        consumeFrom("linkup:tasks?taskScope=submitted&" + FAST);
        finished().assertIsSatisfied();

        assertThat(finished().getExchanges().get(0).getMessage().getBody()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "completed, 'is completed, but Linkup returned no output'",
        "failed, 'has failed: Linkup gave no reason'"
    })
    void aTaskWithoutOutputAndErrorSaysWhatItIs(String status, String problem) throws Exception {
        changeReadTask("{\"output\":null,\"status\":\"" + status + "\"}");
        finished().expectedMessageCount(1);
        finished().expectedHeaderReceived(LinkupConstants.TASK_STATUS, status);
        template.sendBody("linkup:tasks?mode=single&type=search", "camel");
        CLOCK.advance(TASK_TIME);

        consumeFrom("linkup:tasks?taskScope=submitted&" + FAST);
        finished().assertIsSatisfied();

        Message message = finished().getExchanges().get(0).getMessage();
        assertThat(message.getBody()).isNull();
        assertThat(message.getHeader(LinkupConstants.TASK_ERROR, String.class)).endsWith(problem);
    }

    @Test
    void failedTasksCanBeSkipped() throws Exception {
        standIn().failTasksWhen(task -> task.input().path("q").asText().equals("bad"), "no such company");
        finished().expectedBodiesReceived("good");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("linkup:tasks?taskScope=submitted&failedTasks=skip&" + FAST)
                        .setBody(header(LinkupConstants.REFERENCE))
                        .to("mock:finished");
            }
        });
        for (String question : List.of("bad", "good")) {
            template.sendBodyAndHeader(
                    "linkup:tasks?mode=single&type=search", question, LinkupConstants.REFERENCE, question);
        }

        CLOCK.advance(TASK_TIME);
        finished().assertIsSatisfied();
        awaitEmptyRepository();
    }
}
