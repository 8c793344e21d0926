package io.github.camellinkup.engine.statistics;

import io.github.camellinkup.client.ApiOperation;
import io.github.camellinkup.client.CallLimiter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Counts the calls that another limiter lets out, and the refusals of Linkup. Thread-safe. */
public final class CountingLimiter implements CallLimiter {

    private static final int TOO_MANY_REQUESTS = 429;

    private final CallLimiter limiter;
    private final TaskStatistics statistics;

    public CountingLimiter(CallLimiter limiter, TaskStatistics statistics) {
        this.limiter = limiter;
        this.statistics = statistics;
    }

    @Override
    public CompletionStage<Pass> admit(ApiOperation operation, boolean again) {
        TaskCount count = countOf(operation);
        CompletionStage<Pass> admitted = limiter.admit(operation, again);
        if (count == null) {
            return admitted;
        }
        CompletableFuture<Pass> counted = admitted.<Pass>thenApply(pass -> {
                    statistics.increment(count);
                    return new CountingPass(pass);
                })
                .toCompletableFuture();
        counted.whenComplete((pass, failure) -> {
            if (counted.isCancelled()) {
                admitted.toCompletableFuture().cancel(false);
            }
        });
        return counted;
    }

    private final class CountingPass implements Pass {

        private final Pass pass;

        private CountingPass(Pass pass) {
            this.pass = pass;
        }

        @Override
        public void left() {
            pass.left();
        }

        @Override
        public void answered(int status) {
            if (status == TOO_MANY_REQUESTS) {
                statistics.increment(TaskCount.REFUSED);
            }
            pass.answered(status);
        }

        @Override
        public boolean refused(Duration retryAfter) {
            return pass.refused(retryAfter);
        }
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
