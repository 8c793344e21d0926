package io.github.camellinkup.engine.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.engine.SimulatedLinkup;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How soon results that have expired in great numbers are told of, in simulated time. */
class ManyExpiredTest {

    private final SimulatedLinkup list = new SimulatedLinkup();
    private final ReaderRun run = new ReaderRun(list);

    private void ours(String name, int count, String type, double created, double finished) {
        for (int i = 0; i < count; i++) {
            list.add(name + i, type, seconds(created + i * 0.001), seconds(finished));
            run.remember(name + i);
        }
    }

    private void expired(String name, int count, String type, double created) {
        ours(name, count, type, created, created + 60);
        for (int i = 0; i < count; i++) {
            list.expire(name + i);
        }
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }

    /** Polls until so many have been reported as expired; fails if it takes longer. */
    private void untilExpired(int count, Duration atMost) {
        Instant end = list.now().plus(atMost);
        while (run.expired.size() < count && list.now().isBefore(end)) {
            run.poll(Duration.ofSeconds(1));
        }
        assertThat(run.expired)
                .as("%s, %s pages, %s single reads", list.now(), list.pages(), list.singles())
                .hasSizeGreaterThanOrEqualTo(count)
                .doesNotHaveDuplicates();
    }

    @Test
    void aThousandAreReportedOneASecondOnceTheFirstIsFound() {
        expired("gone", 1_000, "search", -7_200);

        untilExpired(1, Duration.ofMinutes(4));
        untilExpired(1_000, Duration.ofSeconds(1_150));
    }

    @Test
    void researchIsNotSlowerOnceTheFirstIsFound() {
        expired("gone", 300, "research", -7_200);

        untilExpired(1, Duration.ofMinutes(25));
        untilExpired(300, Duration.ofSeconds(350));
    }

    @Test
    void olderTasksThatAreStillPendingDoNotHideThem() {
        ours("stuck", 20, "search", -7_300, 999_999);
        expired("gone", 500, "search", -7_200);

        untilExpired(1, Duration.ofMinutes(15));
        untilExpired(500, Duration.ofSeconds(700));
        assertThat(run.repository.outstanding(Set.of(), list.now()).count()).isEqualTo(20);
    }

    @Test
    void pendingTasksAmongThemDoNotEndTheRun() {
        for (int i = 0; i < 200; i++) {
            if (i % 5 == 0) {
                ours("pending" + i, 1, "search", -7_200 + i, 999_999);
            } else {
                expired("gone" + i, 1, "search", -7_200 + i);
            }
        }

        untilExpired(1, Duration.ofMinutes(5));
        untilExpired(160, Duration.ofSeconds(400));
    }

    @ParameterizedTest
    @ValueSource(strings = {"search", "research"})
    void asLongAsNothingHasExpiredMostReadsAreOfLists(String type) {
        ours("long", 500, type, -100, 999_999);
        run.poll(Duration.ofHours(12));

        assertThat(list.singles()).as("of %s reads", list.reads()).isBetween(5, list.reads() / 3);
    }

    @Test
    void newWorkIsStillNoticed() {
        expired("gone", 1_000, "search", -7_200);
        untilExpired(100, Duration.ofMinutes(10));
        double now = Duration.between(SimulatedLinkup.START, list.now()).toSeconds();
        ours("new", 50, "search", now + 1, now + 20);
        run.poll(Duration.ofSeconds(60));

        assertThat(run.lags).as(run.toString()).hasSize(50);
        assertThat(run.lag(0.99)).isLessThanOrEqualTo(Duration.ofSeconds(12));
        int before = run.expired.size();
        untilExpired(before + 100, Duration.ofSeconds(150));
    }

    @Test
    void theLastTaskThatIsOutAfterThemIsAskedForAtItsOwnPace() {
        expired("gone", 200, "search", -7_200);
        ours("long", 1, "research", -100, 999_999);
        untilExpired(200, Duration.ofMinutes(20));

        int before = list.reads();
        run.poll(Duration.ofMinutes(10));
        assertThat(list.reads() - before).isBetween(1, 60);
    }
}
