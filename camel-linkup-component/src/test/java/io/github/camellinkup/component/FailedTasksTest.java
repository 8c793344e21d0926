package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camellinkup.engine.exception.LinkupTaskFailedException;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

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
