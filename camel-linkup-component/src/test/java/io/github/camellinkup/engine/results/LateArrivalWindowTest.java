package io.github.camellinkup.engine.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LateArrivalWindowTest {

    private static final Instant START = Instant.parse("2026-05-18T12:00:00Z");

    private Duration passed = Duration.ZERO;
    private final LateArrivalWindow window = new LateArrivalWindow(() -> passed.toNanos());

    /** Where a walk ends that begins after so many seconds, if everything is covered up to then. */
    private Instant endAfter(int seconds) {
        passed = Duration.ofSeconds(seconds);
        window.movedOn();
        return window.endOfNextScan(START.plusSeconds(seconds), START.plusSeconds(seconds));
    }

    @Test
    void aTaskThatIsListedLateIsLookedAtOnceMoreWheneverItFinished() {
        for (int second = 0; second <= 19; second++) {
            assertThat(endAfter(second)).isEqualTo(START.plusSeconds(second));
        }
        assertThat(endAfter(20)).isEqualTo(START.minusSeconds(10));
        assertThat(endAfter(30)).isEqualTo(START.plusSeconds(30));
        assertThat(endAfter(40)).isEqualTo(START.plusSeconds(10));
        assertThat(endAfter(65)).isEqualTo(START.plusSeconds(30));
    }

    @Test
    void whereNothingNewComesItIsLookedThroughLessAndLessOften() {
        window.endOfNextScan(START, START);
        int looks = 0;
        for (int second = 1; second <= 3_600; second++) {
            passed = Duration.ofSeconds(second);
            looks += window.endOfNextScan(START, START).isBefore(START) ? 1 : 0;
        }
        assertThat(looks).isBetween(8, 12);
    }

    @Test
    void whatTheFirstWalkWentThroughIsNotLookedThroughAgain() {
        assertThat(window.endOfNextScan(START, START)).isEqualTo(START);

        Instant covered = START.plusSeconds(86_400);
        passed = Duration.ofSeconds(100);
        window.movedOn();

        assertThat(window.endOfNextScan(covered, covered)).isEqualTo(covered.minusSeconds(10));
    }

    @Test
    void asFarAsTasksWereLateTheListIsReadAgainForAWhile() {
        assertThat(window.endOfNextScan(START, START)).isEqualTo(START);

        window.foundLate(START.minusMillis(1_500), START);
        window.foundLate(START.minusMillis(500), START);
        // Once it looks farther, for others that were passed before.
        assertThat(window.endOfNextScan(START, START)).isEqualTo(START.minusSeconds(3));
        assertThat(window.endOfNextScan(START, START)).isEqualTo(START.minusMillis(1_500));

        passed = Duration.ofSeconds(121);
        assertThat(window.endOfNextScan(START, START, START.plusSeconds(5), false))
                .isEqualTo(START);
    }

    /** Such a page has shown the others that were late. */
    @Test
    void whereFirstPagesReachFarBackNoScanLooksFartherThanTasksWereLate() {
        window.firstPageRead(Duration.ofMillis(2_500));
        window.foundLate(START.minusMillis(500), START);

        assertThat(window.endOfNextScan(START, START)).isEqualTo(START.minusMillis(500));
    }

    @Test
    void whatIsFoundLongAfterItHasFinishedIsNotLate() {
        window.foundLate(START.minusSeconds(11), START);

        assertThat(window.endOfNextScan(START, START)).isEqualTo(START);
    }

    @Test
    void nowAndThenAScanGoesDownToTheOldestOutstandingTask() {
        Instant oldest = START.minusSeconds(3_600);
        assertThat(window.endOfNextScan(START, START, oldest, false)).isEqualTo(START);

        passed = Duration.ofMinutes(5);
        assertThat(window.endOfNextScan(START, START, START.plusSeconds(1), false))
                .isEqualTo(START);
        assertThat(window.endOfNextScan(START, START, oldest, false)).isEqualTo(oldest);
        assertThat(window.endOfNextScan(START, START, oldest, false)).isEqualTo(START);
    }

    @Test
    void whileReadsBringNothingLateTasksAreLookedForDeeperAndLessOften() {
        Instant oldest = START.minusSeconds(3_600);
        passed = Duration.ofSeconds(2);
        assertThat(window.endOfNextScan(START, START, oldest, true)).isEqualTo(START.minusSeconds(10));
        passed = Duration.ofSeconds(6);
        assertThat(window.endOfNextScan(START, START, oldest, true)).isEqualTo(START.minusSeconds(40));
        int looks = 0;
        for (int second = 10; second <= 250; second++) {
            passed = Duration.ofSeconds(second);
            looks += window.endOfNextScan(START, START, oldest, true).isBefore(START) ? 1 : 0;
            assertThat(window.endOfNextScan(START, START, oldest, false)).isEqualTo(START);
        }
        assertThat(looks).isBetween(3, 6);
    }

    @Test
    void aDeepScanThatTakesLongIsRareAndCountsFromItsEnd() {
        Instant oldest = START.minusSeconds(3_600);
        passed = Duration.ofMinutes(5);
        assertThat(window.endOfNextScan(START, START, oldest, false)).isEqualTo(oldest);

        passed = Duration.ofMinutes(7);
        window.scanEnded();
        passed = Duration.ofMinutes(26);
        assertThat(window.endOfNextScan(START, START, oldest, false)).isEqualTo(START);
        passed = Duration.ofMinutes(27);
        assertThat(window.endOfNextScan(START, START, oldest, false)).isEqualTo(oldest);
    }
}
