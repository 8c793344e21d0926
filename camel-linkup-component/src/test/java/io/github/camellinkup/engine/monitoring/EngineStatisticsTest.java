package io.github.camellinkup.engine.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camellinkup.client.ApiOperation;
import io.github.camellinkup.client.exception.ErrorAnswer;
import io.github.camellinkup.client.exception.LinkupException;
import io.github.camellinkup.client.exception.LinkupTooManyRequestsException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineStatisticsTest {

    private final List<TaskEvent> told = new ArrayList<>();
    private final EngineStatistics statistics = new EngineStatistics(Clock.systemUTC(), List.of(told::add));

    @Test
    void callsForTasksAreCountedWhenTheyGoOut() {
        for (ApiOperation operation : ApiOperation.values()) {
            statistics.sending(operation, Duration.ZERO);
        }

        assertThat(statistics.createCalls()).isEqualTo(2);
        assertThat(statistics.listReads()).isEqualTo(2);
        assertThat(statistics.singleReads()).isEqualTo(2);
    }

    @Test
    void refusalsOfCallsForTasksAreCounted() {
        LinkupException refusal = new LinkupTooManyRequestsException("Too fast", ErrorAnswer.ofStatus(429));
        LinkupException other = new LinkupTooManyRequestsException("Too fast", ErrorAnswer.ofStatus(503));

        statistics.tried(ApiOperation.LIST_TASKS, refusal);
        statistics.tried(ApiOperation.CREATE_TASKS, null);
        statistics.tried(ApiOperation.CREATE_TASKS, other);
        statistics.tried(ApiOperation.SEARCH, refusal);

        assertThat(statistics.refusedCalls()).isEqualTo(1);
    }

    @Test
    void aTaskExpiresOnceHoweverOftenItIsReported() {
        TaskEvent expired = new TaskEvent(TaskEventType.EXPIRED, "search", "1", null, null, null);

        statistics.happened(expired);
        statistics.happened(expired);

        assertThat(statistics.get(TaskEventType.EXPIRED)).isEqualTo(1);
        assertThat(told).containsExactly(expired);
    }

    @Test
    void theLastKnownLagIsKept() {
        Duration lag = Duration.ofMillis(500);
        statistics.happened(new TaskEvent(TaskEventType.EMITTED, "search", "1", null, null, lag));
        statistics.happened(new TaskEvent(TaskEventType.EMITTED, "search", "2", null, null, null));

        assertThat(statistics.lastLag()).isEqualTo(lag);
        assertThat(statistics.get(TaskEventType.EMITTED)).isEqualTo(2);
    }
}
