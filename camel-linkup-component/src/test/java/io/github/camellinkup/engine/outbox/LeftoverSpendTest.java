package io.github.camellinkup.engine.outbox;

import static io.github.camellinkup.engine.outbox.Calls.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.LogCapture;
import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.client.model.TaskStatus;
import io.github.camellinkup.engine.HandDrivenTimer;
import io.github.camellinkup.engine.SimulatedLinkup;
import io.github.camellinkup.engine.monitoring.TaskEventType;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls that a process has left are counted by the one that sends the rest, and keep its limit. */
class LeftoverSpendTest {

    private final OutboxRun run = new OutboxRun();
    private final HandDrivenTimer time = run.time;
    private final SimulatedLinkup api = run.api;
    private final BigDecimal price = run.spend.prices().priceOf(request("a").input());

    private void leaveAndReconcile(String... questions) {
        run.stored.open(run.entry("left", "a", run.now().plusSeconds(60), questions));
        run.node.reconcileLeftovers(OutboxRun.OPTIONS);
        time.advance(Duration.ofSeconds(10));
    }

    private void assertSpent(int requests) {
        assertThat(run.spend.spentToday()).isEqualByComparingTo(price.multiply(BigDecimal.valueOf(requests)));
    }

    @Test
    void oneThatWouldPassTheLimitIsSentTheNextDay() {
        run.spend.limitTo(price.multiply(BigDecimal.valueOf(2)));
        run.spend.count(List.of(request("other").input()));
        try (LogCapture log = new LogCapture()) {
            leaveAndReconcile("a", "b");
            time.advance(Duration.ofHours(23));

            assertThat(log.warnings())
                    .filteredOn(line -> line.contains("are not sent today"))
                    .singleElement()
                    .asString()
                    .contains("2 tasks", "after 00:00 UTC");
        }
        assertThat(api.calls).isEmpty();
        assertThat(run.statistics.get(TaskEventType.SENT_AGAIN)).isZero();
        assertSpent(1);

        time.advance(Duration.ofHours(1));
        api.calls.get(0).succeed();

        assertThat(run.pending()).hasSize(2);
        assertSpent(2);
    }

    @Test
    void oneThatIsCutTwiceCountsOnce() {
        leaveAndReconcile("a", "b");
        api.calls.get(0).cut();
        assertSpent(2);
        time.advance(Duration.ofMinutes(1));
        api.calls.get(1).cut();
        time.advance(Duration.ofMinutes(1));
        api.calls.get(2).succeed();

        assertThat(run.pending()).hasSize(2);
        assertSpent(2);
    }

    @Test
    void oneThatIsRefusedIsGivenBackUntilItIsSentAgain() {
        leaveAndReconcile("a");
        assertSpent(1);
        api.calls.get(0).refuse();
        assertSpent(0);
        time.advance(Duration.ofMinutes(1));
        api.calls.get(1).succeed();

        assertSpent(1);
    }

    @Test
    void whatTheEarlierProcessHasCreatedCountsThere() {
        api.land(List.of(request("a")));
        leaveAndReconcile("a", "b");
        api.calls.get(0).succeed();

        assertThat(run.pending()).hasSize(2);
        assertSpent(1);
        api.tasks().forEach(task -> run.spend.finished(failed(task.id())));
        assertSpent(0);
    }

    @Test
    void aTaskThatIsFoundAfterACutCallIsTakenOffWhenItFails() {
        run.send("a", "b");
        api.calls.get(0).cutAfter(1);
        time.advance(Duration.ofMinutes(1));
        assertSpent(2);

        run.spend.finished(failed(run.pending().get(0).id()));

        assertSpent(1);
    }

    private static Task failed(String id) {
        return new Task(id, "search", TaskStatus.FAILED, null, null, null, null, "no luck", null);
    }
}
