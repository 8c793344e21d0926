package io.github.camellinkup.engine.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.engine.SimulatedLinkup;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many reads it takes, and how late results come, in simulated time. */
class NewestFirstTest {

    private final SimulatedLinkup list = new SimulatedLinkup();
    private final ReaderRun run = new ReaderRun(list);
    private final Random random = new Random(7);

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }

    /** Tasks from here that are created one a millisecond and finish at random times. */
    private void ours(int count, String type, double created, double from, double to) {
        for (int i = 0; i < count; i++) {
            String id = "our-" + type + i;
            list.add(id, type, seconds(created + i * 0.001), seconds(from + (to - from) * random.nextDouble()));
            run.remember(id);
        }
    }

    /** Tasks of others that finish at random times, each up to 21 seconds after it was created. */
    private void foreign(int count, String type, double from, double to) {
        for (int i = 0; i < count; i++) {
            double finished = from + (to - from) * random.nextDouble();
            list.add("foreign-" + type + i, type, seconds(finished - 1 - 20 * random.nextDouble()), seconds(finished));
        }
    }

    @Test
    void aThousandSearchesThatFinishOverTwentySeconds() {
        ours(1_000, "search", 0, 1, 21);
        run.run(Duration.ofMinutes(5));
        assertThat(run.lags).as(run.toString()).hasSize(1_000);
        assertThat(list.reads()).as(run.toString()).isLessThanOrEqualTo(30);
        assertThat(run.lag(0.5)).as(run.toString()).isLessThanOrEqualTo(Duration.ofMillis(700));
        assertThat(run.lag(0.99)).as(run.toString()).isLessThanOrEqualTo(Duration.ofMillis(1_600));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 800})
    void amongAboutAsManyTasksAsReadsCanBringMostResultsComeAtOnce(int foreign) {
        ours(1_000, "search", 0, 1, 21);
        foreign(foreign, "search", 1, 21);
        run.run(Duration.ofMinutes(5));
        assertThat(run.lags).as(run.toString()).hasSize(1_000);
        assertThat(list.reads()).as(run.toString()).isLessThanOrEqualTo(45);
        assertThat(run.lag(0.5)).as(run.toString()).isLessThanOrEqualTo(Duration.ofMillis(1_050));
    }

    /** The list has 60 pages when the last of them has finished. */
    @Test
    void amongManyMoreTasksThanReadsCanBringTheNewestPageIsReadSeldomOnceTheyHaveFinished() {
        ours(1_000, "search", 0, 1, 21);
        foreign(5_000, "search", 1, 21);
        run.run(Duration.ofMinutes(5));
        assertThat(run.lags).as(run.toString()).hasSize(1_000);
        assertThat(list.reads()).as(run.toString()).isLessThanOrEqualTo(95);
    }

    @Test
    void tasksOfOthersOfOtherTypesCostNothing() {
        ours(1_000, "search", 0, 1, 21);
        foreign(5_000, "fetch", 1, 21);
        foreign(500, "video", 1, 21);
        run.run(Duration.ofMinutes(5));

        assertThat(run.lags).as(run.toString()).hasSize(1_000);
        assertThat(list.reads()).as(run.toString()).isLessThanOrEqualTo(30);
        assertThat(run.lag(0.99)).as(run.toString()).isLessThanOrEqualTo(Duration.ofMillis(1_600));
    }

    @Test
    void aTypeThatBecomesOutstandingLaterIsListedToo() {
        ours(100, "search", 0, 1, 60);
        list.add("fetched", "fetch", seconds(-1), seconds(2));
        list.add("fetched too", "fetch", seconds(-1), seconds(2));
        run.poll(Duration.ofSeconds(10));
        run.remember("fetched");
        run.remember("fetched too");
        run.poll(Duration.ofSeconds(3));

        assertThat(run.lags).containsKeys("fetched", "fetched too");
    }

    @Test
    void tenThousandThatHaveFinishedAmongFiveThousandOfOthers() {
        ours(10_000, "search", -300, -250, -10);
        foreign(5_000, "search", -250, -10);
        run.run(Duration.ofMinutes(10));
        assertThat(run.lags).hasSize(10_000);
        assertThat(list.reads()).as(run.toString()).isLessThanOrEqualTo(165);
    }

    @Test
    void twentyResearchesOverThreeMinutes() {
        ours(20, "research", 0, 5, 185);
        run.run(Duration.ofMinutes(10));
        assertThat(run.lags).hasSize(20);
        assertThat(list.reads()).as(run.toString()).isLessThanOrEqualTo(60);
        assertThat(run.lag(0.99)).as(run.toString()).isLessThanOrEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void nothingOutstandingNothingRead() {
        foreign(500, "search", 1, 60);
        run.poll(Duration.ofMinutes(1));
        assertThat(list.reads()).isZero();
    }

    @Test
    void anExpiredResultIsReported() {
        ours(3, "search", 0, 5, 6);
        list.add("late", "search", seconds(0), seconds(5));
        run.remember("late");
        list.expire("late");
        run.run(Duration.ofMinutes(10));
        assertThat(run.expired).containsExactly("late");
    }

    @Test
    void workThatBecameKnownAfterItHadFinishedIsFound() {
        ours(200, "search", 0, 1, 100);
        for (int i = 0; i < 10; i++) {
            list.add("adopted" + i, "search", seconds(-1), seconds(2));
        }
        run.poll(Duration.ofSeconds(20));
        for (int i = 0; i < 10; i++) {
            run.remember("adopted" + i);
        }
        run.run(Duration.ofMinutes(10));
        assertThat(run.lags).hasSize(210);
    }

    @Test
    void largeResultsAreReadInSmallPages() {
        list.resultsOf(2L * 1024 * 1024);
        ours(200, "search", 0, 1, 5);
        run.run(Duration.ofMinutes(10));
        assertThat(run.lags).hasSize(200);
        assertThat(list.smallestAsked()).isLessThanOrEqualTo(8);
    }

    @Test
    void aServerThatGivesSmallerPagesIsReadWhole() {
        list.largestPage(30);
        ours(500, "search", 0, 1, 10);
        foreign(200, "search", 1, 10);
        run.run(Duration.ofMinutes(10));
        assertThat(run.lags).hasSize(500);
        assertThat(list.reads()).as(run.toString()).isLessThanOrEqualTo(45);
    }

    @Test
    void aRestartGoesOnWithItsBacklogAlthoughOthersHaveFilledTheListSince() {
        ours(300, "search", -7_200, -7_190, -7_100);
        foreign(3_000, "search", -7_000, -10);
        run.run(Duration.ofMinutes(10));
        assertThat(run.lags).as(run.toString()).hasSize(300);
        assertThat(list.reads()).as(run.toString()).isLessThanOrEqualTo(45);
    }

    @Test
    void aLongTaskDoesNotHideTheShortOnesAfterIt() {
        list.add("long", "research", seconds(0), seconds(1_200));
        run.remember("long");
        ours(300, "search", 0, 1, 5);
        run.poll(Duration.ofSeconds(30));
        ours(2, "fetch", 30, 33, 34);
        run.poll(Duration.ofSeconds(60));
        assertThat(run.lags).as(run.toString()).hasSize(302);
        assertThat(run.lag(0.999)).isLessThanOrEqualTo(Duration.ofSeconds(20));
    }
}
