package io.github.camellinkup.engine.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OverlapTest {

    private static final Instant START = Instant.parse("2026-05-18T12:00:00Z");

    private Duration passed = Duration.ZERO;
    private final Overlap overlap = new Overlap(() -> passed.toNanos());

    /** Where a walk ends that begins after so many seconds, if everything is covered up to then. */
    private Instant floorAfter(int seconds) {
        passed = Duration.ofSeconds(seconds);
        overlap.movedOn();
        return overlap.floorOfNextWalk(START.plusSeconds(seconds));
    }

    @Test
    void aTaskThatIsListedLateIsLookedAtOnceMoreWheneverItFinished() {
        for (int second = 0; second <= 19; second++) {
            assertThat(floorAfter(second)).isEqualTo(START.plusSeconds(second));
        }
        assertThat(floorAfter(20)).isEqualTo(START.minusSeconds(10));
        assertThat(floorAfter(30)).isEqualTo(START.plusSeconds(30));
        assertThat(floorAfter(40)).isEqualTo(START.plusSeconds(10));
        assertThat(floorAfter(65)).isEqualTo(START.plusSeconds(30));
    }

    @Test
    void whereNothingNewComesItIsLookedThroughLessAndLessOften() {
        overlap.floorOfNextWalk(START);
        int looks = 0;
        for (int second = 1; second <= 3_600; second++) {
            passed = Duration.ofSeconds(second);
            looks += overlap.floorOfNextWalk(START).isBefore(START) ? 1 : 0;
        }
        assertThat(looks).isBetween(8, 12);
    }

    @Test
    void whatTheFirstWalkWentThroughIsNotLookedThroughAgain() {
        assertThat(overlap.floorOfNextWalk(START)).isEqualTo(START);

        Instant covered = START.plusSeconds(86_400);
        passed = Duration.ofSeconds(100);
        overlap.movedOn();

        assertThat(overlap.floorOfNextWalk(covered)).isEqualTo(covered.minusSeconds(10));
    }
}
