package io.github.camellinkup.engine.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.ApiOperation;
import io.github.camellinkup.client.CallGate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class CountingGateTest {

    private final TaskStatistics statistics = new TaskStatistics();
    private final CompletableFuture<Void> turn = new CompletableFuture<>();
    private final List<Integer> told = new ArrayList<>();
    private final CountingGate gate = new CountingGate(
            new CallGate() {
                @Override
                public CompletionStage<Void> admit(ApiOperation operation) {
                    return turn;
                }

                @Override
                public void answered(ApiOperation operation, int status) {
                    told.add(status);
                }
            },
            statistics);

    @Test
    void aCallIsCountedWhenItGoesOut() {
        for (ApiOperation operation : ApiOperation.values()) {
            gate.admit(operation);
        }
        assertThat(statistics.get(TaskCount.CREATE_CALLS)).isZero();

        turn.complete(null);

        assertThat(statistics.get(TaskCount.CREATE_CALLS)).isEqualTo(2);
        assertThat(statistics.get(TaskCount.LIST_READS)).isEqualTo(2);
        assertThat(statistics.get(TaskCount.SINGLE_READS)).isEqualTo(2);
    }

    @Test
    void refusalsOfCallsForTasksAreCountedAndEveryAnswerIsPassedOn() {
        gate.answered(ApiOperation.LIST_TASKS, 429);
        gate.answered(ApiOperation.CREATE_TASKS, 200);
        gate.answered(ApiOperation.SEARCH, 429);

        assertThat(statistics.get(TaskCount.REFUSED)).isEqualTo(1);
        assertThat(told).containsExactly(429, 200, 429);
    }
}
