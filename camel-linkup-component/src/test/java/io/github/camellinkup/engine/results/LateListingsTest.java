package io.github.camellinkup.engine.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.engine.SimulatedLinkup;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results that appear in the list later than their own time, in simulated time. */
class LateListingsTest {

    private final SimulatedLinkup list = new SimulatedLinkup();
    private final ReaderRun run = new ReaderRun(list);

    /** So many searches finish in each second, for twenty seconds, each listed up to so many milliseconds late. */
    private void finish(int count, int late, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            list.add("task" + i, "search", Duration.ZERO, Duration.ofMillis(20_000L * (i + 1) / count));
            list.listLate("task" + i, Duration.ofMillis(random.nextInt(late + 1)));
            run.remember("task" + i);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theyAreFoundByTheNextReads(long seed) {
        finish(1_000, 1_500, seed);

        run.run(Duration.ofMinutes(5));

        assertThat(run.lags).hasSize(1_000);
        assertThat(run.lag(0.99)).as(run.toString()).isLessThanOrEqualTo(Duration.ofMillis(4_500));
        assertThat(list.reads()).as(run.toString()).isLessThan(30);
    }

    /** A single task that is late is behind the first page, and nothing else shows that tasks can be late. */
    @Test
    void oneAmongManyIsFoundAsSoonAsReadsBringNothingElse() {
        finish(1_000, 0, 1);
        list.listLate("task500", Duration.ofSeconds(8));

        run.run(Duration.ofMinutes(5));

        assertThat(run.lags.get("task500")).as(run.toString()).isLessThan(Duration.ofSeconds(20));
    }

    /** The answer to their create call came late. */
    @Test
    void resultsThatFinishedBeforeTheirTasksWereRecordedAreFoundByTheNextReads() {
        finish(1_000, 0, 1);
        for (int i = 0; i < 10; i++) {
            list.add("early" + i, "search", Duration.ofSeconds(2 + i), Duration.ofSeconds(3 + i));
        }
        run.poll(Duration.ofSeconds(17));
        for (int i = 0; i < 10; i++) {
            run.rememberLate("early" + i);
        }
        run.poll(Duration.ofSeconds(12));

        for (int i = 0; i < 10; i++) {
            assertThat(run.lags).containsKey("early" + i);
        }
    }
}
