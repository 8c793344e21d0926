package io.github.camellinkup.engine.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.engine.SimulatedLinkup;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Results that are larger than the limit: each is read once and given up, and all others are emitted. */
class OversizedResultsTest {

    private final SimulatedLinkup list = new SimulatedLinkup();

    @Test
    void allOthersAreEmittedAndTheseAreGivenUpAfterOneReadAlone() {
        for (int i = 0; i < 1_000; i++) {
            list.add(
                    "task" + i,
                    "search",
                    Duration.ofMillis(i),
                    Duration.ofSeconds(10).plusMillis(i));
        }
        // The first and the last of the list, several in a row, and what falls on the ends of pages.
        Set<String> oversized = new HashSet<>();
        IntStream.of(0, 99, 100, 400, 401, 402, 499, 500, 899, 900, 998, 999).forEach(i -> oversized.add("task" + i));
        oversized.forEach(list::oversize);
        ReaderRun run = new ReaderRun(list);
        IntStream.range(0, 1_000).forEach(i -> run.remember("task" + i));
        list.advance(Duration.ofMinutes(1));

        run.poll(Duration.ofMinutes(3));

        assertThat(run.lags).hasSize(1_000 - oversized.size()).doesNotContainKeys(oversized.toArray(String[]::new));
        assertThat(run.unreadable)
                .extracting(FinishedTask::id)
                .containsExactlyInAnyOrder(oversized.toArray(String[]::new));
        assertThat(list.singles()).isEqualTo(oversized.size());
        assertThat(run.repository.outstanding(Set.of(), list.now()).isEmpty()).isTrue();
    }

    @Test
    void theOnlyOneLeftIsReadOnce() {
        list.add("giant", "search", Duration.ZERO, Duration.ofSeconds(1));
        list.oversize("giant");
        ReaderRun run = new ReaderRun(list);
        run.remember("giant");

        run.poll(Duration.ofMinutes(10));

        assertThat(list.reads()).isEqualTo(1);
        assertThat(run.unreadable).singleElement().satisfies(task -> {
            assertThat(task.id()).isEqualTo("giant");
            assertThat(task.unreadable()).hasMessage("too large");
            assertThat(task.isExpired()).isFalse();
            assertThat(task.isFailed()).isFalse();
        });
    }

    @Test
    void oneThatAPagePassesOverIsReadAloneAtOnceThoughManyAreOutstanding() {
        for (int i = 0; i < 100; i++) {
            list.add("task" + i, "search", Duration.ZERO, i == 50 ? Duration.ofSeconds(1) : Duration.ofHours(1));
        }
        list.oversize("task50");
        ReaderRun run = new ReaderRun(list);
        IntStream.range(0, 100).forEach(i -> run.remember("task" + i));
        list.advance(Duration.ofSeconds(1));

        run.poll(Duration.ofSeconds(6));

        assertThat(run.unreadable).extracting(FinishedTask::id).containsExactly("task50");
        assertThat(list.singles()).isEqualTo(1);
    }

    @Test
    void someoneElsesIsNotReadAlone() {
        list.add("theirs", "search", Duration.ZERO, Duration.ofSeconds(1));
        list.oversize("theirs");
        ReaderRun run = new ReaderRun(list);
        for (int i = 0; i < 10; i++) {
            list.add("mine" + i, "search", Duration.ZERO, Duration.ofSeconds(30));
            run.remember("mine" + i);
        }

        run.poll(Duration.ofMinutes(1));

        assertThat(run.lags).hasSize(10);
        assertThat(list.singles()).isZero();
        assertThat(run.unreadable).isEmpty();
    }
}
