package io.github.camellinkup.engine.statistics;

import io.github.camellinkup.client.ApiOperation;
import io.github.camellinkup.client.CallGate;
import java.util.concurrent.CompletionStage;

/** Counts the calls that another gate lets out, and the refusals of Linkup. Thread-safe. */
public final class CountingGate implements CallGate {

    private static final int TOO_MANY_REQUESTS = 429;

    private final CallGate gate;
    private final TaskStatistics statistics;

    public CountingGate(CallGate gate, TaskStatistics statistics) {
        this.gate = gate;
        this.statistics = statistics;
    }

    @Override
    public CompletionStage<Void> admit(ApiOperation operation) {
        TaskCount count = countOf(operation);
        CompletionStage<Void> admitted = gate.admit(operation);
        return count == null ? admitted : admitted.thenRun(() -> statistics.increment(count));
    }

    @Override
    public void answered(ApiOperation operation, int status) {
        if (status == TOO_MANY_REQUESTS && countOf(operation) != null) {
            statistics.increment(TaskCount.REFUSED);
        }
        gate.answered(operation, status);
    }

    /** Null for calls that have nothing to do with tasks. */
    private static TaskCount countOf(ApiOperation operation) {
        return switch (operation) {
            case CREATE_TASKS, CREATE_RESEARCH -> TaskCount.CREATE_CALLS;
            case LIST_TASKS, LIST_RESEARCH -> TaskCount.LIST_READS;
            case GET_TASK, GET_RESEARCH -> TaskCount.SINGLE_READS;
            default -> null;
        };
    }
}
