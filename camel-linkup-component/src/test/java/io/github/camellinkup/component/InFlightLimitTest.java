package io.github.camellinkup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camellinkup.engine.HandDrivenTimer;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InFlightLimitTest {

    private final AtomicInteger ran = new AtomicInteger();
    private final AtomicInteger dropped = new AtomicInteger();
    private final AtomicInteger waits = new AtomicInteger();

    /** Waits for a slot three times at the most. */
    private boolean run(InFlightLimit limit) throws InterruptedException {
        waits.set(0);
        return limit.run(ran::incrementAndGet, dropped::incrementAndGet, () -> waits.incrementAndGet() <= 3);
    }

    @Test
    void workThatHasNotBegunWhenTheThreadsEndIsDroppedOnceAndLeavesItsSlot() throws InterruptedException {
        HandDrivenTimer threads = new HandDrivenTimer();
        InFlightLimit limit = new InFlightLimit(threads, 1);
        assertThat(run(limit)).isTrue();
        assertThat(run(limit)).as("there is one slot").isFalse();

        limit.drop();
        assertThat(dropped).hasValue(1);
        assertThat(run(limit)).isTrue();
        assertThat(dropped).as("what comes later is dropped at once").hasValue(2);

        threads.advance(Duration.ofSeconds(1));
        limit.drop();
        assertThat(ran).hasValue(0);
        assertThat(dropped).hasValue(2);
    }

    @Test
    void workThatRunsIsNotDropped() throws InterruptedException {
        HandDrivenTimer threads = new HandDrivenTimer();
        InFlightLimit limit = new InFlightLimit(threads, 1);
        run(limit);
        threads.advance(Duration.ZERO);

        limit.drop();

        assertThat(ran).hasValue(1);
        assertThat(dropped).hasValue(0);
    }

    @Test
    void workThatTheThreadsRefuseDoesNotRunAndLeavesItsSlot() throws InterruptedException {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        threads.shutdown();
        InFlightLimit limit = new InFlightLimit(threads, 1);
        assertThat(run(limit)).isFalse();

        assertThat(run(limit)).isFalse();
        assertThat(waits).as("a slot is free").hasValue(1);
        limit.drop();
        assertThat(ran).hasValue(0);
        assertThat(dropped).hasValue(0);
    }

    @Test
    void workForWhichThereIsNoThreadLeavesItsSlot() throws InterruptedException {
        OutOfMemoryError noThread = new OutOfMemoryError("unable to create native thread");
        ThreadFactory failing = work -> {
            throw noThread;
        };
        InFlightLimit limit = new InFlightLimit(Executors.newFixedThreadPool(1, failing), 1);
        assertThatThrownBy(() -> run(limit)).isSameAs(noThread);

        assertThatThrownBy(() -> run(limit)).isSameAs(noThread);
        assertThat(waits).as("a slot is free").hasValue(1);
        limit.drop();
        assertThat(ran).hasValue(0);
        assertThat(dropped).hasValue(0);
    }
}
