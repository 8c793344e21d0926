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

class ExchangeSlotsTest {

    private final AtomicInteger ran = new AtomicInteger();
    private final AtomicInteger dropped = new AtomicInteger();
    private final AtomicInteger waits = new AtomicInteger();

    /** Waits for a slot three times at the most. */
    private boolean run(ExchangeSlots slots) throws InterruptedException {
        waits.set(0);
        return slots.run(ran::incrementAndGet, dropped::incrementAndGet, () -> waits.incrementAndGet() <= 3);
    }

    @Test
    void workThatHasNotBegunWhenTheThreadsEndIsDroppedOnceAndLeavesItsSlot() throws InterruptedException {
        HandDrivenTimer threads = new HandDrivenTimer();
        ExchangeSlots slots = new ExchangeSlots(threads, 1);
        assertThat(run(slots)).isTrue();
        assertThat(run(slots)).as("there is one slot").isFalse();

        slots.drop();
        assertThat(dropped).hasValue(1);
        assertThat(run(slots)).isTrue();
        assertThat(dropped).as("what comes later is dropped at once").hasValue(2);

        threads.advance(Duration.ofSeconds(1));
        slots.drop();
        assertThat(ran).hasValue(0);
        assertThat(dropped).hasValue(2);
    }

    @Test
    void workThatRunsIsNotDropped() throws InterruptedException {
        HandDrivenTimer threads = new HandDrivenTimer();
        ExchangeSlots slots = new ExchangeSlots(threads, 1);
        run(slots);
        threads.advance(Duration.ZERO);

        slots.drop();

        assertThat(ran).hasValue(1);
        assertThat(dropped).hasValue(0);
    }

    @Test
    void workThatTheThreadsRefuseDoesNotRunAndLeavesItsSlot() throws InterruptedException {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        threads.shutdown();
        ExchangeSlots slots = new ExchangeSlots(threads, 1);
        assertThat(run(slots)).isFalse();

        assertThat(run(slots)).isFalse();
        assertThat(waits).as("a slot is free").hasValue(1);
        slots.drop();
        assertThat(ran).hasValue(0);
        assertThat(dropped).hasValue(0);
    }

    @Test
    void workForWhichThereIsNoThreadLeavesItsSlot() throws InterruptedException {
        OutOfMemoryError noThread = new OutOfMemoryError("unable to create native thread");
        ThreadFactory failing = work -> {
            throw noThread;
        };
        ExchangeSlots slots = new ExchangeSlots(Executors.newFixedThreadPool(1, failing), 1);
        assertThatThrownBy(() -> run(slots)).isSameAs(noThread);

        assertThatThrownBy(() -> run(slots)).isSameAs(noThread);
        assertThat(waits).as("a slot is free").hasValue(1);
        slots.drop();
        assertThat(ran).hasValue(0);
        assertThat(dropped).hasValue(0);
    }
}
