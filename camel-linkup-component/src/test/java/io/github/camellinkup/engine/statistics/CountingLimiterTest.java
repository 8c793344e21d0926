package io.github.camellinkup.engine.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.ApiOperation;
import io.github.camellinkup.client.CallLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CountingLimiterTest {

    private final TaskStatistics statistics = new TaskStatistics();
    private final CompletableFuture<CallLimiter.Pass> turn = new CompletableFuture<>();
    private final List<Object> told = new ArrayList<>();
    private final CountingLimiter gate = new CountingLimiter((operation, again) -> turn, statistics);
    private final CallLimiter.Pass pass = new CallLimiter.Pass() {
        @Override
        public void left() {
            told.add("left");
        }

        @Override
        public void answered(int status) {
            told.add(status);
        }

        @Override
        public boolean refused(Duration retryAfter) {
            told.add(retryAfter);
            return true;
        }
    };

    @Test
    void aCallIsCountedWhenItGoesOut() {
        for (ApiOperation operation : ApiOperation.values()) {
            gate.admit(operation, false);
        }
        assertThat(statistics.get(TaskCount.CREATE_CALLS)).isZero();

        turn.complete(pass);

        assertThat(statistics.get(TaskCount.CREATE_CALLS)).isEqualTo(2);
        assertThat(statistics.get(TaskCount.LIST_READS)).isEqualTo(2);
        assertThat(statistics.get(TaskCount.SINGLE_READS)).isEqualTo(2);
    }

    @Test
    void refusalsOfCallsForTasksAreCountedAndEverythingIsPassedOn() {
        turn.complete(pass);
        CallLimiter.Pass read =
                gate.admit(ApiOperation.LIST_TASKS, false).toCompletableFuture().join();
        CallLimiter.Pass create = gate.admit(ApiOperation.CREATE_TASKS, false)
                .toCompletableFuture()
                .join();
        CallLimiter.Pass search =
                gate.admit(ApiOperation.SEARCH, false).toCompletableFuture().join();

        read.left();
        read.answered(429);
        assertThat(read.refused(Duration.ofSeconds(3))).isTrue();
        create.answered(200);
        search.answered(429);

        assertThat(statistics.get(TaskCount.REFUSED)).isEqualTo(1);
        assertThat(told).containsExactly("left", 429, Duration.ofSeconds(3), 200, 429);
    }

    @Test
    void aCancelledCallGivesItsPlaceUp() {
        gate.admit(ApiOperation.LIST_TASKS, false).toCompletableFuture().cancel(false);

        assertThat(turn).isCancelled();
    }
}
