package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.test.ForeignTask;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;

/** Somebody else's result that is larger than {@code maxResponseSize}, in a list with others. */
class OversizedResultTest extends ConsumerTestSupport {

    private static final String LIMIT = "maxResponseSize=20000&";
    private static final String GIANT = "x".repeat(100_000);

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
}
