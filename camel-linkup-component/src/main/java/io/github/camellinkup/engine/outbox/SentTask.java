package io.github.camellinkup.engine.outbox;

import io.github.camellinkup.client.model.Task;
import io.github.camellinkup.engine.listing.PageSummary;
import io.github.camellinkup.engine.repository.TaskRequest;
import java.time.Duration;
import java.time.Instant;

/**
 * A created task as it is known from what was sent. Its type is that of the request, whatever the answer says. Its time
 * of creation is the answer's, or that of the call if the answer has none that can be.
 */
final class SentTask {

    /** This machine's clock may be that much behind Linkup's. */
    private static final Duration AHEAD = ClockDifference.MARGIN;

    /** A clock that is wrong by so much would be noticed. */
    private static final Duration BEHIND = Duration.ofDays(1);

    private SentTask() {}

    /**
     * @param calledAt when the call went out, by this machine's clock
     * @param now the present time, by this machine's clock
     */
    static Task of(Task task, TaskRequest request, Instant calledAt, Instant now) {
        String type = request.input().taskType().apiValue();
        Instant told = PageSummary.plausible(task.createdAt());
        boolean canBe = told != null && !told.isAfter(now.plus(AHEAD)) && !told.isBefore(calledAt.minus(BEHIND));
        Instant createdAt = canBe ? told : calledAt;
        return type.equals(task.type()) && createdAt.equals(task.createdAt()) ? task : task.as(type, createdAt);
    }
}
