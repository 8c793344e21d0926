package io.github.camellinkup.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EngineTimerTest {

    private final HandDrivenTimer time = new HandDrivenTimer();
    private final EngineTimer timer = new EngineTimer(time, Runnable::run, time::nanoTime);
    private final AtomicInteger ran = new AtomicInteger();

    @Test
    void closingRunsWhatWaitsOnceEvenIfSomeOfItThrows() {
        for (int i = 0; i < 10; i++) {
            timer.schedule(
                    () -> {
                        ran.incrementAndGet();
                        throw new IllegalStateException("no more room");
                    },
                    Duration.ofSeconds(1));
        }

        timer.close();

        assertThat(ran).hasValue(10);
        time.advance(Duration.ofSeconds(2));
        assertThat(ran).hasValue(10);
        assertThatThrownBy(() -> timer.schedule(ran::incrementAndGet, Duration.ZERO))
                .isInstanceOf(RejectedExecutionException.class);
    }
}
