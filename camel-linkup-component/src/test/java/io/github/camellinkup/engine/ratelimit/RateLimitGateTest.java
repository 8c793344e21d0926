package io.github.camellinkup.engine.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.Account;
import io.github.camellinkup.client.ApiOperation;
import io.github.camellinkup.client.CallLimiter;
import io.github.camellinkup.engine.HandDrivenTimer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which calls wait, and who wakes them. */
class RateLimitGateTest {

    private static final URI BASE = URI.create("https://api.linkup.so/v1");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HandDrivenTimer timer = new HandDrivenTimer();
    private final RateLimits limits = RateLimits.of(timer::nanoTime, Duration.ofSeconds(1), () -> 0);
    private final RateLimitGate gate = gate(10);

    private RateLimitGate gate(int requestsPerSecond) {
        return new RateLimitGate(limits, requestsPerSecond, PATIENCE, timer);
    }

    private static CompletableFuture<CallLimiter.Pass> admit(RateLimitGate gate, ApiOperation operation) {
        return gate.admit(operation, false).toCompletableFuture();
    }

    /** A read that is answered as soon as it has gone out. */
    private CompletableFuture<CallLimiter.Pass> read(RateLimitGate gate) {
        CompletableFuture<CallLimiter.Pass> read = admit(gate, ApiOperation.LIST_TASKS);
        read.thenAccept(pass -> pass.answered(200));
        return read;
    }

    @Test
    void everyKindOfReadCountsAndNothingElse() {
        assertThat(read(gate)).isCompleted();
        for (ApiOperation operation : ApiOperation.values()) {
            assertThat(admit(gate, operation).isDone()).as("%s", operation).isEqualTo(!operation.readsTasks());
        }
    }

    @Test
    void searchesAndFetchesCountTogether() {
        IntStream.range(0, 5)
                .forEach(i -> assertThat(admit(gate, ApiOperation.SEARCH)).isCompleted());
        IntStream.range(0, 5)
                .forEach(i -> assertThat(admit(gate, ApiOperation.FETCH)).isCompleted());
        for (ApiOperation operation : List.of(ApiOperation.SEARCH, ApiOperation.FETCH)) {
            assertThat(admit(gate, operation)).isNotDone();
            assertThat(admit(gate(0), operation)).as("without a limit").isCompleted();
        }
    }

    @Test
    void waitingReadsGoOneASecondAndOneTimerIsEnough() {
        List<CompletableFuture<CallLimiter.Pass>> reads =
                IntStream.range(0, 20).mapToObj(i -> read(gate)).toList();
        assertThat(timer.waiting()).isEqualTo(1);
        for (int second = 0; second < 20; second++) {
            assertThat(reads.stream().filter(CompletableFuture::isDone)).hasSize(second + 1);
            timer.advance(Duration.ofSeconds(1));
        }
        assertThat(timer.waiting()).isZero();
    }

    @Test
    void anAnswerWakesThoseThatWaitInOtherGates() {
        RateLimitGate otherContext = gate(10);
        CompletableFuture<CallLimiter.Pass> first = admit(gate, ApiOperation.LIST_TASKS);
        CompletableFuture<CallLimiter.Pass> second = read(otherContext);
        timer.advance(Duration.ofMillis(50));

        first.join().answered(200);
        timer.advance(Duration.ofSeconds(1));

        assertThat(second).isCompleted();
    }

    @Test
    void closingFailsThoseThatWaitAndThoseThatComeLaterAndLetsOthersGo() {
        RateLimitGate otherContext = gate(10);
        read(gate);
        CompletableFuture<CallLimiter.Pass> waiting = read(gate);
        CompletableFuture<CallLimiter.Pass> other = read(otherContext);

        gate.close();

        for (CompletableFuture<CallLimiter.Pass> refused :
                List.of(waiting, read(gate), admit(gate, ApiOperation.GET_TASK))) {
            assertThat(refused.handle((pass, failure) -> failure).join())
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("stopping");
        }
        timer.advance(Duration.ofSeconds(1));
        assertThat(other).as("the place that was given up is not missed").isCompleted();
    }

    @Test
    void oneKeyAtOneAddressHasOnePairOfLimitsAndNoOtherSharesIt() {
        RateLimits shared = RateLimits.shared(new Account(BASE, "a key"));

        assertThat(RateLimits.shared(new Account(URI.create("https://api.linkup.so/v1"), "a key")))
                .isSameAs(shared);
        assertThat(RateLimits.shared(new Account(BASE, "another key"))).isNotSameAs(shared);
        assertThat(RateLimits.shared(new Account(URI.create("https://gateway.example/v1"), "a key")))
                .isNotSameAs(shared);
    }
}
