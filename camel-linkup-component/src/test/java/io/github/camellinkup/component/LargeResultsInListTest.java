package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.test.Fault;
import io.github.camellinkup.test.ForeignTask;
import io.github.camellinkup.test.Operation;
import org.junit.jupiter.api.Test;

/** Sending where the list that it has to look into is full of large results. */
class LargeResultsInListTest extends LinkupTestSupport {

    private static final int LIMIT = 10_000_000;
    private static final String URI = "linkup:tasks?type=search&mode=single&requestTimeout=10000&maxRetries=0"
            + "&settleDelay=50&settleTimeout=60000&queueFullTimeout=60000&maxResponseSize=" + LIMIT;
    private static final JsonNode INPUT =
            json("{\"q\":\"camel\",\"depth\":\"standard\",\"outputType\":\"sourcedAnswer\"}");

    @Test
    void aCallIsSettledAmongResultsThatTogetherAreLargerThanAnAnswerMayBe() {
        ForeignTask foreign = ForeignTask.of("search").output(TextNode.valueOf("x".repeat(2_000_000)));
        for (int i = 0; i < 100; i++) {
            standIn().addForeignTask(foreign);
        }
        standIn().failNext(Operation.TASKS_CREATE, Fault.cutConnection().afterProcessing());

        Task task = template.requestBody(URI, "camel", Task.class);

        assertThat(task.input().toTree().path("q").asText()).isEqualTo("camel");
        assertThat(standIn().tasks()).as("created once").hasSize(101);
        assertThat(standIn().count(Operation.TASKS_LIST))
                .as("pages of at most five of them, among larger ones that cannot be had")
                .isLessThan(110);
    }

    @Test
    void anAdoptedTaskThatHasFinishedHasNoOutputAsIfItHadJustBeenCreated() {
        String output = "x".repeat(2_000_000);
        standIn().addForeignTask(ForeignTask.of("search").input(INPUT).output(TextNode.valueOf(output)));
        standIn().failNext(Operation.TASKS_CREATE, Fault.cutConnection());

        Task task = template.requestBody(URI, "camel", Task.class);

        assertThat(standIn().count(Operation.TASKS_CREATE)).isEqualTo(1);
        assertThat(task.output()).isNull();
        assertThat(task.json().length()).isLessThan(2_000);
        assertThat(task.json().toTree().path("output").isNull()).isTrue();
        assertThat(task.json().toTree().path("input")).isEqualTo(task.input().toTree());
    }

    @Test
    void roomInTheQueueIsSeenThoughTheFirstResultIsLargerThanAnAnswerMayBe() {
        standIn().addForeignTask(ForeignTask.of("search").output(TextNode.valueOf("x".repeat(LIMIT))));
        standIn().failNext(Operation.TASKS_CREATE, Fault.error(429, "TASKS_QUEUE_LIMIT_EXCEEDED"));

        Task task = template.requestBody(URI, "camel", Task.class);

        assertThat(task.input().toTree().path("q").asText()).isEqualTo("camel");
        assertThat(standIn().count(Operation.TASKS_LIST)).isEqualTo(1);
    }
}
