package io.github.camellinkup.engine.pace;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.ApiOperation;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final URI BASE = URI.create("https://api.linkup.so/v1");

    private final AtomicLong nanoTime =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(3).toNanos());
    private final PaceKeeper pace = new PaceKeeper(nanoTime::get);
    private final Timer timer = new Timer();
    private final PacedGate gate = new PacedGate(pace, timer);
    private Duration lastLatency = Duration.ZERO;

    /** A timer that the test winds: what is scheduled runs when the clock is moved that far. */
    private final class Timer extends ScheduledThreadPoolExecutor {

        private record Entry(long due, Runnable work) {}

        private final List<Entry> entries = new ArrayList<>();

        Timer() {
            super(0);
        }

        @Override
        public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
            schedule(new FutureTask<>(work), delay, unit);
            return null;
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
            entries.add(new Entry(nanoTime.get() + unit.toNanos(delay), work));
            return null;
        }

        void advance(Duration time) {
            long now = nanoTime.addAndGet(time.toNanos());
            List<Entry> due =
                    entries.stream().filter(entry -> entry.due() - now <= 0).toList();
            entries.removeAll(due);
            due.forEach(entry -> entry.work().run());
        }
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    /** A read that is answered as soon as it has gone out. */
    private CompletableFuture<Void> read() {
        CompletableFuture<Void> read = gate.admit(ApiOperation.LIST_TASKS).toCompletableFuture();
        read.thenRun(() -> gate.answered(ApiOperation.LIST_TASKS, 200));
        return read;
    }

    @Test
    void readsAreASecondApartAndTheFirstGoesAtOnce() {
        assertThat(pace.takeTurn()).isZero();
        assertThat(pace.takeTurn()).isEqualTo(PaceKeeper.INTERVAL);
        assertThat(pace.takeTurn()).isEqualTo(PaceKeeper.INTERVAL.multipliedBy(2));
        nanoTime.addAndGet(Duration.ofMillis(500).toNanos());
        assertThat(pace.takeTurn())
                .isEqualTo(PaceKeeper.INTERVAL.multipliedBy(3).minusMillis(500));
        assertThat(PaceKeeper.INTERVAL).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aPauseIsNotSavedUpForABurst() {
        pace.takeTurn();
        nanoTime.addAndGet(Duration.ofHours(1).toNanos());

        assertThat(pace.takeTurn()).isZero();
        assertThat(pace.takeTurn()).isEqualTo(PaceKeeper.INTERVAL);
    }

    @Test
    void waitingReadsGoInTheOrderInWhichTheyCame() {
        List<CompletableFuture<Void>> reads = List.of(read(), read(), read(), read());
        assertThat(reads).extracting(Future::isDone).containsExactly(true, false, false, false);
        for (int turn = 1; turn < 4; turn++) {
            timer.advance(PaceKeeper.INTERVAL.minusNanos(1));
            assertThat(reads.get(turn)).isNotDone();
            timer.advance(Duration.ofNanos(1));
            assertThat(reads.get(turn)).isCompleted();
        }
    }

    @Test
    void aReadThatGoesOutLateKeepsTheNextOneBack() {
        read();
        CompletableFuture<Void> second = read();
        CompletableFuture<Void> third = read();

        timer.advance(PaceKeeper.INTERVAL.plusMillis(300));
        assertThat(second).isCompleted();
        timer.advance(PaceKeeper.INTERVAL.minusMillis(1));
        assertThat(third)
                .as("its own turn has come, but the one before is too close")
                .isNotDone();
        timer.advance(Duration.ofMillis(1));
        assertThat(third).isCompleted();
    }

    /** Lets a read go out and answers it after some time; the next one must have waited this long after that one went. */
    private void readAnsweredAfter(Duration latency, Duration sincePrevious) {
        CompletableFuture<Void> read = gate.admit(ApiOperation.LIST_TASKS).toCompletableFuture();
        Duration sinceAnswer = sincePrevious.minus(lastLatency);
        if (!sincePrevious.isZero()) {
            timer.advance(sinceAnswer.minusMillis(1));
            assertThat(read).isNotDone();
            timer.advance(Duration.ofMillis(1));
        }
        assertThat(read).isCompleted();
        timer.advance(latency);
        gate.answered(ApiOperation.LIST_TASKS, 200);
        lastLatency = latency;
    }

    /** As many reads as it takes until their time is known to be the usual one. */
    private void readsUsuallyAnsweredAfter(Duration usual) {
        readAnsweredAfter(usual, Duration.ZERO);
        for (int read = 1; read <= 5; read++) {
            readAnsweredAfter(usual, PaceKeeper.INTERVAL.plus(usual));
        }
    }

    @Test
    void aReadThatIsAnsweredLateMayHaveArrivedLateAndKeepsTheNextOneBack() {
        Duration usual = Duration.ofMillis(100);
        readsUsuallyAnsweredAfter(usual);
        readAnsweredAfter(Duration.ofMillis(130), PaceKeeper.INTERVAL);
        readAnsweredAfter(usual, PaceKeeper.INTERVAL.plusMillis(30));
        readAnsweredAfter(usual, PaceKeeper.INTERVAL);
    }

    @Test
    void slowFirstReadsDoNotTellHowLateALaterOneHasArrived() {
        readAnsweredAfter(Duration.ofMillis(300), Duration.ZERO);
        readAnsweredAfter(Duration.ofMillis(250), PaceKeeper.INTERVAL.plusMillis(300));
        readAnsweredAfter(Duration.ofMillis(5), PaceKeeper.INTERVAL.plusMillis(250));
        readAnsweredAfter(Duration.ofMillis(8), PaceKeeper.INTERVAL.plusMillis(5));
        readAnsweredAfter(Duration.ofMillis(80), PaceKeeper.INTERVAL.plusMillis(8));
        readAnsweredAfter(Duration.ofMillis(5), PaceKeeper.INTERVAL.plusMillis(80));
    }

    @Test
    void aReadThatIsNotAnsweredKeepsTheNextOneBackForAnotherInterval() {
        gate.admit(ApiOperation.LIST_TASKS);
        CompletableFuture<Void> second = gate.admit(ApiOperation.LIST_TASKS).toCompletableFuture();
        for (int i = 0; i < 199; i++) {
            timer.advance(PaceKeeper.INTERVAL.dividedBy(100));
            assertThat(second).isNotDone();
        }
        timer.advance(PaceKeeper.INTERVAL.dividedBy(10));
        assertThat(second).isCompleted();
    }

    @Test
    void aLateAnswerThatComesRightAfterAnotherReadHasGoneOutIsNotTakenForAFastOne() {
        readsUsuallyAnsweredAfter(Duration.ofMillis(100));
        timer.advance(PaceKeeper.INTERVAL);
        gate.admit(ApiOperation.LIST_TASKS);
        timer.advance(PaceKeeper.INTERVAL.multipliedBy(2));
        assertThat(gate.admit(ApiOperation.LIST_TASKS).toCompletableFuture())
                .as("it passes the one that is not answered")
                .isCompleted();
        timer.advance(Duration.ofMillis(1));
        gate.answered(ApiOperation.LIST_TASKS, 200);
        timer.advance(PaceKeeper.INTERVAL);

        assertThat(gate.admit(ApiOperation.LIST_TASKS).toCompletableFuture()).isCompleted();
        timer.advance(Duration.ofMillis(100));
        gate.answered(ApiOperation.LIST_TASKS, 200);
        timer.advance(PaceKeeper.INTERVAL.minusMillis(100));
        assertThat(gate.admit(ApiOperation.LIST_TASKS).toCompletableFuture())
                .as("the last one took as long as usual")
                .isCompleted();
    }

    @Test
    void everyKindOfReadCountsAndNothingElse() {
        for (ApiOperation operation : ApiOperation.values()) {
            if (!operation.readsTasks()) {
                assertThat(gate.admit(operation).toCompletableFuture()).isCompleted();
            }
        }
        assertThat(read()).isCompleted();
        for (ApiOperation operation : ApiOperation.values()) {
            assertThat(gate.admit(operation).toCompletableFuture().isDone()).isEqualTo(!operation.readsTasks());
        }
    }

    @Test
    void closingRefusesThoseThatWaitAndThoseThatComeLater() {
        read();
        CompletableFuture<Void> waiting = read();

        gate.close();

        assertThat(waiting).isCompletedExceptionally();
        CompletableFuture<Void> later = read();
        assertThat(later).isCompletedExceptionally();
        assertThat(later.handle((nothing, failure) -> failure).join()).isInstanceOf(CancellationException.class);
        timer.advance(Duration.ofMinutes(1));
        assertThat(waiting).isCompletedExceptionally();
    }

    @Test
    void oneKeyAtOneAddressHasOnePaceAndNoOtherSharesIt() {
        PaceKeeper shared = PaceKeeper.shared(BASE, "key of PaceTest");

        assertThat(PaceKeeper.shared(URI.create("https://api.linkup.so/v1"), "key of PaceTest"))
                .isSameAs(shared);
        assertThat(PaceKeeper.shared(BASE, "another key of PaceTest")).isNotSameAs(shared);
        assertThat(PaceKeeper.shared(URI.create("https://gateway.example/v1"), "key of PaceTest"))
                .isNotSameAs(shared);
    }

    @Test
    void twoGatesOfOneKeyKeepOnePace() {
        PacedGate otherContext = new PacedGate(pace, timer);

        assertThat(read()).isCompleted();
        CompletableFuture<Void> second =
                otherContext.admit(ApiOperation.GET_TASK).toCompletableFuture();
        assertThat(second).isNotDone();
        otherContext.close();
        CompletableFuture<Void> third = read();
        assertThat(third).as("its turn was given up, the next is later").isNotDone();
        timer.advance(PaceKeeper.INTERVAL);
        assertThat(third).isNotDone();
        timer.advance(PaceKeeper.INTERVAL);
        assertThat(third).as("nobody has used the turn that was given up").isCompleted();
    }
}
