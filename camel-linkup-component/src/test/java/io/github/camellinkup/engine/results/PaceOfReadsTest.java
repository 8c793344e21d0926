package io.github.camellinkup.engine.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.engine.repository.PendingTask;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the next read is due, how large its page is, and when a failed result is due again. */
class PaceOfReadsTest {

    private long now;

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private static Demand demand(Map<String, Integer> types) {
        int count = types.values().stream().mapToInt(Integer::intValue).sum();
        return new Demand(count, types, Instant.EPOCH, Instant.EPOCH);
    }

    @ParameterizedTest
    @CsvSource({"10, 0, 1, 2", "10, 5, 2, 10", "1, 10, 5, 30"})
    void thePaceGoesByTheTypesAndSlowsDownInSilence(int searches, int research, long shortest, long longest) {
        PollingPace pace = new PollingPace(() -> now);
        Demand demand = demand(Map.of("search", searches, "research", research));
        assertThat(pace.untilDue(demand)).as("the first read is due at once").isZero();

        pace.read();
        assertThat(pace.untilDue(demand)).isEqualTo(Duration.ofSeconds(shortest));
        pass(Duration.ofHours(1));
        pace.read();
        assertThat(pace.untilDue(demand)).isEqualTo(Duration.ofSeconds(longest));
        pace.moved();
        assertThat(pace.untilDue(demand)).isEqualTo(Duration.ofSeconds(shortest));
    }

    @Test
    void newWorkQuickensIt() {
        PollingPace pace = new PollingPace(() -> now);
        pace.untilDue(demand(Map.of("research", 5)));
        pass(Duration.ofHours(1));
        pace.read();

        assertThat(pace.untilDue(demand(Map.of("research", 6)))).isEqualTo(Duration.ofSeconds(5));
    }

    private static FinishedTask task(String id) {
        return FinishedTask.expired(new PendingTask(id, "search", null, null, Map.of(), null, null, 0));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 4", "9, 256", "10, 300", "1000, 300"})
    void aFailedResultIsDueLaterEachTime(int failures, long seconds) {
        Redeliveries redeliveries = new Redeliveries(() -> now);
        redeliveries.add(TaskSelection.FailedDelivery.of(task("a")), failures);

        pass(Duration.ofSeconds(seconds).minusMillis(1));
        assertThat(redeliveries.isTooEarly("a")).isTrue();
        assertThat(redeliveries.tooEarly()).hasSize(1);
        assertThat(redeliveries.due()).isEmpty();

        pass(Duration.ofMillis(1));
        assertThat(redeliveries.isTooEarly("a")).isFalse();
        assertThat(redeliveries.due())
                .extracting(delivery -> delivery.task().id())
                .containsExactly("a");
    }

    @Test
    void oneThatIsNotFoundIsLookedForLater() {
        Redeliveries redeliveries = new Redeliveries(() -> now);
        redeliveries.add(TaskSelection.FailedDelivery.of(task("a")), 1);
        pass(Duration.ofSeconds(1));

        redeliveries.postpone("a");
        redeliveries.postpone("unknown");

        assertThat(redeliveries.due()).isEmpty();
        pass(Duration.ofSeconds(30));
        assertThat(redeliveries.due()).hasSize(1);
        redeliveries.remove("a");
        assertThat(redeliveries.contains("a")).isFalse();
    }
}
