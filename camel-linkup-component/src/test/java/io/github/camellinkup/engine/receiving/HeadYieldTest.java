package io.github.camellinkup.engine.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.model.StreamedPage;
import org.junit.jupiter.api.Test;

/** What is expected of the head of a list, and of what lies behind it. */
class HeadYieldTest {

    private static final int SIZE = 100;

    private final HeadYield headYield = new HeadYield();

    private static StreamedPage listOf(long total) {
        return new StreamedPage(1, SIZE, total, 0, null, SIZE, 0);
    }

    @Test
    void nothingIsExpectedBeforeItIsKnownThatTheListGrows() {
        headYield.readHead(listOf(1_000), SIZE, 40, 0);
        assertThat(headYield.expected(SIZE)).isZero();
    }

    @Test
    void ofFewNewTasksTheSamePartIsExpectedAsOfThoseBefore() {
        headYield.readHead(listOf(1_000), SIZE, 40, 0);
        headYield.readHead(listOf(1_020), SIZE, 60, 0);
        assertThat(headYield.expected(SIZE)).isEqualTo(0.5 * 20);
    }

    @Test
    void noMoreIsExpectedThanAPageHolds() {
        headYield.readHead(listOf(1_000), SIZE, 20, 0);
        headYield.readHead(listOf(1_300), SIZE, 20, 0);
        assertThat(headYield.expected(SIZE)).isEqualTo(20);
    }

    @Test
    void whatDidNotFitOnThePageWasPassedBy() {
        headYield.readHead(listOf(1_000), SIZE, 20, 0);
        headYield.readHead(listOf(1_300), SIZE, 20, 0);
        headYield.readHead(listOf(1_500), SIZE, 50, 0);
        assertThat(headYield.passed()).isEqualTo(0.2 * 200 + 0.35 * 100);
        assertThat(headYield.finished()).isEqualTo(20 + 20 + 50 + 75);
    }

    @Test
    void atFirstTimesTellHowManyWerePassedBy() {
        headYield.readHead(listOf(1_000), SIZE, 40, 300);
        assertThat(headYield.passed()).isEqualTo(0.4 * 300);
    }

    @Test
    void whatIsFoundDeeperWasPassedBy() {
        headYield.readHead(listOf(1_000), SIZE, 40, 300);
        headYield.readDeeper(listOf(1_000), 35);
        assertThat(headYield.passed()).isEqualTo(0.4 * 300 - 35);
        headYield.readDeeper(listOf(1_000), 90);
        assertThat(headYield.passed()).isZero();
    }

    @Test
    void aSweepHasMetHalfOfWhatFinishedMeanwhile() {
        headYield.readHead(listOf(1_000), SIZE, 50, 300);
        headYield.readElsewhere(listOf(1_200), 20);
        headYield.readElsewhere(listOf(1_400), 20);
        headYield.swept();
        assertThat(headYield.passed()).isZero();

        headYield.readHead(listOf(1_450), SIZE, 50, 0);
        assertThat(headYield.passed()).isEqualTo(0.5 * (250 - SIZE));
    }

    @Test
    void aWalkToItsEndHasPassedByNothing() {
        headYield.readHead(listOf(1_000), SIZE, 40, 300);
        headYield.covered();
        assertThat(headYield.passed()).isZero();
    }

    @Test
    void ofAnotherListNothingIsKnown() {
        headYield.readHead(listOf(1_000), SIZE, 40, 300);
        headYield.readHead(listOf(1_100), SIZE, 40, 300);
        headYield.forget();
        assertThat(headYield.passed()).isZero();
        assertThat(headYield.finished()).isZero();
        headYield.readHead(listOf(5_000), SIZE, 40, 10);
        assertThat(headYield.expected(SIZE)).isZero();
        assertThat(headYield.passed()).isEqualTo(4);
    }
}
