package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.engine.repository.PendingTask;
import io.github.camellinkup.test.ForeignTask;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;

/** A result that is larger than {@code maxResponseSize} in a list with others. */
class OversizedResultTest extends ConsumerTestSupport {

    private static final String LIMIT = "maxResponseSize=20000&";
    private static final String GIANT = "x".repeat(100_000);

    @Test
    void theOthersAreEmittedItStaysPendingAndReadingItAloneIsReported() throws Exception {
        standIn()
                .answerSearch(
                        input -> TextNode.valueOf("giant".equals(input.path("q").asText()) ? GIANT : "small"));
        List<String> small =
                IntStream.range(0, 10).mapToObj(i -> submit("small")).toList();
        String giant = submit("giant");
        List<String> more =
                IntStream.range(0, 10).mapToObj(i -> submit("small")).toList();
        CLOCK.advance(TASK_TIME);

        routes(routes -> {
            routes.onException(LinkupException.class).handled(true).to("mock:failed");
            routes.from("linkup:tasks?taskScope=submitted&bridgeErrorHandler=true&" + LIMIT + FAST)
                    .routeId("finished")
                    .to("mock:finished");
        });
        MockEndpoint failed = getMockEndpoint("mock:failed");
        failed.expectedMinimumMessageCount(1);
        finished().expectedMessageCount(20);
        MockEndpoint.assertIsSatisfied(context);

        assertThat(emitted()).containsAll(small).containsAll(more);
        assertThat(failed.getExchanges().get(0).getProperty(Exchange.EXCEPTION_CAUGHT, LinkupException.class))
                .hasMessageContaining("maxResponseSize");
        await().untilAsserted(() ->
                assertThat(pending(repository())).extracting(PendingTask::id).containsExactly(giant));
    }

    @Test
    void someoneElsesHoldsUpNobody() throws Exception {
        List<String> before = foreignTasks(5, Duration.ofMinutes(5));
        Instant minuteAgo = CLOCK.instant().minusSeconds(60);
        standIn()
                .addForeignTask(
                        ForeignTask.of("search").output(TextNode.valueOf(GIANT)).times(minuteAgo, minuteAgo));
        String after = foreignTask(CLOCK.instant());
        getMockEndpoint("mock:failed").expectedMessageCount(0);
        finished().expectedMessageCount(6);

        routes(routes -> {
            routes.onException(LinkupException.class).handled(true).to("mock:failed");
            routes.from("linkup:tasks?bridgeErrorHandler=true&" + LONG_AGO + LIMIT + FAST)
                    .routeId("finished")
                    .to("mock:finished");
        });
        MockEndpoint.assertIsSatisfied(context);
        awaitReads(5);

        assertThat(emitted()).containsAll(before).contains(after);
        getMockEndpoint("mock:failed").assertIsSatisfied();
    }

    private String submit(String question) {
        return template.send("linkup:tasks?mode=single&type=search", exchange -> exchange.getMessage()
                        .setBody(question))
                .getMessage()
                .getHeader(LinkupConstants.TASK_ID, String.class);
    }
}
