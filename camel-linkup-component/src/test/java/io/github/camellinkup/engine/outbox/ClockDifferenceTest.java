package io.github.camellinkup.engine.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClockDifferenceTest {

    private static final Instant NOON = Instant.parse("2026-05-18T12:00:00Z");

    private final AtomicLong nanoTime = new AtomicLong();
    private final ClockDifference clocks = new ClockDifference(nanoTime::get);

    @Test
    void withoutCallsTheClocksMayDifferByMinutes() {
        assertThat(clocks.earliestCreation(NOON, NOON)).isEqualTo(NOON.minus(Duration.ofMinutes(2)));
    }

    @Test
    void answeredCallsNarrowItDownWhicheverClockIsAhead() {
        for (int ahead : new int[] {-90, 0, 300}) {
            ClockDifference learnt = new ClockDifference(nanoTime::get);
            // Each call was created half a second after it went out, and took up to three seconds.
            for (int call = 0; call < 10; call++) {
                Instant opened = NOON.plusSeconds(call);
                nanoTime.set(Duration.ofSeconds(call).toNanos());
                learnt.learn(opened.plusSeconds(ahead).plusMillis(500), opened.plusMillis(600 + 240L * call));
            }

            nanoTime.set(Duration.ofSeconds(10).toNanos());
            Instant earliest = learnt.earliestCreation(NOON, NOON.plusSeconds(10));

            assertThat(earliest)
                    .as("nothing that the call can have created is left out")
                    .isBeforeOrEqualTo(NOON.plusSeconds(ahead))
                    .isAfter(NOON.plusSeconds(ahead).minusSeconds(10));
        }
    }

    @Test
    void oldCallsAreForgotten() {
        clocks.learn(NOON.minusSeconds(50), NOON);
        for (int call = 0; call < 20; call++) {
            clocks.learn(NOON, NOON.plusMillis(100));
        }

        assertThat(clocks.earliestCreation(NOON, NOON)).isAfter(NOON.minusSeconds(6));
    }

    @Test
    void whenThisMachinesClockWasSetNothingIsKnownAnyMore() {
        for (int ahead : new int[] {30, -30}) {
            ClockDifference learnt = new ClockDifference(nanoTime::get);
            learnt.learn(NOON.plusSeconds(ahead), NOON);
            // The clock is set to Linkup's at this moment.
            Instant opened = NOON.plusSeconds(ahead);
            learnt.learn(opened, opened);

            assertThat(learnt.earliestCreation(opened, opened)).isEqualTo(opened.minus(Duration.ofMinutes(2)));
            assertThat(learnt.earliestCreation(NOON, opened))
                    .as("a call that went out before")
                    .isBefore(opened);
        }
    }

    @Test
    void thatTheClockWasSetIsNoticedWhenACallIsAskedFor() {
        clocks.learn(NOON, NOON);
        Instant opened = NOON.plusSeconds(30);

        assertThat(clocks.earliestCreation(opened, opened)).isEqualTo(opened.minus(Duration.ofMinutes(2)));
    }
}
