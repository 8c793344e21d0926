package io.github.camellinkup.engine.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.engine.SimulatedLinkup;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks whose pages break off or are too slow, whenever they are read: an outage looks the same. */
class BreakingTasksTest {

    private static final int COUNT = 300;

    private final SimulatedLinkup list = new SimulatedLinkup();
    private final ReaderRun run = new ReaderRun(list);

    private void finishAll() {
        for (int i = 0; i < COUNT; i++) {
            list.add(
                    "task" + i,
                    "search",
                    Duration.ofMillis(i),
                    Duration.ofSeconds(10).plusMillis(i));
            run.remember("task" + i);
        }
        list.advance(Duration.ofMinutes(1));
    }

    /** The newest, the oldest, one within, and several in a row. */
    @ParameterizedTest
    @ValueSource(strings = {"299", "0", "142", "200,201", "297,298,299"})
    void theyAreSteppedOver(String places) {
        finishAll();
        String[] breaking =
                Arrays.stream(places.split(",")).map(place -> "task" + place).toArray(String[]::new);
        Arrays.stream(breaking).forEach(list::breakOffAt);

        run.poll(Duration.ofMinutes(5));

        assertThat(run.lags.size()).isGreaterThanOrEqualTo(COUNT - breaking.length);
        assertThat(run.failures).isLessThan(100);
    }

    @Test
    void newResultsBeforeOneAreFoundAtOnce() {
        finishAll();
        list.breakOffAt("task299");
        run.poll(Duration.ofMinutes(5));

        int before = run.lags.size();
        IntStream.range(0, 20).forEach(i -> {
            Duration now = Duration.ofNanos(list.nanoTime());
            list.add("new" + i, "search", now, now.plusSeconds(5));
            run.remember("new" + i);
            run.poll(Duration.ofSeconds(20));
            assertThat(run.lags).containsKey("new" + i);
        });
        assertThat(run.lags).hasSize(before + 20);
    }

    @Test
    void anOutageLosesNothing() {
        finishAll();
        list.down(true);
        run.poll(Duration.ofMinutes(5));
        assertThat(run.lags).isEmpty();

        list.down(false);
        run.poll(Duration.ofMinutes(1));

        assertThat(run.lags).hasSize(COUNT);
    }
}
