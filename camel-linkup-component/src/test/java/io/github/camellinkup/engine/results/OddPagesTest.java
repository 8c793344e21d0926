package io.github.camellinkup.engine.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.TaskPage;
import io.github.camellinkup.engine.SimulatedLinkup;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages that say of themselves, or whose tasks say, what cannot be. */
class OddPagesTest {

    private static final int COUNT = 1_000;

    private final SimulatedLinkup list = new SimulatedLinkup();
    private final ReaderRun run = new ReaderRun(list);

    private void finish(int count) {
        for (int i = 0; i < count; i++) {
            list.add("our" + i, "search", Duration.ofMillis(i), Duration.ofMillis(1_000 + 20L * i));
            run.remember("our" + i);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "100, 3000000000",
        "100, 9223372036854775807",
        "100, -9223372036854775808",
        "100, 0",
        "2147483647, 1000",
        "-2147483648, 1000"
    })
    void numbersThatCannotBeDoNotEndTheReading(int pageSize, long total) {
        finish(COUNT);
        list.advance(Duration.ofSeconds(30));
        for (int i = 0; i < 10; i++) {
            run.poll(Duration.ofSeconds(1));
            sayNext(pageSize, total);
        }

        run.run(Duration.ofMinutes(5));

        assertThat(run.lags).as(run.toString()).hasSize(COUNT);
        assertThat(list.reads()).as(run.toString()).isLessThan(60);
    }

    /** What the next page says of itself. */
    private void sayNext(int pageSize, long total) {
        list.tells(page -> {
            list.tells(UnaryOperator.identity());
            return new TaskPage(page.page(), pageSize, total, page.totalPages(), page.tasks(), null, page.json());
        });
    }

    @Test
    void aTimeThatCannotBeDoesNotEndTheReading() {
        Duration ages = Duration.ofDays(-360_000_000_000L);
        list.add("ancient", "search", ages, ages);
        list.add("ours", "search", Duration.ZERO, Duration.ofSeconds(5));
        list.add("also ours", "search", Duration.ZERO, Duration.ofSeconds(9));
        run.remember("ours");
        run.remember("also ours");

        run.run(Duration.ofMinutes(1));

        assertThat(run.lags).containsOnlyKeys("ours", "also ours");
    }
}
