package io.github.camellinkup.engine.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A few tasks of ours in a list that others fill faster than it can be read, in simulated time. */
class FewAmongManyTest {

    private static final Duration LONG = Duration.ofMinutes(30);

    /** Two reads are never closer together. */
    private static final long TURN = 1_000;

    private final SimulatedList list = new SimulatedList();
    private final ReceiverRun run = new ReceiverRun(list);
    private final Random random = new Random(7);

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }

    private double between(double from, double to) {
        return from + (to - from) * random.nextDouble();
    }

    /** So many tasks of others finish in each second, from a little before the start until then. */
    private void foreign(int eachSecond, String type, double shortestLife, double longestLife, double until) {
        for (int i = 0; i < eachSecond * (until + 10); i++) {
            double finished = between(-10, until);
            double created = finished - between(shortestLife, longestLife);
            list.add("foreign" + i, type, seconds(created), seconds(finished));
        }
    }

    private void searchesOfOthers(double until) {
        foreign(300, "search", 1, 21, until);
    }

    /** Sends tasks evenly over a time, while what is there already is received. */
    private void send(int count, String type, double over, double shortestLife, double longestLife) {
        for (int i = 0; i < count; i++) {
            double created = over * i / count;
            list.add("our" + i, type, seconds(created), seconds(created + between(shortestLife, longestLife)));
            Duration untilCreated = seconds(created).minusNanos(list.nanoTime());
            if (!untilCreated.isNegative()) {
                run.poll(untilCreated);
            }
            run.remember("our" + i);
        }
    }

    private void assertAllEmitted(int count, Duration median, Duration latest, int reads) {
        assertThat(run.lags).as(run.toString()).hasSize(count);
        assertThat(run.lag(0.5)).as(run.toString()).isLessThanOrEqualTo(median);
        assertThat(run.lag(1)).as(run.toString()).isLessThanOrEqualTo(latest);
        assertThat(list.reads()).as(run.toString()).isLessThanOrEqualTo(reads);
        assertThat(list.reads() * TURN)
                .as(run.toString())
                .isLessThanOrEqualTo(Duration.ofNanos(list.nanoTime()).toMillis() + TURN);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 10})
    void searchesThatWereSentAtOnceAmongThreePagesOfOthersASecond(int count) {
        searchesOfOthers(120);
        send(count, "search", 0.01, 1, 21);
        run.run(LONG);
        assertAllEmitted(count, seconds(6), seconds(12), 32);
    }

    /** Between the first of them and the last the list has sixty pages of others. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 10})
    void searchesThatWereSentOverTwentySecondsAmongThreePagesOfOthersASecond(int count) {
        searchesOfOthers(180);
        send(count, "search", 20, 1, 21);
        run.run(LONG);
        assertAllEmitted(count, seconds(6), seconds(12), 45);
    }

    @Test
    void threeResearchesOverThreeMinutesAmongAHundredOfOthersASecond() {
        foreign(100, "research", 120, 300, 260);
        send(3, "research", 0.01, 5, 185);
        run.run(LONG);
        assertAllEmitted(3, seconds(10), seconds(15), 120);
    }

    @Test
    void whatIsKnownLateIsFoundWhileTasksAreReadOneByOne() {
        searchesOfOthers(180);
        list.add("late", "search", seconds(2), seconds(3));
        send(5, "search", 20, 60, 90);
        run.poll(Duration.ofSeconds(10));
        run.remember("late");
        run.poll(Duration.ofSeconds(8));

        assertThat(run.lags).containsOnlyKeys("late");
    }

    @Test
    void theListIsReadAgainOnceItCanBeKeptUpWith() {
        searchesOfOthers(40);
        send(8, "search", 20, 60, 80);
        run.poll(Duration.ofSeconds(40));
        int singles = list.singles();
        run.run(LONG);

        assertThat(singles).as(run.toString()).isGreaterThan(20);
        assertThat(list.singles() - singles).as(run.toString()).isLessThanOrEqualTo(25);
        assertThat(run.lags).hasSize(8);
    }
}
