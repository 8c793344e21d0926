package io.github.camellinkup.engine.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.ApiOperation;
import io.github.camellinkup.client.CallLimiter;
import io.github.camellinkup.engine.HandDrivenTimer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two processes know nothing of each other and read with one key as fast as they may, in driven time. */
class TwoProcessesTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MINUTES = 10;

    private final HandDrivenTimer timer = new HandDrivenTimer();
    private long lastRead = -Duration.ofSeconds(1).toNanos();

    /** Reads without end: the next read as soon as the one before has been answered. */
    private final class Process {

        private final Random random;
        private final RateLimitGate gate;
        private int reads;
        private int refused;

        private Process(long seed) {
            random = new Random(seed);
            RateLimits limits = RateLimits.of(timer::nanoTime, Duration.ofSeconds(1), random::nextDouble);
            gate = new RateLimitGate(limits, 0, Duration.ofSeconds(30), timer);
        }

        private void read(boolean again) {
            gate.admit(ApiOperation.LIST_TASKS, again).thenAccept(this::travel);
        }

        private void travel(CallLimiter.Pass pass) {
            pass.left();
            later(() -> arrive(pass));
        }

        /** The service allows one read a second. A refused one does not count. */
        private void arrive(CallLimiter.Pass pass) {
            boolean tooSoon =
                    timer.nanoTime() - lastRead < Duration.ofSeconds(1).toNanos();
            if (!tooSoon) {
                lastRead = timer.nanoTime();
            }
            later(() -> answered(pass, tooSoon));
        }

        private void answered(CallLimiter.Pass pass, boolean tooSoon) {
            pass.answered(tooSoon ? 429 : 200);
            if (tooSoon) {
                refused++;
                pass.refused(null);
            } else {
                reads++;
            }
            read(tooSoon);
        }

        private void later(Runnable work) {
            timer.schedule(work, 10 + random.nextInt(10), TimeUnit.MILLISECONDS);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void bothGetReadsInEveryMinuteAndFewAreRefused(long seed) {
        Process one = new Process(seed);
        Process other = new Process(seed + 100);
        one.read(false);
        timer.advance(Duration.ofSeconds(5));
        other.read(false);
        timer.advance(MINUTE);
        assertThat(one.reads).isPositive();
        assertThat(other.reads).as("it has found a gap").isPositive();
        int refusedBefore = one.refused + other.refused;

        for (int minute = 0; minute < MINUTES; minute++) {
            int readsOfOne = one.reads;
            int readsOfOther = other.reads;

            timer.advance(MINUTE);

            assertThat(one.reads - readsOfOne).as("reads of one").isGreaterThan(10);
            assertThat(other.reads - readsOfOther).as("reads of the other").isGreaterThan(10);
        }

        assertThat(one.reads + other.reads).as("reads").isGreaterThan(MINUTES * 60 / 2);
        assertThat(one.refused + other.refused - refusedBefore).as("refused").isLessThan(MINUTES * 60 / 6);
    }
}
